#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> editMessage(const Command &command, Prediction &prediction)
{
    const QVariant body = textArgument(command.args, QLatin1String("body"));
    // The time is the user's until the server's arrives; it only shows that the text was changed.
    return prediction.update(QLatin1String("project_messages"), uuidOf(command.args, QLatin1String("message")),
        {{QLatin1String("body"), body}, {QLatin1String("edited_at"), prediction.createdAtUs()}});
}

} // namespace projective::effect
