#include "sync/commands/decline_assignment.h"

#include "sync/commands/arguments.h"

namespace projective {

Command DeclineAssignment::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("assignment"), assignment.toString()}};
    insertText(args, QLatin1String("reason"), reason);
    return {QString(name), actingAs, args, expecting(QLatin1String("status"), expectedStatus)};
}

} // namespace projective
