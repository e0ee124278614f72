#include "sync/commands/start_stage.h"

#include "sync/commands/arguments.h"

namespace projective {

Command StartStage::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("stage"), stage.toString()}};
    return {QString(name), actingAs, args, expecting(QLatin1String("status"), expectedStatus)};
}

} // namespace projective
