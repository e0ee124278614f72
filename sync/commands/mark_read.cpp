#include "sync/commands/mark_read.h"

#include "sync/commands/arguments.h"

namespace projective {

Command MarkRead::command(const Workspace &actingAs) const
{
    const QJsonObject args{{QLatin1String("channel"), channel.toString()}, {QLatin1String("last_seq"), lastSeq}};
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
