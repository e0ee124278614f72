#pragma once

#include "sync/gateway/catalog.h"
#include "sync/gateway/database.h"
#include "sync/gateway/tick.h"

#include <QMap>

#include <functional>
#include <memory>

namespace projective::gateway {

/// One read of the feed, in one snapshot: the entries after `from`, the rows that they name as they are now, and what
/// the users who hold a scope of a granting entry hold now. Runs as `projective_gateway` on the change reader's
/// connection.
class TickRead
{
public:
    /// Which users hold one of these scopes on this gateway.
    using Holders = std::function<QList<QUuid>(const ScopeSet &)>;
    TickRead(Database &database, const Catalog &catalog, const Snapshot &from, const QString &identity);

    /// Null when nothing changed.
    [[nodiscard]] Result<std::shared_ptr<const Tick>> run(const Holders &holders);
    /// Where the next read begins.
    [[nodiscard]] const Snapshot &kept() const { return m_kept; }

    /// More entries are not routed row by row: every session catches up instead.
    static constexpr int maxEntries = 20'000;
    /// More users are not evaluated in the tick: their sessions catch up instead.
    static constexpr qsizetype maxHolders = 64;

private:
    struct Entry {
        QUuid key;
        Scope scope;
    };

    [[nodiscard]] Result<bool> readEntries();
    void addEntry(const Table &table, int row);
    [[nodiscard]] Result<void> readRows();
    [[nodiscard]] Result<void> readHolds(const QList<QUuid> &users);

    Database &m_database;
    const Catalog &m_catalog;
    const Snapshot &m_from;
    QString m_identity;
    Snapshot m_kept;
    std::shared_ptr<Tick> m_tick;
    QMap<int, QList<Entry>> m_entries; ///< by relation, notices left out
};

} // namespace projective::gateway
