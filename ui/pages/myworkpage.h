#pragma once

#include "models/myworkmodel.h"
#include "models/sectionedmodel.h"
#include "ui/pages/page.h"
#include "ui/pages/stagesteps.h"

#include <QPointer>

namespace projective {

class ListPane;
class RowList;
class StageInspector;

/// What waits for the acting workspace across projects, by next step and date.
class MyWorkPage : public Page
{
    Q_OBJECT
public:
    explicit MyWorkPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override { return tr("My work"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QAction *nextAction() const override;
    [[nodiscard]] QWidget *inspector() override;
    [[nodiscard]] QWidget *focusTarget() override;
    bool leaveInner() override;

private:
    void reopen();
    void judge();
    void showStage(const QModelIndex &row);
    [[nodiscard]] const StageRecord *stageAt(const QModelIndex &row) const;

    StageSteps m_steps;
    StageListModel m_stages;
    MyWorkModel m_work;
    SectionedModel m_sections;
    RowList *m_list = nullptr;
    ListPane *m_pane = nullptr;
    QPointer<StageInspector> m_inspector; ///< the window takes it in
};

} // namespace projective
