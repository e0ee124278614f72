#pragma once

#include "sync/client/sessionevents.h"
#include "sync/mirror/mirror.h"
#include "sync/mirror/outbox.h"

#include <QSet>
#include <QString>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

namespace projective {

/// Mirror and outbox of one profile, kept in step: every change of the outbox is on disk first and then seen in the
/// mirror; a mirror that can't be trusted is put aside and filled again while the outbox stays. Data thread; owned by
/// Engine.
class Store
{
public:
    /// Called during the calls below, in their thread.
    struct Listener {
        std::function<void(const QSet<QString> &tables)> changed; ///< a commit of the mirror changed these tables
        std::function<void()> reopened; ///< mirror.db is another file now
        std::function<void(const OutboxChange &change)> outbox; ///< entries came, went or have a new state
    };

    /// Errors: Storage*, ForeignClient when the folder is another user's.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(
        const QString &folder, UserId user, const Listener &listener);

    [[nodiscard]] Mirror &mirror() { return *m_mirror; }
    [[nodiscard]] const Outbox &outbox() const { return *m_outbox; }
    /// True once after the mirror was emptied: what is open on the socket no longer fits it.
    [[nodiscard]] bool takeMirrorLost() { return std::exchange(m_mirrorLost, false); }

    // ---- commands
    /// Durable when it returns. Errors: InvalidArgument (no such command, …), Offline, Storage*.
    [[nodiscard]] Result<void> submit(EntryId id, const Command &command, bool connected);
    [[nodiscard]] Result<void> withdraw(EntryId id);
    [[nodiscard]] Result<EntryId> retry(EntryId id, bool connected);
    [[nodiscard]] Result<void> discard(EntryId id);
    [[nodiscard]] Result<void> saveDraft(const QString &key, const QString &text);
    /// Stores the number with the entry. Errors: Internal when it is not `number`, Storage*.
    [[nodiscard]] Result<OutboxEntry> markSent(EntryId id, quint64 number);
    [[nodiscard]] Result<void> fail(quint64 number, const QString &code);
    /// The connection is gone: online-only entries that were never sent fail.
    [[nodiscard]] Result<void> disconnected();
    [[nodiscard]] Result<session::Reconciled> reconcile(quint64 lastCommand);
    /// Entries that may be sent now, in order.
    [[nodiscard]] QList<session::Entry> sendable() const;

    // ---- rounds
    [[nodiscard]] Result<void> adoptCatalog(const QByteArray &json);
    [[nodiscard]] Result<void> begin(const protocol::RoundBegin &begin);
    [[nodiscard]] Result<void> stage(const session::Stage &part);
    /// The numbers whose outcomes it brought. After an error the round is dropped.
    [[nodiscard]] Result<QList<quint64>> commit(const protocol::Cursor &cursor);
    void abandon();

    /// After an error of the mirror: one that can't be trusted is put aside and filled again; any other error comes
    /// back.
    [[nodiscard]] Result<void> mend(const Error &error);

    /// Upkeep for quiet moments; true when there is more to do.
    [[nodiscard]] bool idle();
    /// Pages that a checkpoint would move, of the mirror or of the outbox, whichever has more.
    [[nodiscard]] int walPages() const { return std::max(m_mirror->walPages(), m_outbox->walPages()); }
    /// Of each file that has at least so many.
    void checkpoint(int pages);

private:
    explicit Store(const Listener &listener)
        : m_listener(listener)
    {
    }
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<void> follow(const Result<OutboxChange> &change);
    [[nodiscard]] Result<void> settle(const QList<CommandOutcome> &outcomes);
    /// Tells of a change of the mirror, or mends the mirror where its error can be mended.
    [[nodiscard]] Result<void> shown(const Result<MirrorChange> &change);
    [[nodiscard]] Result<void> mended(const Result<void> &done);
    [[nodiscard]] Result<CommandClass> classOf(const QString &name);

    Listener m_listener;
    std::optional<Outbox> m_outbox; // always there once open() is through
    std::unique_ptr<Mirror> m_mirror;
    bool m_mirrorLost = false;
};

} // namespace projective
