#pragma once

#include "sync/mirror/outbox.h"
#include "sync/mirror/prediction.h"

#include <QSet>

namespace projective {

/// Keeps the effects of pending commands on top of the server's rows: each is recorded as a SQLite changeset (stored
/// in local_changesets), so that all can be taken back, newest first, and run again. Works inside the caller's
/// transaction. Data thread; owned by Mirror.
///
/// Invariant, outside of a transaction: table contents == server rows at the cursor + effects of pending() in order.
class Rebase
{
public:
    Rebase(Database &database, EffectRunner effects)
        : m_database(database)
        , m_effects(std::move(effects))
    {
    }
    /// Takes back all stored changesets. Error Internal with detail "rebase conflict" when one does not fit any more:
    /// the mirror is not what it should be and must be rebuilt.
    [[nodiscard]] Result<void> rewind();
    /// Runs one entry's effect on top and records it and the rows that it touched.
    [[nodiscard]] Result<void> run(const OutboxEntry &entry, const Catalog &catalog, UserId user);
    /// Forgets what is stored without taking it back: the tables it was made on are gone.
    [[nodiscard]] Result<void> forget();
    /// Tables that the last calls wrote; cleared by the call.
    [[nodiscard]] QSet<QString> takeTouched();

private:
    [[nodiscard]] Result<bool> predict(const OutboxEntry &entry, const Catalog &catalog, UserId user);
    [[nodiscard]] Result<void> record(const OutboxEntry &entry, QByteArray changeset);

    Database &m_database;
    EffectRunner m_effects;
    QSet<QString> m_touched;
};

} // namespace projective
