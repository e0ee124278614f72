#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> requestRevision(const Command &command, Prediction &prediction)
{
    const QUuid stage = uuidOf(command.args, QLatin1String("stage"));
    const auto latest = prediction.rows(QStringLiteral("SELECT id FROM stage_submissions WHERE project_stage_id = ? "
                                                       "AND decision IS NOT 'withdrawn' ORDER BY version DESC LIMIT 1"),
        {stage});
    if (!latest)
        return tl::unexpected(latest.error());
    const auto assignment = liveAssignment(prediction, stage);
    if (!assignment)
        return tl::unexpected(assignment.error());
    const auto done = prediction.update(
        QLatin1String("project_stages"), stage, {{QLatin1String("status"), QStringLiteral("revisions")}});
    if (!done)
        return done;
    return prediction.insert(QLatin1String("stage_revision_requests"),
        {QStringLiteral("deal"), assignment->value_or(QUuid())},
        {{QLatin1String("id"), uuidArgument(command.args, QLatin1String("request"))},
            {QLatin1String("project_stage_id"), stage},
            {QLatin1String("submission_id"), latest->isEmpty() ? QVariant() : latest->first().first()},
            {QLatin1String("requested_by"), prediction.user().uuid()},
            {QLatin1String("type"), textArgument(command.args, QLatin1String("type"))},
            {QLatin1String("reason"), textArgument(command.args, QLatin1String("reason"))},
            {QLatin1String("status"), QStringLiteral("open")}});
}

} // namespace projective::effect
