#include "sync/commands/archive_notification.h"

#include "sync/commands/arguments.h"

namespace projective {

Command ArchiveNotification::command(const Workspace &actingAs) const
{
    const QJsonObject args{
        {QLatin1String("notifications"), jsonIds(notifications)}, {QLatin1String("archived"), archived}};
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
