#pragma once

#include "models/viewer.h"
#include "sync/base/syncstatus.h"
#include "sync/commands/command.h"
#include "sync/query/query.h"
#include "ui/pages/heldcommand.h"

#include <QObject>

#include <functional>

namespace projective {

class Theme;

/// What every page is given: how to read, how to submit, how to look, and as whom one acts. Made by Application and
/// outlives all pages. GUI thread.
class PageContext : public QObject
{
    Q_OBJECT
public:
    PageContext(query::Source &source, CommandSink &commands, Theme &theme, QObject *parent = nullptr);

    [[nodiscard]] query::Source &source() const { return m_source; }
    [[nodiscard]] CommandSink &commands() const { return m_commands; }
    [[nodiscard]] Theme &theme() const { return m_theme; }

    [[nodiscard]] UserId user() const { return m_user; }
    void setUser(UserId user);
    /// The workspace for new commands; its name is what people see on buttons that move money.
    [[nodiscard]] Workspace acting() const { return m_acting; }
    [[nodiscard]] QString actingName() const { return m_actingName; }
    /// What the person's role lets them do there: buttons are disabled, with the reason, instead of being refused.
    [[nodiscard]] const WorkspaceRights &rights() const { return m_rights; }
    void setActing(const Workspace &workspace, const QString &name, const WorkspaceRights &rights = {});
    [[nodiscard]] const SyncStatus &status() const { return m_status; }
    /// Whether an online-only command can be sent now; buttons that need it are disabled with offlineReason().
    [[nodiscard]] bool isOnline() const;
    [[nodiscard]] static QString offlineReason();
    void setStatus(const SyncStatus &status);

    /// Submits. A refusal is told by the window in words; `then` hears every state as CommandSink's does.
    EntryId submit(const Command &command, CommandSink::Receiver then = {});
    /// Ctrl+Z: takes back the last of what was submitted and not sent yet.
    void undo();
    /// Tells what became of a command that failed or was refused; of others nothing.
    void sayOutcome(const QString &command, const CommandState &state);
    /// Tells something in the strip at the foot of the window for some seconds; `undo` adds an Undo button.
    void say(const QString &text, const std::function<void()> &undo = {});
    /// What can't be taken back once sent: the strip counts ten seconds down with Undo, then it goes, and `done` is
    /// said when the server has applied it. Confirm first (dialog), then hold.
    void hold(const QString &text, const Command &command, const QString &done = {});
    [[nodiscard]] HeldCommand &held() { return m_held; }
    [[nodiscard]] const HeldCommand &held() const { return m_held; }

Q_SIGNALS:
    void userChanged();
    void actingChanged();
    void onlineChanged(bool online);
    void statusChanged(const projective::SyncStatus &status);
    void said(const QString &text, const std::function<void()> &undo);
    /// Refused by the server; the entry waits in Needs attention.
    void refused(const QString &text, projective::EntryId entry);

private:
    void sendHeld(const Command &command, const QString &done, const CommandSink::Receiver &then);
    void undoLast();

    query::Source &m_source;
    CommandSink &m_commands;
    Theme &m_theme;
    UserId m_user;
    Workspace m_acting;
    QString m_actingName;
    WorkspaceRights m_rights;
    SyncStatus m_status;
    QList<EntryId> m_undoable; ///< saved, and no outcome known; the last one on top
    HeldCommand m_held;
};

} // namespace projective
