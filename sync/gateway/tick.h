#pragma once

#include "sync/gateway/cursor.h"
#include "sync/gateway/scopes.h"
#include "sync/protocol/messages.h"

#include <QHash>
#include <QList>

namespace projective::gateway {

/// What one read of the feed found: the changes since the tick before, with the rows as they are in its snapshot.
/// Made by the change reader, read by the sessions; never changed after it was made.
struct Tick {
    struct Row {
        int relation = 0;
        Scope scope; ///< where the row lives now
        QByteArray tuple; ///< as Postgres wrote it
    };
    /// A row that was under `scope` by some entry; `live` says where it lives now, if anywhere.
    struct Gone {
        int relation = 0;
        QUuid key;
        Scope scope;
        std::optional<Scope> live;
    };

    Snapshot snapshot; ///< that it was read in; for ordering only, never kept
    protocol::Cursor cursor; ///< where a mirror stands that took this tick
    QList<Row> rows; ///< by relation
    QList<Gone> gone; ///< by relation
    ScopeSet granting; ///< who holds one of these may hold other scopes now
    QHash<QUuid, ScopeSet> holds; ///< scopes_of, in this snapshot, of the users who were asked for
    bool tooLarge = false; ///< more than is routed row by row: everyone catches up
};

} // namespace projective::gateway
