#include "sync/commands/effectlist.h"

namespace projective::effect {

namespace {

/// As api.stage_channel_name() and api.add_stage_channel() name it.
QString channelName(const QString &stageName, qint64 order)
{
    QString name;
    for (const QChar c : stageName) {
        // Only ASCII is lowered and kept, so that both sides agree in any locale.
        const char16_t lower = c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c.unicode() + 32) : c.unicode();
        const bool kept = (lower >= u'a' && lower <= u'z') || (lower >= u'0' && lower <= u'9');
        if (kept)
            name += QChar(lower);
        else if (!name.endsWith(u'-') && !name.isEmpty())
            name += u'-';
    }
    if (name.endsWith(u'-'))
        name.chop(1);
    name = name.left(40);
    return u'#' + (name.isEmpty() ? QStringLiteral("stage-%1").arg(order) : name);
}

Result<void> addChannel(const QJsonObject &args, Prediction &prediction)
{
    const QVariant project = uuidArgument(args, QLatin1String("project"));
    QString name = channelName(args[QLatin1String("name")].toString(), args[QLatin1String("order")].toInteger());
    const auto taken = prediction.rows(
        QStringLiteral("SELECT 1 FROM project_channels WHERE project_id = ? AND name = ?"), {project, name});
    if (!taken)
        return tl::unexpected(taken.error());
    if (!taken->isEmpty())
        name += u'-' + args[QLatin1String("channel")].toString().right(6);
    return prediction.insert(QLatin1String("project_channels"),
        {QStringLiteral("channel"), uuidOf(args, QLatin1String("channel"))},
        {{QLatin1String("id"), uuidArgument(args, QLatin1String("channel"))}, {QLatin1String("project_id"), project},
            {QLatin1String("name"), name}, {QLatin1String("stage_id"), uuidArgument(args, QLatin1String("stage"))},
            {QLatin1String("visibility"), QStringLiteral("owner_and_assignees")}});
}

} // namespace

Result<void> createStage(const Command &command, Prediction &prediction)
{
    const QJsonObject &args = command.args;
    const QJsonObject budget = args[QLatin1String("budget")].toObject();
    auto done = prediction.insert(QLatin1String("project_stages"),
        {QStringLiteral("project"), uuidOf(args, QLatin1String("project"))},
        {{QLatin1String("id"), uuidArgument(args, QLatin1String("stage"))},
            {QLatin1String("project_id"), uuidArgument(args, QLatin1String("project"))},
            {QLatin1String("name"), textArgument(args, QLatin1String("name"))},
            {QLatin1String("order"), integerArgument(args, QLatin1String("order"))},
            {QLatin1String("description"), textArgument(args, QLatin1String("description"))},
            {QLatin1String("status"), QStringLiteral("open")},
            {QLatin1String("stage_type"), textArgument(args, QLatin1String("stage_type"))},
            {QLatin1String("ip_mode"), textArgument(args, QLatin1String("ip_mode"))},
            {QLatin1String("due_date"), timeArgument(args, QLatin1String("due_date"))}});
    if (done) {
        done = prediction.insert(QLatin1String("stage_budget_rules"), {QStringLiteral("business"), command.actingAs.id},
            {{QLatin1String("id"), uuidArgument(budget, QLatin1String("rule"))},
                {QLatin1String("project_stage_id"), uuidArgument(args, QLatin1String("stage"))},
                {QLatin1String("type"), textArgument(budget, QLatin1String("type"))},
                {QLatin1String("amount_currency"), textArgument(budget, QLatin1String("amount_currency"))},
                {QLatin1String("amount_cents"), integerArgument(budget, QLatin1String("amount_cents"))},
                {QLatin1String("notes"), textArgument(budget, QLatin1String("notes"))}});
    }
    return done && !uuidOf(args, QLatin1String("channel")).isNull() ? addChannel(args, prediction) : done;
}

} // namespace projective::effect
