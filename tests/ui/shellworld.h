#pragma once

#include "models/workspacelistmodel.h"
#include "sqlitesource.h"
#include "ui/actionset.h"
#include "ui/pages/pagecontext.h"
#include "ui/theme/theme.h"

#include <QList>

namespace projective::test {

/// Keeps what screens submit.
class RecordingSink : public CommandSink
{
public:
    struct Submitted {
        EntryId entry;
        Command command;
        Receiver receiver;
    };
    EntryId submit(const Command &command, const Receiver &receiver = {}) override;
    void withdraw(EntryId entry, const Receiver &receiver = {}) override;
    void retry(EntryId entry) override { retried.append(entry); }
    void discard(EntryId entry) override { discarded.append(entry); }
    void saveDraft(const QString &key, const QString &text) override { drafts.append({key, text}); }
    void loadOlder(const QString &relation, const QString &scope, int rows) override;

    /// Tells the newest command's submitter how it went.
    void answer(CommandState::Kind kind, const QString &code = {});
    [[nodiscard]] QList<Command> named(const QString &name) const;

    QList<Submitted> submitted;
    QList<EntryId> sent; ///< of these none is taken back any more
    QList<EntryId> withdrawn;
    QList<EntryId> retried;
    QList<EntryId> discarded;
    QList<std::pair<QString, QString>> drafts;
    QStringList older;
    bool allSent = false; ///< nothing can be withdrawn any more
};

/// Mara Okafor's mirror (tests/models/world.sql) with its conversations (chat.sql), in the test's own thread.
class ShellWorld
{
public:
    /// `filled`: false for the mirror of someone who has nothing yet.
    explicit ShellWorld(bool filled = true);
    /// Results and events, until nothing moves any more.
    void settle();
    /// The text form of id('name').
    [[nodiscard]] static QString text(const QString &name);
    /// Runs SQL in which uuidtext('name') stands for the text form of id('name').
    void execute(const QString &sql);

    SqliteSource source;
    RecordingSink sink;
    Theme theme;
    PageContext context;
    WorkspaceListModel workspaces;
    ActionSet actions;
};

} // namespace projective::test
