#include "sync/mirror/livequeriesworker.h"

#include "sync/base/logging.h"
#include "sync/mirror/schema.h"

#include <algorithm>
#include <utility>

namespace projective {

using query::Difference;
using query::Row;

void LiveQueries::Worker::run()
{
    while (true) {
        Inbox inbox;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return !m_inbox.isEmpty(); });
            inbox = std::exchange(m_inbox, {});
        }
        if (inbox.stop)
            break;
        take(inbox);
        runDue();
    }
    closeFile();
}

void LiveQueries::Worker::take(Inbox &inbox)
{
    if (inbox.opened || inbox.reopen)
        m_only = UserId();
    if (inbox.reopen || (inbox.opened && !m_reader)) {
        closeFile();
        std::erase_if(m_live, [](const auto &live) { return !live.second.address; });
        for (auto &[id, live] : m_live)
            live.due = true;
    }
    // Before the requests: what is prepared and asked for in one go is run once, after the change.
    forgetPrepared(inbox.tables);
    for (Request &request : inbox.requests)
        takeRequest(request);
    for (auto &[id, live] : m_live)
        live.due |= !inbox.tables.isEmpty() && (!live.statement || live.tables.intersects(inbox.tables));
}

void LiveQueries::Worker::takeRequest(Request &request)
{
    if (!request.query) {
        m_live.erase(request.id);
        return;
    }
    const auto prepared = std::find_if(m_live.begin(), m_live.end(),
        [&](const auto &live) { return !live.second.address && live.second.query == *request.query; });
    if (request.address && prepared != m_live.end()) {
        auto taken = m_live.extract(prepared);
        taken.key() = request.id;
        taken.mapped().address = std::move(request.address);
        m_live.insert(std::move(taken));
        return;
    }
    Live &live = m_live[request.id];
    if (request.address)
        live.address = std::move(request.address);
    live.query = *request.query;
    live.statement.reset();
    live.due = true;
    live.complained = false;
}

void LiveQueries::Worker::forgetPrepared(const QSet<QString> &changed)
{
    std::erase_if(m_live, [&](const auto &live) {
        return !live.second.address && !live.second.due && live.second.tables.intersects(changed);
    });
}

void LiveQueries::Worker::openFile()
{
    auto reader = Reader::open(m_folder);
    if (reader && !m_only.isNull()) {
        const auto user = metaValue(reader->database(), QStringLiteral("user"));
        if (!user || user->toByteArray() != m_only.bytes())
            return;
    }
    const std::lock_guard lock(m_mutex);
    if (reader)
        m_reader.emplace(std::move(*reader));
    else if (reader.error().code != ErrorCode::NotFound)
        qCWarning(logMirror) << "live queries:" << reader.error().detail;
}

void LiveQueries::Worker::runDue()
{
    if (!m_reader)
        openFile();
    // One read transaction for all: what is sent belongs to one state of the mirror.
    if (m_reader && !m_reader->database().execute(QStringLiteral("BEGIN")))
        return;
    for (auto &[id, live] : m_live) {
        if (!live.due && live.delivered)
            continue;
        if (live.due && !refresh(id, live))
            break;
        if (live.address)
            tell(live);
    }
    if (m_reader)
        static_cast<void>(m_reader->database().execute(QStringLiteral("COMMIT")));
}

/// False when it was interrupted.
bool LiveQueries::Worker::refresh(int id, Live &live)
{
    auto rows = read(live);
    if (!rows && rows.error().code == ErrorCode::Cancelled)
        return false;
    live.due = false;
    // Without a mirror, or a table, the result is empty; the next change tries again. What else fails is a bug of ours.
    if (!rows && (rows.error().code == ErrorCode::NotFound || rows.error().detail.contains(u"no such table")))
        qCInfo(logMirror) << "live query" << id << "waits:" << rows.error().detail;
    else if (!rows && !std::exchange(live.complained, true))
        qCCritical(logMirror) << "live query fails:" << rows.error().detail << live.query.sql;
    live.rows = rows ? std::move(*rows) : QList<Row>();
    return true;
}

void LiveQueries::Worker::tell(Live &live)
{
    Difference difference = query::difference(live.told, live.rows, live.query.keyColumns);
    if (!live.delivered && difference.isEmpty())
        difference.append({query::Change::Kind::Insert, 0, 0, 0, {}});
    live.told = live.rows;
    live.delivered = true;
    if (!difference.isEmpty())
        live.address->post(std::move(difference));
}

Result<QList<Row>> LiveQueries::Worker::read(Live &live)
{
    if (!m_reader)
        return failure(ErrorCode::NotFound, QStringLiteral("no mirror yet"));
    if (!live.statement) {
        live.tables.clear();
        auto statement = m_reader->prepare(live.query.sql, &live.tables);
        if (!statement)
            return tl::unexpected(statement.error());
        live.statement.emplace(std::move(*statement));
    }
    return m_reader->rows(*live.statement, live.query.params);
}

void LiveQueries::Worker::closeFile()
{
    for (auto &[id, live] : m_live)
        live.statement.reset();
    const std::lock_guard lock(m_mutex);
    m_reader.reset();
}

} // namespace projective
