#include "sync/commands/create_stage.h"

#include "sync/commands/arguments.h"

namespace projective {

Command CreateStage::command(const Workspace &actingAs) const
{
    QJsonObject rule{{QLatin1String("rule"), budgetRule.toString()}, {QLatin1String("type"), budgetType}};
    if (budgetType != QLatin1String("free")) {
        rule.insert(QLatin1String("amount_currency"), budget.currency);
        rule.insert(QLatin1String("amount_cents"), budget.cents);
    }
    insertText(rule, QLatin1String("notes"), budgetNotes);
    QJsonObject args{{QLatin1String("stage"), stage.toString()}, {QLatin1String("project"), project.toString()},
        {QLatin1String("name"), title}, {QLatin1String("order"), order}, {QLatin1String("stage_type"), stageType},
        {QLatin1String("budget"), rule}};
    insertText(args, QLatin1String("description"), description);
    insertText(args, QLatin1String("ip_mode"), ipMode);
    if (dueDate.isValid())
        args.insert(QLatin1String("due_date"), jsonTime(dueDate));
    insertId(args, QLatin1String("channel"), channel);
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
