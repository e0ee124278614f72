#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Moves the read mark of a channel forward, never back. Class: queue.
struct MarkRead {
    static constexpr QLatin1String name{"mark_read"};

    ChannelId channel;
    qint64 lastSeq = 0; ///< of the newest message that was seen

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
