#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> createProject(const Command &command, Prediction &prediction)
{
    const QJsonObject &args = command.args;
    const QVariant visibility = textArgument(args, QLatin1String("visibility"));
    const auto done = prediction.insert(QLatin1String("projects"),
        {QStringLiteral("project"), uuidOf(args, QLatin1String("project"))},
        {{QLatin1String("id"), uuidArgument(args, QLatin1String("project"))},
            {QLatin1String("client_business_id"), command.actingAs.id},
            {QLatin1String("title"), textArgument(args, QLatin1String("title"))},
            {QLatin1String("description"), textArgument(args, QLatin1String("description"))},
            {QLatin1String("status"), QStringLiteral("draft")},
            {QLatin1String("visibility"), visibility.isValid() ? visibility : QStringLiteral("invite_only")}});
    if (!done)
        return done;
    return prediction.insert(QLatin1String("project_channels"),
        {QStringLiteral("channel"), uuidOf(args, QLatin1String("channel"))},
        {{QLatin1String("id"), uuidArgument(args, QLatin1String("channel"))},
            {QLatin1String("project_id"), uuidArgument(args, QLatin1String("project"))},
            {QLatin1String("name"), QStringLiteral("#general")},
            {QLatin1String("visibility"), QStringLiteral("project_all")}});
}

} // namespace projective::effect
