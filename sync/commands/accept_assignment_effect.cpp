#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> acceptAssignment(const Command &command, Prediction &prediction)
{
    return prediction.update(QLatin1String("stage_assignments"), uuidOf(command.args, QLatin1String("assignment")),
        {{QLatin1String("status"), QStringLiteral("accepted")}});
}

} // namespace projective::effect
