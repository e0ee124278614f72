#include "sync/commands/request_revision.h"

#include "sync/commands/arguments.h"

namespace projective {

Command RequestRevision::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("request"), request.toString()}, {QLatin1String("stage"), stage.toString()},
        {QLatin1String("type"), type}, {QLatin1String("reason"), reason}};
    QJsonObject expected = expecting(QLatin1String("status"), expectedStatus);
    insertId(expected, QLatin1String("submission"), expectedSubmission);
    return {QString(name), actingAs, args, expected};
}

} // namespace projective
