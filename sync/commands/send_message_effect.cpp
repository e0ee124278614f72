#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> sendMessage(const Command &command, Prediction &prediction)
{
    const QJsonObject &args = command.args;
    // Without a seq, which is the server's to give: a pending message sorts last.
    return prediction.insert(QLatin1String("project_messages"),
        {QStringLiteral("channel"), uuidOf(args, QLatin1String("channel"))},
        {{QLatin1String("id"), uuidArgument(args, QLatin1String("message"))},
            {QLatin1String("channel_id"), uuidArgument(args, QLatin1String("channel"))},
            {QLatin1String("sender_user_id"), prediction.user().uuid()},
            {QLatin1String("body"), textArgument(args, QLatin1String("body"))},
            {QLatin1String("client_created_at"), timeArgument(args, QLatin1String("client_created_at"))},
            {QLatin1String("deleted_at"), {}}});
}

} // namespace projective::effect
