#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Empties a message and leaves its place marked as deleted. Class: queue.
struct DeleteMessage {
    static constexpr QLatin1String name{"delete_message"};

    MessageId message;

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
