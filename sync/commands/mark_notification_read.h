#pragma once

#include "sync/commands/command.h"

#include <QList>

namespace projective {

using NotificationId = Id<struct NotificationTag>;

/// Marks notifications as seen, on all devices. Class: queue.
struct MarkNotificationRead {
    static constexpr QLatin1String name{"mark_notification_read"};

    QList<NotificationId> notifications; ///< 1 to 500

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
