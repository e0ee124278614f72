#include "sync/gateway/catchupsql.h"

#include "sync/gateway/database.h"

namespace projective::gateway::sql {

namespace {

using Floors = QList<std::pair<Scope, qint64>>;

/// The window column as the number that floors are made of.
QByteArray windowValue(const Catalog::Window &window, const QByteArray &alias)
{
    const QByteArray column = alias + '.' + window.column;
    return window.isTime ? "(extract(epoch from " + column + ") * 1000000)::int8" : column + "::int8";
}

/// The other way: a number as a value of the window column. Whole microseconds below 2^53 survive the double inside.
QByteArray windowBound(const Catalog::Window &window, const QByteArray &number)
{
    if (!window.isTime)
        return number;
    return "(case when " + number + " <= -9000000000000000 then '-infinity'::timestamptz when " + number
        + " >= 9000000000000000 then 'infinity'::timestamptz else 'epoch'::timestamptz + " + number
        + " * interval '1 microsecond' end)";
}

QByteArray numberLiteral(qint64 number)
{
    // The smallest int8 has no positive counterpart to negate, so it is written as text.
    return "('" + QByteArray::number(number) + "'::int8)";
}

QByteArray unnestScopes(const QList<Scope> &scopes)
{
    const ScopeArrays arrays = toArrays(scopes);
    return "unnest(" + arrays.kinds + ", " + arrays.ids + ") as f (f_kind, f_id)";
}

QByteArray unnestFloors(const Floors &floors)
{
    QList<Scope> scopes;
    QByteArray values;
    for (const auto &[scope, floor] : floors) {
        scopes.append(scope);
        values += (values.isEmpty() ? "" : ",") + QByteArray::number(floor);
    }
    const ScopeArrays arrays = toArrays(scopes);
    return "unnest(" + arrays.kinds + ", " + arrays.ids + ", '{" + values + "}'::int8[]) as f (f_kind, f_id, f_floor)";
}

QByteArray ofScope(const Scope &scope)
{
    return "t.scope_id = '" + scope.id.toByteArray(QUuid::WithoutBraces)
        + "' and t.scope_kind = " + literal(scope.kind.toUtf8());
}

/// Rows joined to the floor of their scope.
QByteArray joinFloors(const Catalog::Relation &relation, const Floors &floors, const QByteArray &condition)
{
    return "select " + relation.select + " from " + unnestFloors(floors) + " join " + relation.table
        + " t on t.scope_id = f.f_id and t.scope_kind = f.f_kind where " + condition;
}

} // namespace

QByteArray claimsOf(const QUuid &user)
{
    const QByteArray claims = R"({"sub":")" + user.toByteArray(QUuid::WithoutBraces) + R"(","role":"authenticated"})";
    return "select set_config('request.jwt.claims', " + literal(claims) + ", true)";
}

QByteArray delta(const Snapshot &cursor, const QList<Scope> &scopes, int limit)
{
    const UnseenConditions unseen = unseenBy(cursor);
    const QByteArray from
        = "select relation, key::text, scope_kind, scope_id::text from sync.changes where scope_id = any ("
        + toArrays(scopes).ids + ") and not notice and ";
    QByteArray text = from + unseen.later;
    if (!unseen.inProgress.isEmpty())
        text += " union all " + from + unseen.inProgress;
    return text + " limit " + QByteArray::number(limit);
}

QByteArray relationsOf(const Catalog &catalog, const QList<Scope> &scopes)
{
    QByteArray text;
    for (const Catalog::Relation &relation : catalog.relations) {
        text += (text.isEmpty() ? "select " : " union all select ") + QByteArray::number(relation.id)
            + " from ids where exists (select from " + relation.table + " t where t.scope_id = any (ids.list))";
    }
    return "with ids as materialized (select " + toArrays(scopes).ids + " as list) " + text;
}

QByteArray rowsByKey(const Catalog::Relation &relation, const QList<QUuid> &keys)
{
    return "select " + relation.select + " from " + relation.table + " t where t." + relation.key + " = any ("
        + toUuidArray(keys) + ')';
}

QByteArray rowsOfScopes(const Catalog::Relation &relation, const QList<Scope> &scopes)
{
    return "select " + relation.select + " from " + relation.table + " t where t.scope_id = any ("
        + toArrays(scopes).ids + ')';
}

QByteArray floors(const Catalog::Relation &relation, const QList<Scope> &scopes)
{
    const Catalog::Window &window = *relation.window;
    if (window.months) {
        return "select f_kind, f_id::text, (extract(epoch from now() - make_interval(months => "
            + QByteArray::number(*window.months) + ")) * 1000000)::int8 from " + unnestScopes(scopes);
    }
    const QByteArray rows = " from " + relation.table + " t where t.scope_id = f.f_id and t.scope_kind = f.f_kind";
    if (!window.isTime) {
        // Messages are numbered without gaps, so the newest need not be counted (of 1,000 channels that was a quarter
        // of a first sync). What hangs on a message carries its number: such a window reaches at least as far back.
        const QByteArray least = "newest - " + QByteArray::number(*window.rows - 1);
        return "select f_kind, f_id::text, case when exists (select" + rows + " and t." + window.column + " < " + least
            + ") then " + least + " end from " + unnestScopes(scopes) + ", lateral (select max("
            + windowValue(window, "t") + ") as newest" + rows + ") w where newest is not null";
    }
    // The row just outside of the window tells whether there is a floor at all: the value of the one before it.
    return "select f_kind, f_id::text, (select case when count(*) = 2 then max(w.value) end from (select "
        + windowValue(window, "t") + " as value" + rows + " order by t." + window.column + " desc offset "
        + QByteArray::number(*window.rows - 1) + " limit 2) w) from " + unnestScopes(scopes) + " where exists (select"
        + rows + ')';
}

QByteArray rowsFromFloors(const Catalog::Relation &relation, const Floors &floors)
{
    const Catalog::Window &window = *relation.window;
    return joinFloors(relation, floors, "t." + window.column + " >= " + windowBound(window, "f.f_floor"));
}

QByteArray keptBelowFloors(const Catalog::Relation &relation, const Floors &floors)
{
    const Catalog::Window &window = *relation.window;
    return joinFloors(relation, floors,
        "t." + window.column + " < " + windowBound(window, "f.f_floor") + " and (" + window.keep + ')');
}

QByteArray pageFloor(const Catalog::Relation &relation, const Scope &scope, qint64 below, int rows)
{
    const Catalog::Window &window = *relation.window;
    return "select case when count(*) > " + QByteArray::number(rows) + " then (array_agg(value order by value desc))["
        + QByteArray::number(rows) + "] end from (select " + windowValue(window, "t") + " as value from "
        + relation.table + " t where " + ofScope(scope) + " and t." + window.column + " < "
        + windowBound(window, numberLiteral(below)) + " order by t." + window.column + " desc limit "
        + QByteArray::number(rows + 1) + ") w";
}

QByteArray pageRows(const Catalog::Relation &relation, const Scope &scope, qint64 floor, qint64 below)
{
    const Catalog::Window &window = *relation.window;
    return "select " + relation.select + " from " + relation.table + " t where " + ofScope(scope) + " and t."
        + window.column + " >= " + windowBound(window, numberLiteral(floor)) + " and t." + window.column + " < "
        + windowBound(window, numberLiteral(below));
}

} // namespace projective::gateway::sql
