#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> activateProject(const Command &command, Prediction &prediction)
{
    return prediction.update(QLatin1String("projects"), uuidOf(command.args, QLatin1String("project")),
        {{QLatin1String("status"), QStringLiteral("active")}});
}

} // namespace projective::effect
