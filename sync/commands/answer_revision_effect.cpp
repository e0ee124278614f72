#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> answerRevision(const Command &command, Prediction &prediction)
{
    const QLatin1String requests("stage_revision_requests");
    const QUuid request = uuidOf(command.args, QLatin1String("request"));
    // A declined request stays open until the buyer has found a way out.
    if (command.args.value(QLatin1String("answer")).toString() != QLatin1String("accept"))
        return prediction.update(requests, request, {{QLatin1String("answer"), QStringLiteral("declined")}});
    const QVariant extra = integerArgument(command.args, QLatin1String("extra_cents"));
    return prediction.update(requests, request,
        {{QLatin1String("status"), QStringLiteral("in_progress")},
            {QLatin1String("answer"),
                extra.isValid() ? QStringLiteral("accepted_with_extra") : QStringLiteral("accepted")},
            {QLatin1String("extra_cents"), extra}});
}

} // namespace projective::effect
