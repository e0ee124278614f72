#include "sync/commands/send_message.h"

#include "sync/commands/arguments.h"

namespace projective {

Command SendMessage::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("message"), message.toString()}, {QLatin1String("channel"), channel.toString()},
        {QLatin1String("body"), body}, {QLatin1String("client_created_at"), jsonTime(clientCreatedAt)}};
    if (!mentions.isEmpty())
        args.insert(QLatin1String("mentions"), jsonIds(mentions));
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
