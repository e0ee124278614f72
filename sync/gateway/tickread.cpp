#include "sync/gateway/tickread.h"

#include "sync/gateway/catchupsql.h"
#include "sync/protocol/tuple.h"

namespace projective::gateway {

namespace {
constexpr qsizetype keysPerStatement = 5'000;
}

TickRead::TickRead(Database &database, const Catalog &catalog, const Snapshot &from, const QString &identity)
    : m_database(database)
    , m_catalog(catalog)
    , m_from(from)
    , m_identity(identity)
    , m_kept(from)
    , m_tick(std::make_shared<Tick>())
{
}

Result<std::shared_ptr<const Tick>> TickRead::run(const Holders &holders)
{
    const auto found = readEntries();
    if (!found)
        return tl::unexpected(found.error());
    Result<void> read;
    if (*found && !m_tick->tooLarge) {
        read = readRows();
        if (read && !m_tick->granting.isEmpty()) {
            const QList<QUuid> users = holders(m_tick->granting);
            if (!users.isEmpty() && users.size() <= maxHolders)
                read = readHolds(users);
        }
    }
    if (read)
        read = m_database.run("commit");
    if (!read)
        return tl::unexpected(read.error());
    if (!*found)
        return std::shared_ptr<const Tick>();
    m_tick->cursor = {m_identity, QString::fromLatin1(m_kept.toText())};
    return std::shared_ptr<const Tick>(m_tick);
}

/// False when the feed has nothing new.
Result<bool> TickRead::readEntries()
{
    const UnseenConditions unseen = unseenBy(m_from);
    const QByteArray select
        = "select xid::text, relation, key::text, scope_kind, scope_id::text, notice from sync.changes where ";
    const QByteArray limit = " limit " + QByteArray::number(maxEntries + 1) + ';';
    QByteArray text = "begin isolation level repeatable read read only; select pg_current_snapshot()::text, "
                      "(select max(xid) from sync.changes)::text;"
        + select + unseen.later + limit;
    if (!unseen.inProgress.isEmpty())
        text += select + unseen.inProgress + limit;
    const auto tables = m_database.queries(text);
    if (!tables)
        return tl::unexpected(tables.error());
    const auto snapshot = Snapshot::parse(tables->at(0).view(0, 0));
    if (!snapshot)
        return failure(ErrorCode::Database, QStringLiteral("a snapshot of the server could not be read"));
    m_tick->snapshot = *snapshot;
    const bool found
        = std::any_of(tables->cbegin() + 1, tables->cend(), [](const Table &table) { return table.rows() > 0; });
    if (!found)
        return false;
    // Not the newest of the entries read: with a limit those may be any. Whatever max() sees is durable.
    m_kept = keep(m_from, *snapshot, tables->at(0).bytes(0, 1).toULongLong());
    for (qsizetype i = 1; i < tables->size(); ++i) {
        m_tick->tooLarge = m_tick->tooLarge || tables->at(i).rows() > maxEntries;
        for (int row = 0; row < tables->at(i).rows() && !m_tick->tooLarge; ++row)
            addEntry(tables->at(i), row);
    }
    return true;
}

void TickRead::addEntry(const Table &table, int row)
{
    const int relation = table.bytes(row, 1).toInt();
    const bool notice = table.view(row, 5) == QByteArrayView("t");
    const Scope scope = toScope(table.view(row, 3), table.view(row, 4));
    const Catalog::Relation *known = m_catalog.find(relation);
    if (notice || (known && known->grants))
        m_tick->granting.insert(scope);
    if (!notice && known)
        m_entries[relation].append({QUuid::fromString(QLatin1String(table.bytes(row, 2))), scope});
}

Result<void> TickRead::readRows()
{
    for (auto relation = m_entries.cbegin(); relation != m_entries.cend(); ++relation) {
        const Catalog::Relation &known = *m_catalog.find(relation.key());
        QSet<QUuid> distinct;
        for (const Entry &entry : *relation)
            distinct.insert(entry.key);
        const QList<QUuid> keys = distinct.values();
        QHash<QUuid, Scope> live;
        for (qsizetype from = 0; from < keys.size(); from += keysPerStatement) {
            const auto copied = m_database.copyOut(
                sql::rowsByKey(known, keys.mid(from, keysPerStatement)), [this, &live, &known](QByteArrayView tuple) {
                    protocol::TupleReader reader(tuple);
                    reader.next();
                    const QUuid key = QUuid::fromRfc4122(reader.field().value_or(QByteArrayView()));
                    const auto kind = reader.field().value_or(QByteArrayView());
                    const Scope scope = toScopeBinary(kind, reader.field().value_or(QByteArrayView()));
                    live.insert(key, scope);
                    m_tick->rows.append({known.id, scope, tuple.toByteArray()});
                    return true;
                });
            if (!copied)
                return copied;
        }
        for (const Entry &entry : *relation) {
            const auto now = live.constFind(entry.key);
            const auto scope = now == live.cend() ? std::optional<Scope>() : *now;
            if (scope != entry.scope)
                m_tick->gone.append({known.id, entry.key, entry.scope, scope});
        }
    }
    return {};
}

Result<void> TickRead::readHolds(const QList<QUuid> &users)
{
    const auto table = m_database.query("select u.id::text, s.kind, s.id::text from unnest(" + toUuidArray(users)
        + ") u (id) cross join lateral security.scopes_of(u.id) s");
    if (!table)
        return tl::unexpected(table.error());
    for (const QUuid &user : users)
        m_tick->holds.insert(user, {});
    for (int row = 0; row < table->rows(); ++row) {
        m_tick->holds[QUuid::fromString(QLatin1String(table->bytes(row, 0)))].insert(
            toScope(table->view(row, 1), table->view(row, 2)));
    }
    return {};
}

} // namespace projective::gateway
