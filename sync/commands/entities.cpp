#include "sync/commands/entities.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>

namespace projective {

namespace {

enum class Role { Creates, Changes, Needs };

/// An argument that names a row. "budget.rule" is a field of an object, an array names one row by element.
struct Naming {
    Role role;
    const char *argument;
    const char *relation;
};

struct Known {
    CommandClass commandClass;
    QList<Naming> names;
};

using enum CommandClass;
using enum Role;

const QHash<QString, Known> &known()
{
    static const QHash<QString, Known> commands{
        {QStringLiteral("create_project"),
            {Queue, {{Creates, "project", "projects"}, {Creates, "channel", "project_channels"}}}},
        {QStringLiteral("create_stage"),
            {Queue,
                {{Creates, "stage", "project_stages"}, {Creates, "budget.rule", "stage_budget_rules"},
                    {Creates, "channel", "project_channels"}, {Needs, "project", "projects"}}}},
        {QStringLiteral("send_message"),
            {Queue, {{Creates, "message", "project_messages"}, {Needs, "channel", "project_channels"}}}},
        {QStringLiteral("edit_message"), {Queue, {{Changes, "message", "project_messages"}}}},
        {QStringLiteral("delete_message"), {Queue, {{Changes, "message", "project_messages"}}}},
        {QStringLiteral("mark_read"),
            {Queue, {{Changes, "channel", "channel_reads"}, {Needs, "channel", "project_channels"}}}},
        {QStringLiteral("mark_notification_read"), {Queue, {{Changes, "notifications", "notifications"}}}},
        {QStringLiteral("archive_notification"), {Queue, {{Changes, "notifications", "notifications"}}}},
        {QStringLiteral("snooze_notification"), {Queue, {{Changes, "notifications", "notifications"}}}},
        {QStringLiteral("switch_workspace"), {Queue, {}}},
        {QStringLiteral("update_notification_prefs"), {Queue, {}}},
        {QStringLiteral("activate_project"), {Precondition, {{Changes, "project", "projects"}}}},
        {QStringLiteral("accept_assignment"), {Precondition, {{Changes, "assignment", "stage_assignments"}}}},
        {QStringLiteral("decline_assignment"), {Precondition, {{Changes, "assignment", "stage_assignments"}}}},
        {QStringLiteral("start_stage"), {Precondition, {{Changes, "stage", "project_stages"}}}},
        {QStringLiteral("submit_stage"),
            {Precondition, {{Creates, "submission", "stage_submissions"}, {Changes, "stage", "project_stages"}}}},
        {QStringLiteral("request_revision"),
            {Precondition, {{Creates, "request", "stage_revision_requests"}, {Changes, "stage", "project_stages"}}}},
        {QStringLiteral("answer_revision"), {Precondition, {{Changes, "request", "stage_revision_requests"}}}},
        {QStringLiteral("hold_project"), {OnlineOnly, {{Changes, "project", "projects"}}}},
        {QStringLiteral("resume_project"), {OnlineOnly, {{Changes, "project", "projects"}}}},
        {QStringLiteral("assign_stage"),
            {OnlineOnly, {{Creates, "assignment", "stage_assignments"}, {Changes, "stage", "project_stages"}}}},
        {QStringLiteral("fund_stages"), {OnlineOnly, {{Changes, "stages", "project_stages"}}}},
        {QStringLiteral("approve_stage"), {OnlineOnly, {{Changes, "stage", "project_stages"}}}},
        {QStringLiteral("release_stage"), {OnlineOnly, {{Changes, "stage", "project_stages"}}}},
        {QStringLiteral("top_up_wallet"), {OnlineOnly, {{Changes, "wallet", "wallets"}}}},
    };
    return commands;
}

void appendRows(QStringList &rows, const QString &relation, const QJsonValue &value)
{
    if (value.isArray()) {
        const QJsonArray elements = value.toArray();
        for (const auto &element : elements)
            appendRows(rows, relation, element);
    } else if (const QString id = value.toString(); !QUuid::fromString(id).isNull()) {
        rows.append(relation + u':' + id);
    }
}

QJsonValue argumentOf(const QJsonObject &args, const QString &path)
{
    const qsizetype dot = path.indexOf(u'.');
    return dot < 0 ? args.value(path) : args.value(path.left(dot)).toObject().value(path.mid(dot + 1));
}

bool overlap(const QStringList &a, const QStringList &b)
{
    return std::any_of(a.begin(), a.end(), [&](const QString &row) { return b.contains(row); });
}

/// Arguments of commands that this program does not know (newer server, script): each id may be any row.
void guess(Entities &entities, const QJsonValue &value)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto at = object.begin(); at != object.end(); ++at)
            guess(entities, at.value());
    } else if (value.isArray()) {
        const QJsonArray elements = value.toArray();
        for (const auto &element : elements)
            guess(entities, element);
    } else if (!QUuid::fromString(value.toString()).isNull()) {
        entities.changes.append(QStringLiteral("any:") + value.toString());
    }
}

} // namespace

bool dependsOn(const Entities &later, const Entities &earlier)
{
    for (const QStringList &rows : {later.creates, later.changes, later.needs}) {
        if (overlap(rows, earlier.creates) || overlap(rows, earlier.changes))
            return true;
    }
    return false;
}

Entities entitiesOf(const Command &command)
{
    Entities entities;
    const auto found = known().constFind(command.name);
    if (found == known().constEnd()) {
        guess(entities, command.args);
        return entities;
    }
    for (const Naming &naming : found->names) {
        QStringList &rows = naming.role == Creates ? entities.creates
            : naming.role == Changes               ? entities.changes
                                                   : entities.needs;
        appendRows(
            rows, QString::fromLatin1(naming.relation), argumentOf(command.args, QString::fromLatin1(naming.argument)));
    }
    return entities;
}

std::optional<CommandClass> knownCommandClass(const QString &name)
{
    const auto found = known().constFind(name);
    return found == known().constEnd() ? std::nullopt : std::optional(found->commandClass);
}

std::optional<CommandClass> commandClassFromName(const QString &name)
{
    for (const CommandClass candidate : {Queue, Precondition, OnlineOnly}) {
        if (name == commandClassName(candidate))
            return candidate;
    }
    return std::nullopt;
}

QString commandClassName(CommandClass commandClass)
{
    switch (commandClass) {
    case Queue:
        return QStringLiteral("queue");
    case Precondition:
        return QStringLiteral("precondition");
    case OnlineOnly:
        return QStringLiteral("online");
    }
    Q_UNREACHABLE();
}

} // namespace projective
