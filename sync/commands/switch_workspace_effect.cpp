#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> switchWorkspace(const Command &command, Prediction &prediction)
{
    const Workspace target = Workspace::fromString(command.args[QLatin1String("acting_as")].toString());
    const auto own = prediction.rows(
        QStringLiteral("SELECT id FROM freelancer_profiles WHERE user_id = ?"), {prediction.user().uuid()});
    if (!own)
        return tl::unexpected(own.error());
    const bool team = target.kind == WorkspaceKind::Team;
    const QVariant freelancer = own->isEmpty() ? QVariant() : own->first().first();
    const QString type
        = target.kind == WorkspaceKind::Business ? QStringLiteral("business") : QStringLiteral("freelancer");
    const Prediction::Fields fields{{QLatin1String("active_profile_type"), type},
        {QLatin1String("active_profile_id"), team ? freelancer : QVariant(target.id)},
        {QLatin1String("active_team_id"), team ? QVariant(target.id) : QVariant()}};
    const auto done
        = prediction.insert(QLatin1String("session_context"), {QStringLiteral("user"), prediction.user().uuid()},
            Prediction::Fields{{QLatin1String("user_id"), prediction.user().uuid()}} + fields);
    return done ? prediction.update(QLatin1String("session_context"), prediction.user().uuid(), fields) : done;
}

} // namespace projective::effect
