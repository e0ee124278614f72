#include "sync/commands/assign_stage.h"

#include "sync/commands/arguments.h"

namespace projective {

Command AssignStage::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("assignment"), assignment.toString()}, {QLatin1String("stage"), stage.toString()},
        {QLatin1String("assignee_type"), team.isNull() ? QStringLiteral("freelancer") : QStringLiteral("team")}};
    insertId(args, QLatin1String("freelancer_profile_id"), freelancer);
    insertId(args, QLatin1String("team_id"), team);
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
