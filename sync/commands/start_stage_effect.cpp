#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> startStage(const Command &command, Prediction &prediction)
{
    const QUuid stage = uuidOf(command.args, QLatin1String("stage"));
    const auto assignment = liveAssignment(prediction, stage);
    if (!assignment)
        return tl::unexpected(assignment.error());
    const auto done = prediction.update(
        QLatin1String("project_stages"), stage, {{QLatin1String("status"), QStringLiteral("in_progress")}});
    return done && *assignment ? prediction.update(
               QLatin1String("stage_assignments"), **assignment, {{QLatin1String("status"), QStringLiteral("active")}})
                               : done;
}

} // namespace projective::effect
