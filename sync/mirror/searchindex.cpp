#include "sync/mirror/searchindex.h"

#include "sync/mirror/schema.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <sqlite3.h>

namespace projective {

namespace {
constexpr qint64 everything = std::numeric_limits<qint64>::max();
constexpr int slice = 500;
/// New rows of a larger transaction are left to idle(): who waits for a first sync does not search yet, and indexing
/// them at once takes several times as long as storing them.
constexpr std::size_t followedMost = 2000;
const QString filledToKey = QStringLiteral("search_filled_to");
} // namespace

void SearchIndex::written(void *index, int, const char *, const char *table, long long rowid)
{
    if (std::strcmp(table, "project_messages") == 0)
        static_cast<SearchIndex *>(index)->m_written.push_back(rowid);
}

Result<void> SearchIndex::attach()
{
    sqlite3_update_hook(m_database.handle(), written, this);
    return forget();
}

Result<void> SearchIndex::forget()
{
    m_written.clear();
    const auto stored = metaValue(m_database, filledToKey);
    if (!stored)
        return tl::unexpected(stored.error());
    m_filledTo = stored->isNull() ? everything : stored->toLongLong();
    return {};
}

Result<void> SearchIndex::follow()
{
    if (m_written.empty())
        return {};
    std::sort(m_written.begin(), m_written.end());
    m_written.erase(std::unique(m_written.begin(), m_written.end()), m_written.end());
    if (m_written.size() > followedMost && m_filledTo == everything) {
        if (const auto left = leaveNewRows(); !left)
            return left;
    }
    auto erase = m_database.prepare(QStringLiteral("DELETE FROM local_search WHERE rowid = ?"));
    auto insert = m_database.prepare(QStringLiteral("INSERT INTO local_search (rowid, body) SELECT rowid, body FROM "
                                                    "project_messages WHERE rowid = ? AND body <> ''"));
    if (!erase || !insert)
        return tl::unexpected((!erase ? erase : insert).error());
    for (const long long rowid : std::exchange(m_written, {})) {
        if (rowid > m_filledTo)
            continue;
        erase->bind(1, qint64(rowid));
        insert->bind(1, qint64(rowid));
        auto done = erase->run();
        if (done)
            done = insert->run();
        if (!done)
            return done;
    }
    return {};
}

/// Only what the index knows is followed from here on; rows above that are idle()'s.
Result<void> SearchIndex::leaveNewRows()
{
    const auto last = m_database.value(QStringLiteral("SELECT rowid FROM local_search ORDER BY rowid DESC LIMIT 1"));
    if (!last)
        return tl::unexpected(last.error());
    const qint64 indexed = last->isNull() ? -1 : last->toLongLong();
    const auto stored = setMetaValue(m_database, filledToKey, indexed);
    if (stored)
        m_filledTo = indexed;
    return stored;
}

Result<void> SearchIndex::restart()
{
    m_written.clear();
    auto done = m_database.execute(QStringLiteral("DELETE FROM local_search"));
    if (done)
        done = setMetaValue(m_database, filledToKey, qint64(-1));
    if (done)
        m_filledTo = -1;
    return done;
}

Result<bool> SearchIndex::idle()
{
    if (m_filledTo == everything)
        return false;
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto last = m_database.value(
        QStringLiteral(
            "SELECT max(rowid) FROM (SELECT rowid FROM project_messages WHERE rowid > ? ORDER BY rowid LIMIT ?)"),
        {m_filledTo, slice});
    if (!last)
        return tl::unexpected(last.error());
    const qint64 next = last->isNull() ? everything : last->toLongLong();
    auto done = m_database.execute(
        QStringLiteral("INSERT INTO local_search (rowid, body) SELECT rowid, body FROM project_messages "
                       "WHERE rowid > ? AND rowid <= ? AND body <> ''"),
        {m_filledTo, next});
    if (done)
        done = setMetaValue(m_database, filledToKey, next);
    if (done)
        done = transaction->commit();
    if (!done)
        return tl::unexpected(done.error());
    m_filledTo = next;
    return next != everything;
}

Result<void> SearchIndex::optimize()
{
    return m_database.execute(QStringLiteral("INSERT INTO local_search (local_search) VALUES ('optimize')"));
}

} // namespace projective
