#pragma once

#include "sync/base/syncstatus.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace projective {

class TextLabel;
class Theme;

/// Above the page while nothing can be synced and only the user can help: what happened, what was kept, and the one
/// thing to do. Being offline is no such thing: the line at the foot of the sidebar says it.
class StateBar : public QWidget
{
    Q_OBJECT
public:
    explicit StateBar(Theme &theme, QWidget *parent = nullptr);
    void setStatus(const SyncStatus &status);

Q_SIGNALS:
    /// To sign in, or to try again: whatever the state asks for.
    void acted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void redraw();

    Theme &m_theme;
    QLabel *m_icon;
    TextLabel *m_text;
    QPushButton *m_button;
};

} // namespace projective
