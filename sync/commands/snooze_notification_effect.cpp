#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> snoozeNotification(const Command &command, Prediction &prediction)
{
    const QVariant until = timeArgument(command.args, QLatin1String("until"));
    return changeNotifications(command, prediction, [&](const QVariantMap &) -> Prediction::Fields {
        return {{QLatin1String("snoozed_until"), until}, {QLatin1String("archived_at"), QVariant()}};
    });
}

} // namespace projective::effect
