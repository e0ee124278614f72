#include "sync/mirror/bulkload.h"

#include "sync/mirror/schema.h"

namespace projective {

namespace {

constexpr QLatin1String stagePrefix{"stage_of_"};
constexpr QLatin1String oldPrefix{"old_of_"};

Result<void> dropTables(Database &database, const QString &prefix)
{
    const auto tables = tablesStartingWith(database, prefix);
    if (!tables)
        return tl::unexpected(tables.error());
    for (const QString &table : *tables) {
        if (const auto dropped = database.execute(QStringLiteral("DROP TABLE ") + quoted(table)); !dropped)
            return dropped;
    }
    return {};
}

Result<void> rename(Database &database, const QString &from, const QString &to)
{
    return database.execute(QStringLiteral("ALTER TABLE %1 RENAME TO %2").arg(quoted(from), quoted(to)));
}

} // namespace

Result<std::unique_ptr<BulkLoad>> BulkLoad::start(Database &database, const Catalog &catalog)
{
    if (const auto dropped = discardStaged(database); !dropped)
        return tl::unexpected(dropped.error());
    const auto generation = metaValue(database, QStringLiteral("generation"));
    if (!generation)
        return tl::unexpected(generation.error());
    const int next = generation->toInt() + 1;
    if (const auto stored = setMetaValue(database, QStringLiteral("generation"), next); !stored)
        return tl::unexpected(stored.error());
    return std::unique_ptr<BulkLoad>(new BulkLoad(database, catalog, next));
}

Result<std::unique_ptr<BulkLoad>> BulkLoad::startEmpty(Database &database, const Catalog &catalog)
{
    auto load = start(database, catalog);
    if (!load)
        return load;
    (*load)->m_all = false;
    for (const CatalogRelation &relation : catalog.relations) {
        const auto row = database.value(QStringLiteral("SELECT 1 FROM %1 LIMIT 1").arg(quoted(relation.name)));
        if (!row)
            return tl::unexpected(row.error());
        if (row->isNull())
            (*load)->m_empty.insert(relation.id);
    }
    return load;
}

Result<RowWriter *> BulkLoad::writer(int id)
{
    if (!m_transaction) {
        auto transaction = Transaction::begin(m_database);
        if (!transaction)
            return tl::unexpected(transaction.error());
        m_transaction.emplace(std::move(*transaction));
    }
    if (const auto found = m_writers.find(id); found != m_writers.end())
        return &found->second;
    const CatalogRelation *relation = m_catalog.find(id);
    if (relation == nullptr)
        return failure(ErrorCode::ProtocolError, QStringLiteral("unknown relation %1").arg(id));
    const QString table = stagePrefix + relation->name;
    if (const auto made = createTable(m_database, *relation, table); !made)
        return tl::unexpected(made.error());
    auto writer = RowWriter::prepare(m_database, *relation, table);
    if (!writer)
        return tl::unexpected(writer.error());
    return &m_writers.emplace(id, std::move(*writer)).first->second;
}

Result<void> BulkLoad::rows(const protocol::Rows &rows, const RowWriter::FloorOf &floorOf)
{
    const auto into = writer(rows.relation);
    if (!into)
        return tl::unexpected(into.error());
    if (const auto written = (*into)->write(rows, floorOf); !written)
        return written;
    return count(rows.tuples.size());
}

Result<void> BulkLoad::deletes(const protocol::Deletes &deletes)
{
    const auto into = writer(deletes.relation);
    if (!into)
        return tl::unexpected(into.error());
    if (const auto erased = (*into)->erase(deletes.keys); !erased)
        return erased;
    return count(deletes.keys.size() * 16);
}

Result<void> BulkLoad::count(qint64 bytes)
{
    m_uncommitted += bytes;
    return m_uncommitted < commitBytes ? Result<void>() : pause();
}

Result<void> BulkLoad::pause()
{
    if (!m_transaction)
        return {};
    m_uncommitted = 0;
    const auto committed = m_transaction->commit();
    m_transaction.reset();
    if (!committed)
        return committed;
    if (m_database.walPages() > walPagesMost) {
        if (const auto moved = m_database.checkpoint(Database::Checkpoint::Passive); !moved)
            return tl::unexpected(moved.error());
    }
    return {};
}

Result<void> BulkLoad::finish()
{
    if (const auto paused = pause(); !paused)
        return paused;
    for (const auto &[id, writer] : m_writers) {
        const CatalogRelation *relation = m_catalog.find(id);
        auto transaction = Transaction::begin(m_database);
        if (!transaction)
            return tl::unexpected(transaction.error());
        // Sorted once at the end they cost half of what row by row they do.
        auto done = createIndexes(m_database, *relation, stagePrefix + relation->name, m_generation);
        if (done)
            done = transaction->commit();
        if (!done)
            return done;
    }
    m_writers.clear(); // all have their indexes, and their statements would lock the tables against the swap
    return {};
}

Result<QSet<QString>> BulkLoad::swap()
{
    m_writers.clear(); // their statements would lock the tables against the change of schema
    QSet<QString> swapped;
    for (const CatalogRelation &relation : m_catalog.relations) {
        const QString staged = stagePrefix + relation.name;
        const auto exists = m_database.value(QStringLiteral("SELECT 1 FROM sqlite_schema WHERE name = ?"), {staged});
        if (!exists)
            return tl::unexpected(exists.error());
        Result<void> done;
        if (!exists->isNull()) {
            done = replace(relation.name, staged);
            swapped.insert(relation.name);
        } else if (m_all) {
            done = m_database.execute(QStringLiteral("DELETE FROM ") + quoted(relation.name));
        }
        if (!done)
            return tl::unexpected(done.error());
    }
    return swapped;
}

Result<void> BulkLoad::replace(const QString &relation, const QString &staged)
{
    const auto aside
        = rename(m_database, relation, QStringLiteral("%1%2_%3").arg(oldPrefix).arg(m_generation).arg(relation));
    return aside ? rename(m_database, staged, relation) : aside;
}

Result<void> BulkLoad::discardStaged(Database &database)
{
    return dropTables(database, stagePrefix);
}

Result<bool> BulkLoad::discardOld(Database &database)
{
    const auto tables = tablesStartingWith(database, oldPrefix);
    if (!tables)
        return tl::unexpected(tables.error());
    if (tables->isEmpty())
        return false;
    // Emptied in slices: secure_delete writes zeros over every page that is given up.
    const QString table = quoted(tables->first());
    auto done = database.execute(
        QStringLiteral("DELETE FROM %1 WHERE rowid IN (SELECT rowid FROM %1 LIMIT 2000)").arg(table));
    if (done && database.changes() == 0)
        done = database.execute(QStringLiteral("DROP TABLE ") + table);
    if (!done)
        return tl::unexpected(done.error());
    return true;
}

} // namespace projective
