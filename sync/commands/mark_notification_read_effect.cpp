#include "sync/commands/effectlist.h"

#include <QJsonArray>

namespace projective::effect {

Result<void> markNotificationRead(const Command &command, Prediction &prediction)
{
    const QJsonArray ids = command.args[QLatin1String("notifications")].toArray();
    for (const auto &id : ids) {
        const QUuid key = QUuid::fromString(id.toString());
        const auto row = prediction.row(QLatin1String("notifications"), key);
        if (!row)
            return tl::unexpected(row.error());
        if (!*row || !(**row)[QStringLiteral("read_at")].isNull())
            continue;
        if (const auto done = prediction.update(
                QLatin1String("notifications"), key, {{QLatin1String("read_at"), prediction.createdAtUs()}});
            !done)
            return done;
    }
    return {};
}

} // namespace projective::effect
