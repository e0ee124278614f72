#pragma once

#include "sync/commands/command.h"

#include "sync/base/money.h"

namespace projective {

/// Adds a stage with its budget rule (and, if `channel` is set, a channel of its own) to a project. Class: queue.
struct CreateStage {
    static constexpr QLatin1String name{"create_stage"};

    StageId stage; ///< made by the client
    ProjectId project;
    QString title; ///< the column and argument `name`
    int order = 0; ///< ties are broken by id
    QString description;
    QString stageType; ///< "file_based", "session", "group_session", "management" or "maintenance"
    QString ipMode; ///< "exclusive_transfer", "licensed_use", "template_only", "internal_only"; may be empty
    QDateTime dueDate; ///< may be invalid: none
    BudgetRuleId budgetRule; ///< made by the client
    QString budgetType; ///< "fixed", "cap" or "free"
    Money budget; ///< 0 for a free stage
    QString budgetNotes;
    ChannelId channel; ///< made by the client; null: no channel

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
