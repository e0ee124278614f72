#pragma once

#include "sync/protocol/scope.h"

#include <QSet>

namespace projective::gateway {

class Table;
using protocol::Scope;
using ScopeSet = QSet<Scope>;

/// Kind and uuid as Postgres prints them. Kinds are few, so equal ones share one string.
[[nodiscard]] Scope toScope(QByteArrayView kind, QByteArrayView id);
/// The same from a binary tuple: the uuid is 16 bytes.
[[nodiscard]] Scope toScopeBinary(QByteArrayView kind, QByteArrayView id);

/// What a socket holds of what its user holds: the outcomes of other installations stay with those.
[[nodiscard]] ScopeSet heldBy(const QUuid &installation, const ScopeSet &ofUser);

/// Scopes as two array literals of equal length, for unnest() or any(); printed by us from parsed values.
struct ScopeArrays {
    QByteArray kinds; ///< '{…}'::text[]
    QByteArray ids; ///< '{…}'::uuid[]
};
[[nodiscard]] ScopeArrays toArrays(const QList<Scope> &scopes);
/// '{…}'::uuid[]
[[nodiscard]] QByteArray toUuidArray(const QList<QUuid> &ids);

} // namespace projective::gateway
