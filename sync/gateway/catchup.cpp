#include "sync/gateway/catchup.h"

#include "sync/base/logging.h"
#include "sync/gateway/catchupsql.h"
#include "sync/gateway/rowsframes.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/tuple.h"

#include <algorithm>

namespace projective::gateway {

namespace {

/// Keys in one statement, and in one Deletes message.
constexpr qsizetype keysPerStatement = 5'000;
/// So few scopes are added in one round, whatever they are.
constexpr qsizetype fewScopes = 200;

/// The order in which a first sync adds scopes: what every screen needs, the workspace in use, then projects downwards.
int rankOf(const Scope &scope, const std::optional<QUuid> &first)
{
    static const QStringList small{QStringLiteral("catalog"), QStringLiteral("client"), QStringLiteral("user"),
        QStringLiteral("admin"), QStringLiteral("business"), QStringLiteral("business_private"), QStringLiteral("team"),
        QStringLiteral("team_private"), QStringLiteral("profile")};
    if (small.contains(scope.kind) || (first && scope.id == *first))
        return 0;
    return scope.kind == QLatin1String("project") || scope.kind == QLatin1String("deal") ? 1 : 2;
}

QList<Scope> batchOf(const ScopeSet &wanted, const std::optional<QUuid> &first)
{
    std::vector<std::pair<int, Scope>> ranked;
    ranked.reserve(std::size_t(wanted.size()));
    for (const Scope &scope : wanted)
        ranked.emplace_back(rankOf(scope, first), scope);
    std::sort(ranked.begin(), ranked.end());
    const bool smallFirst = wanted.size() > fewScopes && ranked.front().first == 0;
    const qsizetype most = smallFirst ? CatchUp::scopesPerBegin : CatchUp::scopesPerRound;
    QList<Scope> batch;
    for (const auto &[rank, scope] : ranked) {
        if (batch.size() == most || (smallFirst && rank > 0))
            break;
        batch.append(scope);
    }
    return batch;
}

tl::unexpected<Error> abandoned()
{
    return failure(ErrorCode::Cancelled, QStringLiteral("nobody waits for this catch-up"));
}

} // namespace

CatchUp::CatchUp(
    Database &database, const Catalog &catalog, CatchUpRequest request, Spool &spool, ScopesKnown scopesKnown)
    : m_database(database)
    , m_catalog(catalog)
    , m_request(std::move(request))
    , m_spool(spool)
    , m_scopesKnown(std::move(scopesKnown))
{
}

Result<CaughtUp> CatchUp::run()
{
    if (m_spool.isAbandoned())
        return abandoned();
    auto position = begin();
    if (!position)
        return tl::unexpected(position.error());
    decide(*position);
    Keys delta;
    if (!m_reset) {
        auto read = readDelta();
        if (!read)
            return tl::unexpected(read.error());
        if (*read) {
            delta = std::move(**read);
        } else {
            m_reset = true;
            decide(*position);
        }
    }
    if (const auto read = readRelationsOfAdded(); !read)
        return tl::unexpected(read.error());
    m_scopesKnown({position->snapshot, position->holds, m_target});
    sendBegin();
    if (const auto role = m_database.run("set local role authenticated"); !role)
        return tl::unexpected(role.error());
    auto sent = sendDelta(delta);
    if (sent)
        sent = sendAdded();
    if (sent && m_request.page)
        sent = sendPage(*m_request.page);
    if (sent)
        sent = m_database.run("commit");
    if (!sent)
        return tl::unexpected(sent.error());
    return CaughtUp{
        position->snapshot, {position->identity, QString::fromLatin1(position->kept.toText())}, m_target, m_more};
}

/// Opens the transaction and reads where it stands, what the user holds, and what a cursor may be compared with.
Result<CatchUp::Position> CatchUp::begin()
{
    const QByteArray user = literal(m_request.user.toByteArray(QUuid::WithoutBraces)) + "::uuid";
    const auto tables
        = m_database.queries("begin isolation level repeatable read read only;" + sql::claimsOf(m_request.user)
            + ";"
              "select pg_current_snapshot()::text, (select max(xid) from sync.changes)::text, sync.floor()::text, "
              "sync.identity();"
              "select kind, id::text from security.scopes_of("
            + user + ")");
    if (!tables)
        return tl::unexpected(tables.error());
    const Table &state = tables->at(1);
    const auto snapshot = Snapshot::parse(state.view(0, 0));
    const auto floor = Snapshot::parse(state.view(0, 2));
    if (!snapshot || !floor)
        return failure(ErrorCode::Database, QStringLiteral("a snapshot of the server could not be read"));
    Position position{*snapshot, {}, QString::fromUtf8(state.view(0, 3)), {}};
    const Table &holds = tables->at(2);
    for (int row = 0; row < holds.rows(); ++row)
        position.holds.insert(toScope(holds.view(row, 0), holds.view(row, 1)));
    const auto from = Snapshot::parse(m_request.cursor.snapshot.toLatin1());
    m_from = from.value_or(Snapshot());
    m_reset = !from || mustReset(position, *floor);
    const auto newest = state.isNull(0, 1) ? std::optional<quint64>() : state.bytes(0, 1).toULongLong();
    // A cursor at the floor of an emptied feed must not count as too old.
    position.kept = keep(m_reset ? *floor : m_from, position.snapshot, newest);
    return position;
}

bool CatchUp::mustReset(const Position &position, const Snapshot &floor) const
{
    return m_request.cursor.isNull() || m_request.cursor.identity != position.identity || m_from.xmin < floor.xmin
        || m_from.xmax > position.snapshot.xmax;
}

void CatchUp::decide(const Position &position)
{
    const ScopeSet now = heldBy(m_request.installation, position.holds);
    m_reset = m_reset || ScopeSet(m_request.held).subtract(now).size() + m_request.inDoubt.size() > scopesPerBegin;
    m_still = m_reset ? ScopeSet() : ScopeSet(m_request.held).intersect(now).subtract(m_request.inDoubt);
    const ScopeSet wanted = ScopeSet(now).subtract(m_still);
    m_added = wanted.isEmpty() ? QList<Scope>() : batchOf(wanted, m_request.first);
    m_target = m_still;
    for (const Scope &scope : std::as_const(m_added))
        m_target.insert(scope);
    m_more = m_added.size() < wanted.size();
}

/// Keys by relation of what changed under the scopes still held; nullopt when it is too much.
Result<std::optional<CatchUp::Keys>> CatchUp::readDelta()
{
    Keys keys;
    if (m_still.isEmpty())
        return keys;
    const auto entries = m_database.query(sql::delta(m_from, m_still.values(), maxDeltaEntries + 1));
    if (!entries)
        return tl::unexpected(entries.error());
    if (entries->rows() > maxDeltaEntries)
        return std::optional<Keys>();
    QSet<std::pair<int, QUuid>> seen;
    for (int row = 0; row < entries->rows(); ++row) {
        const int relation = entries->bytes(row, 0).toInt();
        const QUuid key = QUuid::fromString(QLatin1String(entries->bytes(row, 1)));
        const bool mine = m_still.contains(toScope(entries->view(row, 2), entries->view(row, 3)));
        if (mine && m_catalog.find(relation) && !seen.contains({relation, key})) {
            seen.insert({relation, key});
            keys[relation].append(key);
        }
    }
    return keys;
}

/// Most scopes have rows in few relations: asking first, in one statement, saves a COPY for all the others.
Result<void> CatchUp::readRelationsOfAdded()
{
    if (m_added.isEmpty())
        return {};
    const auto relations = m_database.query(sql::relationsOf(m_catalog, m_added));
    if (!relations)
        return tl::unexpected(relations.error());
    for (int row = 0; row < relations->rows(); ++row)
        m_relationsOfAdded.append(relations->bytes(row, 0).toInt());
    // Windows, where most rows are, come first: their reader is busy with them while the others are looked up.
    std::sort(m_relationsOfAdded.begin(), m_relationsOfAdded.end(), [this](int a, int b) {
        const auto rank = [this](int id) { return std::pair(!m_catalog.find(id)->window, id); };
        return rank(a) < rank(b);
    });
    return {};
}

void CatchUp::sendBegin()
{
    protocol::RoundBegin begin;
    begin.reset = m_reset;
    begin.granted = m_added;
    begin.last = !m_more;
    if (!m_reset)
        begin.revoked = ScopeSet(m_request.held).subtract(m_still).values();
    m_spool.push({protocol::encode(begin), begin.revoked.isEmpty() ? Spooled::Kind::Plain : Spooled::Kind::Revokes});
}

void CatchUp::send(const protocol::ServerMessage &message)
{
    const bool counted = std::holds_alternative<protocol::Deletes>(message);
    m_spool.push({protocol::encode(message), counted ? Spooled::Kind::Counted : Spooled::Kind::Plain});
}

Result<void> CatchUp::sendDelta(const Keys &delta)
{
    for (auto keys = delta.cbegin(); keys != delta.cend(); ++keys) {
        const Catalog::Relation &relation = *m_catalog.find(keys.key());
        for (qsizetype from = 0; from < keys->size(); from += keysPerStatement) {
            if (const auto sent = sendByKeys(relation, keys->mid(from, keysPerStatement)); !sent)
                return sent;
        }
    }
    return {};
}

/// The rows that live in what is held after this round; the others have left it.
Result<void> CatchUp::sendByKeys(const Catalog::Relation &relation, const QList<QUuid> &keys)
{
    QSet<QUuid> seen;
    if (const auto copied = copy(relation, sql::rowsByKey(relation, keys), m_target, &seen); !copied)
        return copied;
    protocol::Deletes deletes{relation.id, {}};
    for (const QUuid &key : keys) {
        if (!seen.contains(key))
            deletes.keys.append(key);
    }
    if (!deletes.keys.isEmpty())
        send(deletes);
    return {};
}

Result<void> CatchUp::sendAdded()
{
    for (const int id : std::as_const(m_relationsOfAdded)) {
        const Catalog::Relation &relation = *m_catalog.find(id);
        const auto sent = relation.window ? sendWindow(relation) : sendWhole(relation);
        if (!sent)
            return sent;
    }
    return {};
}

Result<void> CatchUp::sendWhole(const Catalog::Relation &relation)
{
    return copy(relation, sql::rowsOfScopes(relation, m_added), ScopeSet(m_added.begin(), m_added.end()));
}

Result<void> CatchUp::sendWindow(const Catalog::Relation &relation)
{
    const auto table = m_database.query(sql::floors(relation, m_added));
    if (!table)
        return tl::unexpected(table.error());
    if (table->rows() == 0)
        return {};
    // Each query of the user's rows costs an evaluation of what the user holds: none for windows that leave nothing
    // out.
    bool bounded = false;
    protocol::Floors floors{relation.id, {}};
    for (int row = 0; row < table->rows(); ++row) {
        const qint64 floor = table->isNull(row, 2) ? sql::noFloor : table->bytes(row, 2).toLongLong();
        floors.floors.append({toScope(table->view(row, 0), table->view(row, 1)), floor});
        bounded = bounded || floor != sql::noFloor;
    }
    for (qsizetype from = 0; from < floors.floors.size(); from += scopesPerBegin)
        send(protocol::Floors{relation.id, floors.floors.mid(from, scopesPerBegin)});
    const ScopeSet within(m_added.begin(), m_added.end());
    auto copied = copy(relation, sql::rowsFromFloors(relation, floors.floors), within);
    if (copied && bounded && !relation.window->keep.isEmpty())
        copied = copy(relation, sql::keptBelowFloors(relation, floors.floors), within);
    return copied;
}

Result<void> CatchUp::sendPage(const protocol::PageWanted &page)
{
    const Catalog::Relation *relation = m_catalog.find(page.relation);
    if (!relation || !relation->window || !m_still.contains(page.scope))
        return {}; // lost in the meantime: the round says so
    const auto table = m_database.query(sql::pageFloor(*relation, page.scope, page.below, page.rows));
    if (!table)
        return tl::unexpected(table.error());
    const qint64 floor = table->isNull(0, 0) ? sql::noFloor : table->bytes(0, 0).toLongLong();
    send(protocol::Floors{relation->id, {{page.scope, floor}}});
    return copy(*relation, sql::pageRows(*relation, page.scope, floor, page.below), {page.scope});
}

/// Streams the rows whose scope is in `within` (a public row of another scope is readable too, but not mirrored).
Result<void> CatchUp::copy(
    const Catalog::Relation &relation, const QByteArray &select, const ScopeSet &within, QSet<QUuid> *seen)
{
    if (m_spool.isAbandoned())
        return abandoned();
    bool wanted = true;
    RowsFrames frames(relation.id, [this, &wanted](QByteArray frame) {
        m_spool.push({std::move(frame), Spooled::Kind::Counted});
        wanted = !m_spool.isAbandoned(); // who is gone must not keep a reader from others
    });
    // Rows of one scope mostly follow each other, and the last answer is nearly always the next one.
    QByteArray lastScope;
    bool lastWithin = false;
    bool malformed = false;
    const auto copied = m_database.copyOut(select, [&](QByteArrayView tuple) {
        protocol::TupleReader reader(tuple);
        reader.next();
        const auto key = reader.field();
        const auto kind = reader.field();
        const auto id = reader.field();
        if (!key || !kind || !id || reader.fieldCount() != relation.columns) {
            malformed = true;
            return true;
        }
        const QByteArrayView scope(kind->data(), id->end() - kind->begin());
        if (lastScope != scope) {
            lastScope = scope.toByteArray();
            lastWithin = within.contains(toScopeBinary(*kind, *id));
        }
        if (!lastWithin)
            return true;
        if (seen)
            seen->insert(QUuid::fromRfc4122(*key));
        frames.add(tuple);
        return wanted;
    });
    frames.finish();
    if (copied && malformed)
        return failure(ErrorCode::Database, QStringLiteral("relation %1 is not as its catalog says").arg(relation.id));
    return copied;
}

} // namespace projective::gateway
