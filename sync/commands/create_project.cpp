#include "sync/commands/create_project.h"

#include "sync/commands/arguments.h"

namespace projective {

Command CreateProject::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("project"), project.toString()}, {QLatin1String("channel"), channel.toString()},
        {QLatin1String("title"), title}};
    insertText(args, QLatin1String("description"), description);
    insertText(args, QLatin1String("visibility"), visibility);
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
