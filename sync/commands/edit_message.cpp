#include "sync/commands/edit_message.h"

#include "sync/commands/arguments.h"

namespace projective {

Command EditMessage::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("message"), message.toString()}, {QLatin1String("body"), body}};
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
