#include "sync/commands/mark_notification_read.h"

#include "sync/commands/arguments.h"

namespace projective {

Command MarkNotificationRead::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("notifications"), jsonIds(notifications)}};
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
