#include "ui/pages/pagecontext.h"

#include "ui/theme/theme.h"
#include "ui/words.h"

#include <utility>

namespace projective {

namespace {
bool online(SyncStatus::State state)
{
    return state == SyncStatus::State::Synced || state == SyncStatus::State::Syncing;
}
} // namespace

PageContext::PageContext(query::Source &source, CommandSink &commands, Theme &theme, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_commands(commands)
    , m_theme(theme)
    , m_held([this](const Command &command, const QString &done, const CommandSink::Receiver &then) {
        sendHeld(command, done, then);
    })
{
}

void PageContext::setUser(UserId user)
{
    if (m_user == user)
        return;
    m_user = user;
    m_undoable.clear();
    Q_EMIT userChanged();
}

void PageContext::setActing(const Workspace &workspace, const QString &name, const WorkspaceRights &rights)
{
    if (m_acting == workspace && m_actingName == name && m_rights == rights)
        return;
    m_acting = workspace;
    m_actingName = name;
    m_rights = rights;
    m_theme.setWorkspaceKind(workspace.kind);
    Q_EMIT actingChanged();
}

bool PageContext::isOnline() const
{
    return online(m_status.state);
}

QString PageContext::offlineReason()
{
    return tr("This needs a connection. It can be done once you are online again.");
}

void PageContext::setStatus(const SyncStatus &status)
{
    const bool before = isOnline();
    m_status = status;
    Q_EMIT statusChanged(status);
    if (before != isOnline())
        Q_EMIT onlineChanged(isOnline());
}

EntryId PageContext::submit(const Command &command, CommandSink::Receiver then)
{
    const QString name = command.name;
    return m_commands.submit(command, [this, name, then = std::move(then)](const CommandState &state) {
        m_undoable.removeOne(state.entry);
        if (state.kind == CommandState::Kind::Saved)
            m_undoable.append(state.entry);
        sayOutcome(name, state);
        if (then)
            then(state);
    });
}

void PageContext::sayOutcome(const QString &command, const CommandState &state)
{
    const auto told = [&command](const QString &why) { return tr("%1: %2").arg(words::command(command), why); };
    if (state.kind == CommandState::Kind::Rejected || state.kind == CommandState::Kind::Conflict)
        Q_EMIT refused(told(words::refusal(state.code, state.field, state.params)), state.entry);
    else if (state.kind == CommandState::Kind::Failed)
        say(told(words::unsent(state.code)));
}

void PageContext::undo()
{
    if (m_undoable.isEmpty())
        say(tr("There is nothing to undo."));
    else
        undoLast();
}

void PageContext::undoLast()
{
    m_commands.withdraw(m_undoable.takeLast(), [this](const CommandState &state) {
        if (state.kind != CommandState::Kind::Failed)
            say(tr("Undone."));
        else if (m_undoable.isEmpty())
            say(tr("It was already sent, so it can't be undone."));
        else
            undoLast(); // one from before that still waits
    });
}

void PageContext::say(const QString &text, const std::function<void()> &undo)
{
    Q_EMIT said(text, undo);
}

void PageContext::hold(const QString &text, const Command &command, const QString &done)
{
    m_held.begin(text, command, done);
}

void PageContext::sendHeld(const Command &command, const QString &done, const CommandSink::Receiver &then)
{
    // Not by submit(): its Undo is over.
    m_commands.submit(command, [this, name = command.name, done, then](const CommandState &state) {
        if (state.kind == CommandState::Kind::Applied && !done.isEmpty())
            say(done);
        sayOutcome(name, state);
        if (then)
            then(state);
    });
}

} // namespace projective
