#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> updateNotificationPrefs(const Command &command, Prediction &prediction)
{
    const QJsonObject &args = command.args;
    Prediction::Fields fields;
    for (const QLatin1String name :
        {QLatin1String("email"), QLatin1String("push"), QLatin1String("in_app"), QLatin1String("digest")}) {
        if (args[name].isBool())
            fields.append({name, args[name].toBool()});
    }
    if (args[QLatin1String("tz")].isString())
        fields.append({QLatin1String("tz"), args[QLatin1String("tz")].toString()});
    // Where there is no row yet, the server starts from these defaults (comms.notification_prefs).
    const auto done
        = prediction.insert(QLatin1String("notification_prefs"), {QStringLiteral("user"), prediction.user().uuid()},
            {{QLatin1String("user_id"), prediction.user().uuid()}, {QLatin1String("email"), true},
                {QLatin1String("push"), true}, {QLatin1String("in_app"), true}, {QLatin1String("digest"), false},
                {QLatin1String("tz"), QStringLiteral("UTC")}});
    return done ? prediction.update(QLatin1String("notification_prefs"), prediction.user().uuid(), fields) : done;
}

} // namespace projective::effect
