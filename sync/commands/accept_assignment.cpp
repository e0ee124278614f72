#include "sync/commands/accept_assignment.h"

#include "sync/commands/arguments.h"

namespace projective {

Command AcceptAssignment::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("assignment"), assignment.toString()}};
    return {QString(name), actingAs, args, expecting(QLatin1String("terms_hash"), termsHash)};
}

} // namespace projective
