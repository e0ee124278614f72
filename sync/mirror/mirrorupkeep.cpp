// What the mirror does in quiet moments: checkpoints, the search index, giving up what is out of the windows.
#include "sync/mirror/mirror.h"

#include "sync/base/logging.h"
#include "sync/mirror/schema.h"

#include <QDateTime>
#include <QDir>

#include <utility>

namespace projective {

using protocol::Scope;

namespace {

constexpr int walPagesIdle = 100; // worth a checkpoint when nothing else is to be done: it is a slice of its own
constexpr int walPagesMost = 16 * 1024; // 64 MB: one transaction too large, or an owner that never has a moment
constexpr int trimFactor = 3; // a window is trimmed when it holds so many times its rows

/// What the window would leave out if it were filled now: its scopes with more than it is to hold, and where it would
/// begin there. Read from the index of scope and window column alone, which is what makes it cheap at a start.
Result<QList<std::pair<Scope, qint64>>> floorsNow(Database &database, const CatalogRelation &relation, qint64 nowUs)
{
    const auto &window = *relation.window;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowUs / 1000, Qt::UTC);
    const qint64 oldest = now.addMonths(-window.months).toMSecsSinceEpoch() * 1000;
    const bool byRows = window.rows > 0;
    const auto large = database.rows(
        QStringLiteral("SELECT scope_id FROM %1 GROUP BY scope_id HAVING %2")
            .arg(quoted(relation.name),
                byRows ? QStringLiteral("count(*) >= ?") : QStringLiteral("min(%1) < ?").arg(quoted(window.column))),
        {byRows ? qint64(trimFactor) * window.rows : oldest});
    if (!large)
        return tl::unexpected(large.error());
    QList<std::pair<Scope, qint64>> floors;
    for (const QVariantList &row : *large) {
        // One id may be of scopes of several kinds.
        const auto kinds = database.rows(
            QStringLiteral("SELECT scope_kind FROM %1 WHERE scope_id = ? GROUP BY scope_kind HAVING %2")
                .arg(quoted(relation.name), byRows ? QStringLiteral("count(*) >= ?") : QStringLiteral("true")),
            byRows ? QVariantList{row[0], qint64(trimFactor) * window.rows} : QVariantList{row[0]});
        if (!kinds)
            return tl::unexpected(kinds.error());
        for (const QVariantList &kind : *kinds) {
            const auto floor = byRows
                ? database.value(QStringLiteral("SELECT %2 FROM %1 WHERE scope_id = ? AND scope_kind = ? "
                                                "ORDER BY %2 DESC LIMIT 1 OFFSET ?")
                                     .arg(quoted(relation.name), quoted(window.column)),
                    {row[0], kind[0], window.rows - 1})
                : Result<QVariant>(oldest);
            if (!floor)
                return tl::unexpected(floor.error());
            floors.append({{kind[0].toString(), QUuid::fromRfc4122(row[0].toByteArray())}, floor->toLongLong()});
        }
    }
    return floors;
}

/// How many rows went.
Result<qint64> dropBelow(Database &database, const CatalogRelation &relation, const Scope &scope, qint64 floor)
{
    const QString keep = relation.window->keep.isEmpty() ? QStringLiteral("0") : relation.window->keep;
    const auto done = database.execute(
        QStringLiteral("DELETE FROM %1 WHERE scope_id = ? AND scope_kind = ? AND %2 < ? AND NOT coalesce((%3), 0)")
            .arg(quoted(relation.name), quoted(relation.window->column), keep),
        {scope.id, scope.kind, floor});
    return done ? Result<qint64>(database.changes()) : tl::unexpected(done.error());
}

} // namespace

void Mirror::cleanUpAfterCommit(bool purged)
{
    if (purged) {
        m_truncateWanted = true;
        QDir folder(m_options.folder);
        for (const QString &name : folder.entryList({QStringLiteral("mirror.db.damaged-*")}, QDir::Files))
            folder.remove(name); // it may hold what was just revoked
        if (const auto done = m_search.optimize(); !done)
            qCWarning(logMirror) << "search index:" << done.error().detail;
    }
    if (!purged && m_database.walPages() < walPagesMost)
        return;
    const auto kind = purged ? Database::Checkpoint::Truncate : Database::Checkpoint::Passive;
    const auto done = m_database.checkpoint(kind);
    // The commit stands whatever comes of this; idle() tries again.
    if (!done)
        qCWarning(logMirror) << "checkpoint:" << done.error().detail;
    else if (purged && *done)
        m_truncateWanted = false;
}

Result<bool> Mirror::idle()
{
    if (m_bulk)
        return false; // its own commits bound the WAL
    // First: what follows writes more, and a checkpoint is short only while the WAL is.
    if (walPages() >= walPagesIdle) {
        const auto done = checkpoint();
        return done ? Result<bool>(m_truncateWanted || walPages() < walPagesIdle) : tl::unexpected(done.error());
    }
    auto more = BulkLoad::discardOld(m_database);
    if (more && !*more && m_catalog.find(QStringLiteral("project_messages")) != nullptr)
        more = m_search.idle();
    if (!more || *more || !m_truncateWanted)
        return more;
    const auto done = m_database.checkpoint(Database::Checkpoint::Truncate);
    if (done && *done)
        m_truncateWanted = false;
    return done ? Result<bool>(!*done) : done;
}

Result<void> Mirror::checkpoint()
{
    const auto done = m_bulk ? Result<bool>(false) : m_database.checkpoint(Database::Checkpoint::Passive);
    return done ? Result<void>() : tl::unexpected(done.error());
}

Result<qint64> Mirror::trim(qint64 nowUs)
{
    if (!m_pending.isEmpty() || m_round.open)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("trim with pending commands"));
    qint64 trimmed = 0;
    QSet<QString> tables;
    Position after = m_position;
    const auto change = transact([&]() -> Result<void> {
        for (const CatalogRelation &relation : std::as_const(m_catalog.relations)) {
            if (!relation.window)
                continue;
            const auto floors = floorsNow(m_database, relation, nowUs);
            if (!floors)
                return tl::unexpected(floors.error());
            for (const auto &[scope, floor] : *floors) {
                if (floor <= this->floor(relation.id, scope))
                    continue;
                const auto dropped = dropBelow(m_database, relation, scope, floor);
                if (!dropped)
                    return tl::unexpected(dropped.error());
                trimmed += *dropped;
                tables.insert(relation.name);
                after.floors.insert({relation.id, scope}, floor);
            }
        }
        return tables.isEmpty() ? Result<void>() : storePosition(after, m_position.cursor);
    });
    if (!change)
        return tl::unexpected(change.error());
    m_unannounced += change->tables + tables;
    m_position = after;
    return trimmed;
}

} // namespace projective
