#include "sync/mirror/searchindex.h"

#include "sync/mirror/schema.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <sqlite3.h>

namespace projective {

namespace {
constexpr int slice = 200;
constexpr int mergePages = 16;
constexpr QLatin1String filledToKey{"search_filled_to"};
} // namespace

void SearchIndex::written(void *index, int, const char *, const char *table, long long rowid)
{
    auto *self = static_cast<SearchIndex *>(index);
    if (rowid <= self->m_filledTo && std::strcmp(table, "project_messages") == 0)
        self->m_written.push_back(rowid);
}

Result<void> SearchIndex::attach()
{
    // By itself FTS5 merges inside the transaction that writes, some hundred pages every dozen of them.
    const auto merges = m_database.value(QStringLiteral("SELECT v FROM local_search_config WHERE k = 'automerge'"));
    if (!merges)
        return tl::unexpected(merges.error());
    if (merges->isNull() || merges->toInt() != 0) {
        const auto set = m_database.execute(
            QStringLiteral("INSERT INTO local_search (local_search, rank) VALUES ('automerge', 0)"));
        if (!set)
            return set;
    }
    sqlite3_update_hook(m_database.handle(), written, this);
    return forget();
}

Result<void> SearchIndex::forget()
{
    m_written.clear();
    auto filledTo = metaValue(m_database, filledToKey);
    // Never stored, or a file in which all was indexed at once.
    if (filledTo && (filledTo->isNull() || filledTo->toLongLong() == std::numeric_limits<qint64>::max()))
        filledTo = m_database.value(QStringLiteral("SELECT rowid FROM local_search ORDER BY rowid DESC LIMIT 1"));
    if (!filledTo)
        return tl::unexpected(filledTo.error());
    m_filledTo = filledTo->isNull() ? -1 : filledTo->toLongLong();
    return {};
}

Result<void> SearchIndex::follow()
{
    if (m_written.empty())
        return {};
    std::sort(m_written.begin(), m_written.end());
    m_written.erase(std::unique(m_written.begin(), m_written.end()), m_written.end());
    auto erase = m_database.prepare(QStringLiteral("DELETE FROM local_search WHERE rowid = ?"));
    auto insert = m_database.prepare(QStringLiteral("INSERT INTO local_search (rowid, body) SELECT rowid, body FROM "
                                                    "project_messages WHERE rowid = ? AND body <> ''"));
    if (!erase || !insert)
        return tl::unexpected((!erase ? erase : insert).error());
    m_mergeWanted = true;
    for (const long long rowid : std::exchange(m_written, {})) {
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
    // Merging first: segments that pile up would be merged inside a transaction after all, as a whole.
    return m_mergeWanted ? merge() : fill();
}

Result<bool> SearchIndex::fill()
{
    const auto last = m_database.value(
        QStringLiteral(
            "SELECT max(rowid) FROM (SELECT rowid FROM project_messages WHERE rowid > ? ORDER BY rowid LIMIT ?)"),
        {m_filledTo, slice});
    if (!last)
        return tl::unexpected(last.error());
    if (last->isNull())
        return false;
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto done = m_database.execute(
        QStringLiteral("INSERT INTO local_search (rowid, body) SELECT rowid, body FROM project_messages "
                       "WHERE rowid > ? AND rowid <= ? AND body <> ''"),
        {m_filledTo, *last});
    if (done)
        done = setMetaValue(m_database, filledToKey, *last);
    if (done)
        done = transaction->commit();
    if (!done)
        return tl::unexpected(done.error());
    m_filledTo = last->toLongLong();
    m_mergeWanted = true;
    m_filled = true;
    return true;
}

/// A slice of what is due to be merged, if anything is.
Result<bool> SearchIndex::merge()
{
    const qint64 before = sqlite3_total_changes64(m_database.handle());
    const auto done = m_database.execute(
        QStringLiteral("INSERT INTO local_search (local_search, rank) VALUES ('merge', ?)"), {mergePages});
    if (!done)
        return tl::unexpected(done.error());
    // The insert itself counts as one (FTS5, "The 'merge' command").
    m_mergeWanted = sqlite3_total_changes64(m_database.handle()) - before >= 2;
    return true;
}

Result<void> SearchIndex::optimize()
{
    return m_database.execute(QStringLiteral("INSERT INTO local_search (local_search) VALUES ('optimize')"));
}

} // namespace projective
