#pragma once

#include "sync/commands/command.h"

#include <QTime>

#include <optional>

namespace projective {

/// Changes how the user is told of things; what is not set stays as it is. Class: queue.
struct UpdateNotificationPrefs {
    static constexpr QLatin1String name{"update_notification_prefs"};

    struct QuietTime {
        QTime start; ///< in the zone `timeZone`; invalid with `end`: no quiet time
        QTime end; ///< before start: past midnight
    };
    std::optional<bool> email;
    std::optional<bool> push;
    std::optional<bool> inApp;
    std::optional<bool> digest;
    std::optional<bool> deadlinesBreakThrough;
    std::optional<QDateTime> muteUntil; ///< invalid: not muted
    std::optional<QuietTime> quietTime;
    std::optional<QList<int>> quietDays; ///< 1 (Monday) to 7
    QString timeZone; ///< IANA name; empty: as it is

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
