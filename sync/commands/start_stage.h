#pragma once

#include "sync/commands/command.h"

namespace projective {

/// The assignee starts work on a funded stage. Class: precondition on the status.
struct StartStage {
    static constexpr QLatin1String name{"start_stage"};

    StageId stage;
    QString expectedStatus = QStringLiteral("assigned");

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
