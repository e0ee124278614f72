#include "sync/commands/update_notification_prefs.h"

#include "sync/commands/arguments.h"

namespace projective {

namespace {

void insertFlag(QJsonObject &args, QLatin1String name, std::optional<bool> flag)
{
    if (flag)
        args.insert(name, *flag);
}

QJsonValue timeOrNull(const QTime &time)
{
    return time.isValid() ? QJsonValue(time.toString(QStringLiteral("HH:mm"))) : QJsonValue();
}

} // namespace

Command UpdateNotificationPrefs::command(const Workspace &actingAs) const
{
    QJsonObject args;
    insertFlag(args, QLatin1String("email"), email);
    insertFlag(args, QLatin1String("push"), push);
    insertFlag(args, QLatin1String("in_app"), inApp);
    insertFlag(args, QLatin1String("digest"), digest);
    insertFlag(args, QLatin1String("deadlines_break_through"), deadlinesBreakThrough);
    if (muteUntil)
        args.insert(QLatin1String("mute_until"), jsonTime(*muteUntil));
    if (quietTime) {
        args.insert(QLatin1String("quiet_start"), timeOrNull(quietTime->start));
        args.insert(QLatin1String("quiet_end"), timeOrNull(quietTime->end));
    }
    if (quietDays) {
        QJsonArray days;
        for (const int day : *quietDays)
            days.append(day);
        args.insert(QLatin1String("quiet_days"), days);
    }
    insertText(args, QLatin1String("tz"), timeZone);
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
