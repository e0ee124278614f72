#include "sync/commands/activate_project.h"

#include "sync/commands/arguments.h"

namespace projective {

Command ActivateProject::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("project"), project.toString()}};
    return {QString(name), actingAs, args, expecting(QLatin1String("status"), expectedStatus)};
}

} // namespace projective
