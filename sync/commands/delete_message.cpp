#include "sync/commands/delete_message.h"

#include "sync/commands/arguments.h"

namespace projective {

Command DeleteMessage::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("message"), message.toString()}};
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
