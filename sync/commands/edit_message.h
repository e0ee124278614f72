#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Changes the body of one's own message within the edit window. Class: queue.
struct EditMessage {
    static constexpr QLatin1String name{"edit_message"};

    MessageId message;
    QString body; ///< Markdown subset, 1 to 16,384 bytes of UTF-8

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
