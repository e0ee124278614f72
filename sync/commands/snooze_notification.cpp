#include "sync/commands/snooze_notification.h"

#include "sync/commands/arguments.h"

namespace projective {

Command SnoozeNotification::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("notifications"), jsonIds(notifications)}};
    if (until.isValid())
        args.insert(QLatin1String("until"), jsonTime(until));
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
