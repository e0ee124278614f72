// MainWindow: what becomes of a confirmed command that waits for its ten seconds, and so of closing the window.
#include "ui/mainwindow.h"

#include "models/workspacelistmodel.h"
#include "ui/dialogs/unsentdialog.h"
#include "ui/widgets/messagestrip.h"

#include <QCloseEvent>

namespace projective {

void MainWindow::showHeld()
{
    HeldCommand &held = m_context.held();
    if (held.isHolding())
        m_strip->hold(
            held.text(), [&held] { held.send(); }, [&held] { held.drop(); });
    else
        m_strip->endHold();
}

void MainWindow::loseHeld(const QString &why)
{
    HeldCommand &held = m_context.held();
    if (!held.isHolding())
        return;
    const QString text = why.arg(held.text());
    held.drop();
    m_strip->warn(text, {});
}

void MainWindow::checkHeldWorkspace()
{
    // While everything comes anew there are none, and none is lost.
    const bool known = m_context.status().state == SyncStatus::State::Synced && m_workspaces.isLoaded();
    if (known && m_workspaces.rowOf(m_context.held().command().actingAs) < 0)
        loseHeld(tr("Not done, since you are no longer part of that workspace: %1"));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_context.held().isHolding()) {
        event->ignore();
        askAboutHeld();
        return;
    }
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

void MainWindow::askAboutHeld()
{
    if (findChild<UnsentDialog *>())
        return;
    m_strip->setPaused(true);
    auto *dialog = new UnsentDialog(m_context, this);
    connect(dialog, &QDialog::finished, this, [this] { m_strip->setPaused(false); });
    connect(dialog, &UnsentDialog::dropChosen, this, [this] {
        m_context.held().drop();
        close();
    });
    connect(dialog, &UnsentDialog::sendChosen, this, [this] {
        m_context.say(tr("Sending. The window closes when it is done."));
        m_context.held().send([this](const CommandState &state) {
            // Offline it is safe once it is saved. What is refused is told, so the window stays.
            const bool safe = state.kind == CommandState::Kind::Saved && !m_context.isOnline();
            if (safe || state.kind == CommandState::Kind::Applied)
                close();
        });
    });
    dialog->open();
}

} // namespace projective
