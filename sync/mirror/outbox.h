#pragma once

#include "sync/base/ids.h"
#include "sync/commands/command.h"
#include "sync/commands/entities.h"
#include "sync/mirror/database.h"
#include "sync/protocol/messages.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <optional>

namespace projective {

/// One command of the user on its way to the server.
struct OutboxEntry {
    enum class State {
        Queued, ///< has no number
        Sent, ///< has a number; the outcome is not known
        Refused, ///< left the queue; kept with its input until the user deals with it
    };
    EntryId id;
    qint64 position = 0; ///< order in which the user gave them
    quint64 number = 0; ///< 0: never sent
    Command command;
    CommandClass commandClass = CommandClass::Queue;
    Entities entities;
    State state = State::Queued;
    QString outcome; ///< of a refused one: "rejected", "conflict" or "failed"
    QString code;
    QString field;
    QJsonObject params;
    QJsonObject current; ///< of a conflict: the row as it is
    qint64 createdAtUs = 0;

    /// What is sent of it.
    [[nodiscard]] protocol::CommandMessage message() const;
};

/// What the server decided about a number: a row of relation `results`.
struct CommandOutcome {
    quint64 number = 0;
    QString outcome; ///< "applied", "rejected" or "conflict"
    QString code;
    QString field;
    QJsonObject params;
    QJsonObject current;
};

struct Draft {
    QString key; ///< "channel:<uuid>"
    QString text;
    qint64 updatedAtUs = 0;
};

/// What a change of the outbox did to its entries: the mirror's projection and the receivers follow it.
struct OutboxChange {
    QList<OutboxEntry> changed; ///< added or with a new state
    QList<OutboxEntry> gone; ///< applied, withdrawn or discarded
    void append(const OutboxChange &other)
    {
        changed += other.changed;
        gone += other.gone;
    }
};

namespace outboxfile {
struct Salvage;
}

/// The only copy of what the user did and the server has not confirmed, and of drafts: a file of its own, on the disk
/// (synchronous=FULL) before any function here returns success. Write first, then change memory: after an error both
/// are as they were. Belongs to the data thread; its owner is the engine.
///
/// Invariant: an entry leaves only by being applied, or by the user's own withdraw or discard. Numbers rise by one and
/// once given to an entry are neither dropped nor changed.
class Outbox
{
public:
    /// What open() had to mend; the user is told.
    struct Recovery {
        bool damaged = false; ///< the file could not be trusted: put aside, and what was readable was copied
        QString putAside; ///< where it is now
        int recovered = 0; ///< entries and drafts copied
        QStringList lost; ///< what is known of the rest: "<time> <command name>", or how many bytes
    };

    /// Opens or creates `folder`/outbox.db. Errors: Storage*; ForeignClient when it belongs to another user
    /// (untouched).
    [[nodiscard]] static Result<Outbox> open(const QString &folder, UserId user);

    [[nodiscard]] const Recovery &recovery() const { return m_recovery; }
    [[nodiscard]] InstallationId installation() const { return m_installation; }
    /// The last number given; 0: none yet.
    [[nodiscard]] quint64 lastNumber() const { return m_lastNumber; }

    [[nodiscard]] const QList<OutboxEntry> &entries() const { return m_entries; } ///< by position
    [[nodiscard]] const OutboxEntry *find(EntryId id) const;
    [[nodiscard]] const OutboxEntry *findNumber(quint64 number) const;
    [[nodiscard]] int pendingCount() const; ///< queued and sent
    [[nodiscard]] int refusedCount() const;

    /// Takes a command in; one that is larger than a message may be as Refused, with "failed" and "too_large": it would
    /// hold up all that come after it, and its input must not be lost. Errors: Offline for an online-only one while not
    /// `connected`; InvalidArgument for one that names no command, workspace or new entry; Storage*.
    [[nodiscard]] Result<OutboxEntry> add(EntryId id, const Command &command, CommandClass commandClass,
        const Entities &entities, bool connected, qint64 nowUs);

    /// Entries that may go out now, in order: first those sent before without a known outcome (to be repeated after a
    /// reconnect), then queued ones that wait for nobody. Call markSent() before sending a queued one.
    [[nodiscard]] QList<OutboxEntry> sentEntries() const;
    [[nodiscard]] QList<OutboxEntry> sendable() const;
    /// Gives the next number and stores it. Errors: InvalidArgument if it is not queued; Storage*.
    [[nodiscard]] Result<OutboxEntry> markSent(EntryId id);

    /// Takes the server's outcomes in. An applied entry goes; a refused one, and queued ones that depend on it, stand
    /// in Needs attention. Numbers that are not here were settled before. Call after the round is committed in the
    /// mirror.
    [[nodiscard]] Result<OutboxChange> settle(const QList<CommandOutcome> &outcomes);
    /// CommandRefused "command_reused", or anything else after which the number can have no outcome: Needs attention,
    /// with dependants, as "failed" and `code`.
    [[nodiscard]] Result<OutboxChange> fail(quint64 number, const QString &code);
    /// The connection is gone: online-only entries that were not sent fail as "offline".
    [[nodiscard]] Result<OutboxChange> disconnected();

    /// Compares with the server's last_command. Where they can't both be of one history (a restored copy of this
    /// profile or of the server) a new installation id is taken, what was never executed is queued again, and what
    /// is ambiguous stands in Needs attention; then connect again with the new id.
    struct Reconciliation {
        bool newInstallation = false;
        OutboxChange change;
    };
    [[nodiscard]] Result<Reconciliation> reconcile(quint64 lastCommand);

    /// The user's own acts. withdraw(): only a queued entry on which no other depends (else InvalidArgument).
    [[nodiscard]] Result<OutboxChange> withdraw(EntryId id);
    /// A refused entry becomes a new one, taken in as add() does: at the end and without a number.
    [[nodiscard]] Result<OutboxChange> retry(EntryId id, EntryId newId, bool connected, qint64 nowUs);
    [[nodiscard]] Result<OutboxChange> discard(EntryId id);

    [[nodiscard]] Result<void> saveDraft(const QString &key, const QString &text, qint64 nowUs);
    [[nodiscard]] Result<QList<Draft>> drafts();

    [[nodiscard]] Database &database() { return m_database; }
    /// Pages that idle() would move.
    [[nodiscard]] int walPages() const { return m_database.walPages(); }
    /// Bounds the WAL; call in a pause.
    [[nodiscard]] Result<void> idle();

private:
    Outbox() = default;
    [[nodiscard]] Result<void> openFile(const QString &path);
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<void> recover(const QString &path);
    [[nodiscard]] Result<void> writeRecovering(const QString &path, const outboxfile::Salvage &saved);
    [[nodiscard]] Result<void> restore(const outboxfile::Salvage &saved);
    [[nodiscard]] Result<void> finishRecovery(const QString &path);
    [[nodiscard]] Result<void> setMeta(const QString &key, const QVariant &value);
    [[nodiscard]] Result<OutboxChange> write(const OutboxChange &change, const QHash<QString, QVariant> &meta = {});
    void adopt(const OutboxChange &change);
    [[nodiscard]] OutboxChange takenIn(const OutboxEntry &entry) const;
    [[nodiscard]] Result<OutboxChange> refuseTooLarge();
    void refuse(OutboxChange &change, const OutboxEntry &entry, const CommandOutcome &outcome) const;
    [[nodiscard]] bool waits(const OutboxEntry &entry) const;
    [[nodiscard]] qint64 nextPosition() const;

    Database m_database;
    Recovery m_recovery;
    UserId m_user;
    InstallationId m_installation;
    quint64 m_lastNumber = 0;
    QList<OutboxEntry> m_entries;
};

} // namespace projective
