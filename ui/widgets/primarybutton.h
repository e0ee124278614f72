#pragma once

#include <QPointer>
#include <QPushButton>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace projective {

class Theme;

/// The one filled button of a screen, in the accent of the acting workspace.
class PrimaryButton : public QPushButton
{
    Q_OBJECT
public:
    explicit PrimaryButton(Theme &theme, QWidget *parent = nullptr);
    /// Follows an action's text, enabledness and tool tip (the reason when disabled), and triggers it; null unbinds.
    void bind(QAction *action);
    /// Disables it and says why and who can ("Needs 300.00 GBP in escrow. Mara can fund it"); an empty reason enables.
    void setBlocked(const QString &reason);

private:
    void follow();
    QPointer<QAction> m_action;
};

} // namespace projective
