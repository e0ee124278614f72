#pragma once

#include "sync/commands/mark_notification_read.h"

namespace projective {

/// Puts notifications away, on all devices, or takes them back into the inbox. Class: queue.
struct ArchiveNotification {
    static constexpr QLatin1String name{"archive_notification"};

    QList<NotificationId> notifications; ///< 1 to 500
    bool archived = true; ///< false: back into the inbox

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
