// Rounds of the mirror: how what the server sends becomes visible.
#include "sync/mirror/mirror.h"

#include "sync/mirror/schema.h"

#include <limits>

namespace projective {

using protocol::Cursor;
using protocol::Deletes;
using protocol::Rows;
using protocol::Scope;

namespace {

constexpr QLatin1String resultsRelation{"results"};

int relationOf(const RoundBuffer::Frame &frame)
{
    return std::visit([](const auto &value) { return value.relation; }, frame);
}

} // namespace

// ---- transactions

Result<MirrorChange> Mirror::transact(const Work &work)
{
    if (m_bulk) {
        if (const auto paused = m_bulk->pause(); !paused)
            return tl::unexpected(paused.error());
    }
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto done = work();
    if (done)
        done = m_search.follow();
    if (done)
        done = transaction->commit();
    const QSet<QString> touched = m_rebase.takeTouched();
    if (!done) {
        transaction->rollback();
        const auto forgotten = m_search.forget();
        return tl::unexpected(forgotten ? done.error() : forgotten.error());
    }
    return MirrorChange{touched + std::exchange(m_unannounced, {}), 0, {}};
}

Result<MirrorChange> Mirror::rebased(const Work &work, const QList<OutboxEntry> &pendingAfter)
{
    auto change = transact([&]() -> Result<void> {
        auto done = m_rebase.rewind();
        if (done)
            done = work();
        return done ? runPending(pendingAfter) : done;
    });
    if (change)
        m_pending = pendingAfter;
    return change;
}

Result<void> Mirror::runPending(const QList<OutboxEntry> &pending)
{
    for (const OutboxEntry &entry : pending) {
        if (const auto done = m_rebase.run(entry, m_catalog, m_options.user); !done)
            return done;
    }
    return {};
}

// ---- rounds

qint64 Mirror::floor(int relation, const Scope &scope) const
{
    return m_position.floors.value({relation, scope}, std::numeric_limits<qint64>::min());
}

Result<void> Mirror::begin(const protocol::RoundBegin &begin)
{
    if (begin.reset || !m_round.open) {
        if (const auto dropped = abandon(); !dropped)
            return dropped;
    }
    m_round.open = true;
    m_round.reset |= begin.reset;
    m_round.last = begin.last;
    m_round.revoked += begin.revoked;
    m_round.granted += begin.granted;
    return {};
}

Result<void> Mirror::floors(const protocol::Floors &floors)
{
    for (const auto &[scope, floor] : floors.floors)
        m_round.floors.insert({floors.relation, scope}, floor);
    return {};
}

Result<void> Mirror::rows(const Rows &rows)
{
    const CatalogRelation *relation = m_catalog.find(rows.relation);
    if (relation == nullptr || !m_round.open)
        return failure(ErrorCode::ProtocolError, QStringLiteral("rows of relation %1").arg(rows.relation));
    if (relation->name == resultsRelation) {
        const auto outcomes = outcomesIn(*relation, rows, m_options.installation);
        if (!outcomes)
            return tl::unexpected(outcomes.error());
        m_round.outcomes += *outcomes;
    }
    m_round.rows += rows.count;
    return take(rows);
}

Result<void> Mirror::deletes(const Deletes &deletes)
{
    if (m_catalog.find(deletes.relation) == nullptr || !m_round.open)
        return failure(ErrorCode::ProtocolError, QStringLiteral("deletes of relation %1").arg(deletes.relation));
    m_round.rows += deletes.keys.size();
    return take(deletes);
}

Result<void> Mirror::take(const RoundBuffer::Frame &frame)
{
    if (m_bulk && m_bulk->takes(relationOf(frame)))
        return loadFrame(frame);
    m_buffer.append(frame);
    if (!m_buffer.isFull())
        return {};
    // It will take a while now: what was revoked goes first, and does not wait for the round's end.
    auto done = m_round.revoked.isEmpty() ? Result<void>() : purgeEarly();
    if (done && !m_bulk)
        done = startBulk();
    return done && m_buffer.isFull() ? m_buffer.spill() : done;
}

Result<void> Mirror::purgeEarly()
{
    MirrorChange change;
    // They are held no longer from here on, also if this round never ends.
    const Position after = positionWithout(m_round.revoked);
    const auto purged = rebased(
        [&] {
            const auto done = purge(m_round.revoked, change);
            return done ? storePosition(after, after.cursor) : done;
        },
        m_pending);
    if (!purged)
        return tl::unexpected(purged.error());
    m_position = after;
    m_unannounced += change.tables + purged->tables;
    m_round.revoked.clear();
    cleanUpAfterCommit(true);
    return {};
}

Result<void> Mirror::startBulk()
{
    auto bulk = m_round.reset ? BulkLoad::start(m_database, m_catalog) : BulkLoad::startEmpty(m_database, m_catalog);
    if (!bulk)
        return tl::unexpected(bulk.error());
    m_bulk = std::move(*bulk);
    const QList<RoundBuffer::Frame> held = m_buffer.takeMemory();
    for (const RoundBuffer::Frame &frame : held) {
        if (!m_bulk->takes(relationOf(frame)))
            m_buffer.append(frame);
        else if (const auto loaded = loadFrame(frame); !loaded)
            return loaded;
    }
    return {};
}

Result<void> Mirror::loadFrame(const RoundBuffer::Frame &frame)
{
    // A reset brings whole windows: nothing is below its floor.
    if (const auto *rows = std::get_if<Rows>(&frame))
        return m_bulk->rows(*rows, m_round.reset ? RowWriter::FloorOf() : floorsOfRound(rows->relation));
    return m_bulk->deletes(std::get<Deletes>(frame));
}

Result<MirrorChange> Mirror::commit(const protocol::RoundCommit &commit)
{
    if (!m_round.open)
        return failure(ErrorCode::ProtocolError, QStringLiteral("no round"));
    if (m_bulk) {
        if (const auto finished = m_bulk->finish(); !finished)
            return tl::unexpected(finished.error());
    }
    const bool purges = m_round.reset || !m_round.revoked.isEmpty();
    MirrorChange written;
    const QList<OutboxEntry> left = pendingAfter(m_round.outcomes);
    const Work write = [&] { return writeRound(commit.cursor, written); };
    Result<MirrorChange> change;
    if (m_round.reset) {
        // The tables that the effects were made on are emptied as a whole: nothing to take back.
        change = transact([&]() -> Result<void> {
            auto done = m_rebase.forget();
            if (done)
                done = write();
            return done ? runPending(left) : done;
        });
    } else if (m_round.rows > 0 || purges) {
        change = rebased(write, left);
    } else {
        change = transact(write);
    }
    if (!change)
        return change;
    m_pending = left;
    m_position = positionAfterRound();
    m_position.cursor = commit.cursor;
    change->tables += written.tables;
    change->rows = m_round.rows;
    change->outcomes = m_round.outcomes;
    m_round = {};
    m_bulk.reset();
    m_buffer.clearMemory();
    cleanUpAfterCommit(purges);
    return change;
}

Result<void> Mirror::writeRound(const Cursor &cursor, MirrorChange &change)
{
    auto done = m_round.reset ? emptyTables(change) : purge(m_round.revoked, change);
    if (done && m_bulk && !m_round.reset)
        done = swapBulk(change);
    if (done)
        done = m_buffer.visit([&](const RoundBuffer::Frame &frame) { return writeFrame(frame, change); });
    if (done)
        done = storePosition(positionAfterRound(), cursor);
    for (const CommandOutcome &outcome : std::as_const(m_round.outcomes)) {
        // What was refused is shown as such when the outbox has settled it.
        if (done && outcome.outcome == QLatin1String("applied"))
            done = m_database.execute(
                QStringLiteral("DELETE FROM local_commands WHERE number = ?"), {quint64(outcome.number)});
        change.tables.insert(QStringLiteral("local_commands"));
    }
    return done ? m_database.execute(QStringLiteral("DELETE FROM local_staged")) : done;
}

Result<void> Mirror::emptyTables(MirrorChange &change)
{
    Result<void> done;
    m_writers.clear();
    if (m_bulk)
        done = swapBulk(change);
    for (const CatalogRelation &relation : std::as_const(m_catalog.relations)) {
        change.tables.insert(relation.name);
        if (done && !m_bulk)
            done = m_database.execute(QStringLiteral("DELETE FROM ") + quoted(relation.name));
    }
    return done ? m_search.restart() : done;
}

/// The tables that were loaded aside become visible; what they replace has no rows of the server.
Result<void> Mirror::swapBulk(MirrorChange &change)
{
    m_writers.clear();
    const auto swapped = m_bulk->swap();
    if (!swapped)
        return tl::unexpected(swapped.error());
    change.tables += *swapped;
    return swapped->contains(QStringLiteral("project_messages")) ? m_search.restart() : Result<void>();
}

Result<void> Mirror::purge(const QList<Scope> &scopes, MirrorChange &change)
{
    for (const CatalogRelation &relation : std::as_const(m_catalog.relations)) {
        for (const Scope &scope : scopes) {
            const auto from = writer(relation.id);
            if (!from)
                return tl::unexpected(from.error());
            if (const auto done = (*from)->purge(scope); !done)
                return done;
            if (m_database.changes() > 0)
                change.tables.insert(relation.name);
        }
    }
    return {};
}

Result<void> Mirror::writeFrame(const RoundBuffer::Frame &frame, MirrorChange &change)
{
    const auto *rows = std::get_if<Rows>(&frame);
    const int id = relationOf(frame);
    const auto into = writer(id);
    if (!into)
        return tl::unexpected(into.error());
    change.tables.insert(m_catalog.find(id)->name);
    if (rows == nullptr)
        return (*into)->erase(std::get<Deletes>(frame).keys);
    return (*into)->write(*rows, floorsOfRound(id));
}

RowWriter::FloorOf Mirror::floorsOfRound(int relation) const
{
    return [this, relation](const Scope &scope) {
        const auto changed = m_round.floors.constFind({relation, scope});
        return changed != m_round.floors.constEnd() ? *changed : floor(relation, scope);
    };
}

Result<RowWriter *> Mirror::writer(int id)
{
    if (const auto found = m_writers.find(id); found != m_writers.end())
        return &found->second;
    auto writer = RowWriter::prepare(m_database, *m_catalog.find(id), m_catalog.find(id)->name);
    if (!writer)
        return tl::unexpected(writer.error());
    return &m_writers.emplace(id, std::move(*writer)).first->second;
}

Mirror::Position Mirror::positionWithout(const QList<Scope> &scopes) const
{
    Position position = m_position;
    const QSet<Scope> revoked(scopes.begin(), scopes.end());
    position.scopes -= revoked;
    if (!revoked.isEmpty())
        position.floors.removeIf([&](const auto &at) { return revoked.contains(at.key().second); });
    return position;
}

Mirror::Position Mirror::positionAfterRound() const
{
    Position position = positionWithout(m_round.revoked);
    if (m_round.reset) {
        position.scopes.clear();
        position.floors.clear();
    }
    for (const Scope &scope : m_round.granted)
        position.scopes.insert(scope);
    for (auto at = m_round.floors.begin(); at != m_round.floors.end(); ++at)
        position.floors.insert(at.key(), at.value());
    position.everSynced |= m_round.last;
    return position;
}

Result<void> Mirror::storePosition(const Position &position, const Cursor &cursor)
{
    auto done = setMetaValue(m_database, QStringLiteral("identity"), cursor.identity);
    if (done)
        done = setMetaValue(m_database, QStringLiteral("cursor"), cursor.snapshot);
    if (done && position.everSynced != m_position.everSynced)
        done = setMetaValue(m_database, QStringLiteral("ever_synced"), position.everSynced);
    if (done && (m_round.reset || position.scopes != m_position.scopes)) {
        done = m_database.execute(QStringLiteral("DELETE FROM local_scopes"));
        for (const Scope &scope : position.scopes) {
            if (done)
                done = m_database.execute(
                    QStringLiteral("INSERT INTO local_scopes (kind, id) VALUES (?, ?)"), {scope.kind, scope.id});
        }
    }
    if (done && (m_round.reset || position.floors != m_position.floors)) {
        done = m_database.execute(QStringLiteral("DELETE FROM local_floors"));
        for (auto at = position.floors.begin(); at != position.floors.end(); ++at) {
            const auto &[relation, scope] = at.key();
            if (done)
                done = m_database.execute(
                    QStringLiteral("INSERT INTO local_floors (relation, kind, id, floor) VALUES (?, ?, ?, ?)"),
                    {relation, scope.kind, scope.id, at.value()});
        }
    }
    return done;
}

Result<void> Mirror::abandon()
{
    m_round = {};
    m_buffer.clearMemory();
    if (m_bulk) {
        m_bulk.reset();
        if (const auto dropped = BulkLoad::discardStaged(m_database); !dropped)
            return dropped;
    }
    return m_buffer.clear();
}

} // namespace projective
