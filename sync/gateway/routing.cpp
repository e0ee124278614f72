#include "sync/gateway/routing.h"

#include "sync/gateway/rowsframes.h"
#include "sync/protocol/codec.h"

#include <memory>

namespace projective::gateway {

namespace {

/// So that one Deletes message stays far below the limit of a server message.
constexpr qsizetype keysPerMessage = 10'000;

void routeRows(const Tick &tick, const ScopeSet &held, Routed &routed)
{
    std::unique_ptr<RowsFrames> frames;
    int relation = 0;
    for (const Tick::Row &row : tick.rows) {
        if (!held.contains(row.scope))
            continue;
        if (!frames || relation != row.relation) {
            if (frames)
                frames->finish();
            relation = row.relation;
            frames = std::make_unique<RowsFrames>(
                relation, [&routed](const QByteArray &frame) { routed.frames.append(frame); });
        }
        frames->add(row.tuple);
        ++routed.rows;
    }
    if (frames)
        frames->finish();
}

void routeDeletes(const Tick &tick, const ScopeSet &held, Routed &routed)
{
    protocol::Deletes deletes;
    const auto flush = [&deletes, &routed] {
        if (!deletes.keys.isEmpty())
            routed.frames.append(protocol::encode(deletes));
        deletes.keys.clear();
    };
    for (const Tick::Gone &gone : tick.gone) {
        if (!held.contains(gone.scope) || (gone.live && held.contains(*gone.live)))
            continue;
        if (deletes.relation != gone.relation || deletes.keys.size() == keysPerMessage)
            flush();
        deletes.relation = gone.relation;
        deletes.keys.append(gone.key);
        ++routed.deletes;
    }
    flush();
}

} // namespace

Routed route(const Tick &tick, const ScopeSet &held)
{
    Routed routed;
    routeRows(tick, held, routed);
    routeDeletes(tick, held, routed);
    for (const QByteArray &frame : std::as_const(routed.frames))
        routed.bytes += frame.size();
    return routed;
}

} // namespace projective::gateway
