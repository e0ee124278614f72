#include "ui/widgets/stageaccessible.h"

#include "ui/widgets/stagebadge.h"
#include "ui/widgets/stagestepper.h"

#include <QAccessibleWidget>

namespace projective {

namespace {

class StepperAccessible : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit StepperAccessible(StageStepper *stepper)
        : QAccessibleWidget(stepper, QAccessible::ProgressBar)
        , m_stepper(stepper)
    {
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    QVariant currentValue() const override { return m_stepper->step(); }
    void setCurrentValue(const QVariant &) override { } // a stage moves by what people do
    QVariant maximumValue() const override { return StageStepper::steps; }
    QVariant minimumValue() const override { return 1; }
    QVariant minimumStepSize() const override { return 1; }

private:
    StageStepper *m_stepper; // lives at least as long as its interface
};

QAccessibleInterface *accessibleOf(const QString &, QObject *object)
{
    if (auto *stepper = qobject_cast<StageStepper *>(object))
        return new StepperAccessible(stepper);
    if (auto *badge = qobject_cast<StageBadge *>(object))
        return new QAccessibleWidget(badge, QAccessible::StaticText);
    if (auto *bar = qobject_cast<EscrowBar *>(object))
        return new QAccessibleWidget(bar, QAccessible::Graphic);
    return nullptr;
}

} // namespace

void installStageAccessible()
{
    QAccessible::installFactory(&accessibleOf);
}

} // namespace projective
