#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> archiveNotification(const Command &command, Prediction &prediction)
{
    const bool archived = command.args[QLatin1String("archived")].toBool(true);
    return changeNotifications(command, prediction, [&](const QVariantMap &row) -> Prediction::Fields {
        if (!archived)
            return {{QLatin1String("archived_at"), QVariant()}};
        Prediction::Fields fields{{QLatin1String("snoozed_until"), QVariant()}};
        for (const QLatin1String once : {QLatin1String("archived_at"), QLatin1String("read_at")}) {
            if (row.value(once).isNull())
                fields.append({once, prediction.createdAtUs()});
        }
        return fields;
    });
}

} // namespace projective::effect
