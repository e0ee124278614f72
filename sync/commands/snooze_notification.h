#pragma once

#include "sync/commands/mark_notification_read.h"

#include <QDateTime>

namespace projective {

/// Puts notifications off, on all devices, or wakes them. Class: queue.
struct SnoozeNotification {
    static constexpr QLatin1String name{"snooze_notification"};

    QList<NotificationId> notifications; ///< 1 to 500
    QDateTime until; ///< within a year; invalid: they are back now

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
