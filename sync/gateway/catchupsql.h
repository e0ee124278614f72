#pragma once

#include "sync/gateway/catalog.h"
#include "sync/gateway/cursor.h"
#include "sync/gateway/scopes.h"

#include <QUuid>

#include <limits>

// The SQL texts of a catch-up. COPY takes no parameters, so ids go in as literals that were printed from parsed values.
namespace projective::gateway::sql {

/// A floor below which nothing was left out.
inline constexpr qint64 noFloor = std::numeric_limits<qint64>::min();

/// Makes the rest of the transaction run as this user, as PostgREST would.
[[nodiscard]] QByteArray claimsOf(const QUuid &user);
/// relation, key, scope_kind, scope_id of the entries of `scopes` that `cursor` has not seen, at most `limit`. Repeats
/// are among them: only so does a shorter answer say that it is all.
[[nodiscard]] QByteArray delta(const Snapshot &cursor, const QList<Scope> &scopes, int limit);
/// Ids of the relations that have rows under one of `scopes`.
[[nodiscard]] QByteArray relationsOf(const Catalog &catalog, const QList<Scope> &scopes);
[[nodiscard]] QByteArray rowsByKey(const Catalog::Relation &relation, const QList<QUuid> &keys);
[[nodiscard]] QByteArray rowsOfScopes(const Catalog::Relation &relation, const QList<Scope> &scopes);

/// kind, id, floor (null: nothing left out) a scope.
[[nodiscard]] QByteArray floors(const Catalog::Relation &relation, const QList<Scope> &scopes);
/// Rows from each scope's floor on.
[[nodiscard]] QByteArray rowsFromFloors(
    const Catalog::Relation &relation, const QList<std::pair<Scope, qint64>> &floors);
/// Rows below the floors that the window keeps; call only where window->keep is not empty.
[[nodiscard]] QByteArray keptBelowFloors(
    const Catalog::Relation &relation, const QList<std::pair<Scope, qint64>> &floors);

/// One row and column: the floor after a page of `rows` below `below`, null if nothing is left out then.
[[nodiscard]] QByteArray pageFloor(const Catalog::Relation &relation, const Scope &scope, qint64 below, int rows);
[[nodiscard]] QByteArray pageRows(const Catalog::Relation &relation, const Scope &scope, qint64 floor, qint64 below);

} // namespace projective::gateway::sql
