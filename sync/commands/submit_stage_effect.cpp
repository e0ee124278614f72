#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> submitStage(const Command &command, Prediction &prediction)
{
    const QUuid stage = uuidOf(command.args, QLatin1String("stage"));
    const auto assignment = liveAssignment(prediction, stage);
    if (!assignment)
        return tl::unexpected(assignment.error());
    const auto done = prediction.update(
        QLatin1String("project_stages"), stage, {{QLatin1String("status"), QStringLiteral("submitted")}});
    if (!done)
        return done;
    return prediction.insert(QLatin1String("stage_submissions"),
        {QStringLiteral("deal"), assignment->value_or(QUuid())},
        {{QLatin1String("id"), uuidArgument(command.args, QLatin1String("submission"))},
            {QLatin1String("project_stage_id"), stage},
            {QLatin1String("assignment_id"), *assignment ? QVariant(**assignment) : QVariant()},
            {QLatin1String("submitted_by"), prediction.user().uuid()},
            {QLatin1String("notes"), textArgument(command.args, QLatin1String("notes"))}});
}

} // namespace projective::effect
