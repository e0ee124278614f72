#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> editMessage(const Command &command, Prediction &prediction)
{
    const QUuid message = uuidOf(command.args, QLatin1String("message"));
    const QVariant body = textArgument(command.args, QLatin1String("body"));
    const auto row = prediction.row(QLatin1String("project_messages"), message);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row || (**row)[QStringLiteral("body")] == body)
        return {}; // the same words are no edit
    // The time is the user's until the server's arrives; it only shows that the text was changed.
    return prediction.update(QLatin1String("project_messages"), message,
        {{QLatin1String("body"), body}, {QLatin1String("edited_at"), prediction.createdAtUs()}});
}

} // namespace projective::effect
