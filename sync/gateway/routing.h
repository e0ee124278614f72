#pragma once

#include "sync/gateway/tick.h"

namespace projective::gateway {

/// What a mirror needs of a tick, encoded. Pure: the guard of live rounds, property-tested.
struct Routed {
    QList<QByteArray> frames; ///< Rows and Deletes
    qint64 bytes = 0; ///< of all frames; what the client acknowledges
    int rows = 0;
    int deletes = 0;
};

/// For one who holds `held` in the tick's snapshot: rows that live in a held scope; deletes of rows that were under a
/// held scope by an entry and do not live in a held one. (Scopes lost in this very tick are purged, not deleted from.)
[[nodiscard]] Routed route(const Tick &tick, const ScopeSet &held);

} // namespace projective::gateway
