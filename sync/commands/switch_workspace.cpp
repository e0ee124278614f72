#include "sync/commands/switch_workspace.h"

#include "sync/commands/arguments.h"

namespace projective {

Command SwitchWorkspace::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("acting_as"), workspace.toString()}};
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
