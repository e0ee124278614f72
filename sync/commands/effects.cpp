#include "sync/commands/effects.h"

#include "sync/commands/effectlist.h"

#include <QHash>

#include <cmath>

namespace projective {

Result<void> runEffect(const Command &command, Prediction &prediction)
{
    using Effect = Result<void> (*)(const Command &, Prediction &);
    static const QHash<QString, Effect> effects{
        {QStringLiteral("accept_assignment"), effect::acceptAssignment},
        {QStringLiteral("activate_project"), effect::activateProject},
        {QStringLiteral("answer_revision"), effect::answerRevision},
        {QStringLiteral("archive_notification"), effect::archiveNotification},
        {QStringLiteral("create_project"), effect::createProject},
        {QStringLiteral("create_stage"), effect::createStage},
        {QStringLiteral("decline_assignment"), effect::declineAssignment},
        {QStringLiteral("delete_message"), effect::deleteMessage},
        {QStringLiteral("edit_message"), effect::editMessage},
        {QStringLiteral("mark_notification_read"), effect::markNotificationRead},
        {QStringLiteral("mark_read"), effect::markRead},
        {QStringLiteral("request_revision"), effect::requestRevision},
        {QStringLiteral("send_message"), effect::sendMessage},
        {QStringLiteral("snooze_notification"), effect::snoozeNotification},
        {QStringLiteral("start_stage"), effect::startStage},
        {QStringLiteral("submit_stage"), effect::submitStage},
        {QStringLiteral("switch_workspace"), effect::switchWorkspace},
        {QStringLiteral("update_notification_prefs"), effect::updateNotificationPrefs},
    };
    const auto found = effects.constFind(command.name);
    return found == effects.constEnd() ? Result<void>() : (*found)(command, prediction);
}

namespace effect {

QUuid uuidOf(const QJsonObject &args, QLatin1String name)
{
    return QUuid::fromString(args.value(name).toString());
}

QVariant uuidArgument(const QJsonObject &args, QLatin1String name)
{
    const QUuid id = uuidOf(args, name);
    return id.isNull() ? QVariant() : QVariant(id);
}

QVariant textArgument(const QJsonObject &args, QLatin1String name)
{
    const QJsonValue value = args.value(name);
    return value.isString() ? QVariant(value.toString()) : QVariant();
}

QVariant integerArgument(const QJsonObject &args, QLatin1String name)
{
    const QJsonValue value = args.value(name);
    return value.isDouble() ? QVariant(value.toInteger()) : QVariant();
}

QVariant timeArgument(const QJsonObject &args, QLatin1String name)
{
    const QString text = args.value(name).toString();
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return {};
    // QDateTime ends at milliseconds; the argument may go to microseconds.
    const qsizetype dot = text.indexOf(u'.');
    const QString digits = dot < 0 ? QString() : text.mid(dot + 1, text.size() - dot - 2).leftJustified(6, u'0');
    return time.toSecsSinceEpoch() * 1'000'000 + digits.toLongLong();
}

Result<std::optional<QUuid>> liveAssignment(Prediction &prediction, const QUuid &stage)
{
    const auto rows = prediction.rows(QStringLiteral("SELECT id FROM stage_assignments WHERE project_stage_id = ? "
                                                     "AND status IN ('accepted', 'active') AND ended_at IS NULL"),
        {stage});
    if (!rows)
        return tl::unexpected(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(QUuid::fromRfc4122(rows->first().first().toByteArray()));
}

} // namespace effect

} // namespace projective
