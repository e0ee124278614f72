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
        const Refreshed refreshed = live.due ? refresh(id, live) : Refreshed::Yes;
        if (refreshed == Refreshed::Interrupted)
            break;
        if (live.address && refreshed == Refreshed::Yes)
            tell(live);
    }
    if (m_reader)
        static_cast<void>(m_reader->database().execute(QStringLiteral("COMMIT")));
}

LiveQueries::Worker::Refreshed LiveQueries::Worker::refresh(int id, Live &live)
{
    auto rows = read(live);
    if (rows) {
        live.rows = std::move(*rows);
        live.due = false;
        return Refreshed::Yes;
    }
    const Error &error = rows.error();
    if (error.code == ErrorCode::Cancelled)
        return Refreshed::Interrupted;
    const bool waits = error.code == ErrorCode::NotFound || error.detail.contains(u"no such table");
    if (!waits && error.code != ErrorCode::InvalidArgument) {
        failed(id, live, error);
        return Refreshed::No;
    }
    // Without a mirror, or a table, the result is empty; the next change tries again. Wrong SQL is a bug of ours.
    if (waits)
        qCInfo(logMirror) << "live query" << id << "waits:" << error.detail;
    else if (!std::exchange(live.complained, true))
        qCCritical(logMirror) << "live query fails:" << error.detail << live.query.sql;
    live.rows.clear();
    live.due = false;
    return Refreshed::Yes;
}

/// The disk did not give what is there: what was read before stays, and it is tried again with whatever comes next.
void LiveQueries::Worker::failed(int id, Live &live, const Error &error)
{
    live.statement.reset();
    qCWarning(logMirror) << "live query" << id << "can't be read:" << error.detail;
    if (error.code == ErrorCode::StorageCorrupt && !std::exchange(m_damageSaid, true))
        sayDamaged(error);
}

void LiveQueries::Worker::sayDamaged(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    if (m_damaged)
        m_damaged(error);
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
    m_damageSaid = false;
    const std::lock_guard lock(m_mutex);
    m_reader.reset();
}

} // namespace projective
