#include "sync/commands/submit_stage.h"

#include "sync/commands/arguments.h"

namespace projective {

Command SubmitStage::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("submission"), submission.toString()}, {QLatin1String("stage"), stage.toString()},
        {QLatin1String("notes"), notes}};
    if (!files.isEmpty())
        args.insert(QLatin1String("files"), jsonIds(files));
    return {QString(name), actingAs, args, expecting(QLatin1String("status"), expectedStatus)};
}

} // namespace projective
