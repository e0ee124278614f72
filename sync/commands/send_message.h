#pragma once

#include "sync/commands/command.h"

#include <QList>

namespace projective {

/// Posts a message to a project channel. Class: queue.
struct SendMessage {
    static constexpr QLatin1String name{"send_message"};

    MessageId message; ///< made by the client, so that an offline row keeps its identity
    ChannelId channel;
    QString body; ///< Markdown subset, 1 to 16,384 bytes of UTF-8
    QDateTime clientCreatedAt;
    QList<UserId> mentions;

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
