#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> deleteMessage(const Command &command, Prediction &prediction)
{
    // The time is the user's until the server's arrives; it only shows that this is a tombstone.
    return prediction.update(QLatin1String("project_messages"), uuidOf(command.args, QLatin1String("message")),
        {{QLatin1String("body"), QString::fromLatin1("")}, {QLatin1String("deleted_at"), prediction.createdAtUs()}});
}

} // namespace projective::effect
