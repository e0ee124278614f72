#include "sync/commands/fund_stages.h"

#include "sync/commands/arguments.h"

namespace projective {

Command FundStages::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("stages"), jsonIds(stages)}};
    insertId(args, QLatin1String("wallet"), wallet);
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
