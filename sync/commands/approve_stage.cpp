#include "sync/commands/approve_stage.h"

#include "sync/commands/arguments.h"

namespace projective {

Command ApproveStage::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("stage"), stage.toString()}, {QLatin1String("release"), release}};
    if (releaseCents)
        args.insert(QLatin1String("release_cents"), *releaseCents);
    QJsonObject expected = expecting(QLatin1String("status"), expectedStatus);
    insertId(expected, QLatin1String("submission"), expectedSubmission);
    return {QString(name), actingAs, args, expected};
}

} // namespace projective
