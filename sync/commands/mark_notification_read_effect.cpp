#include "sync/commands/effectlist.h"

#include <QJsonArray>

namespace projective::effect {

Result<void> changeNotifications(const Command &command, Prediction &prediction,
    const std::function<Prediction::Fields(const QVariantMap &)> &change)
{
    const QJsonArray ids = command.args[QLatin1String("notifications")].toArray();
    for (const auto &id : ids) {
        const QUuid key = QUuid::fromString(id.toString());
        const auto row = prediction.row(QLatin1String("notifications"), key);
        if (!row)
            return tl::unexpected(row.error());
        const Prediction::Fields fields = *row ? change(**row) : Prediction::Fields();
        if (fields.isEmpty())
            continue;
        if (const auto done = prediction.update(QLatin1String("notifications"), key, fields); !done)
            return done;
    }
    return {};
}

Result<void> markNotificationRead(const Command &command, Prediction &prediction)
{
    return changeNotifications(command, prediction, [&](const QVariantMap &row) {
        return row.value(QStringLiteral("read_at")).isNull()
            ? Prediction::Fields{{QLatin1String("read_at"), prediction.createdAtUs()}}
            : Prediction::Fields();
    });
}

} // namespace projective::effect
