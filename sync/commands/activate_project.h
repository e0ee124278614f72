#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Opens a draft project for work; it needs a stage with a budget. Class: precondition on the status.
struct ActivateProject {
    static constexpr QLatin1String name{"activate_project"};

    ProjectId project;
    QString expectedStatus = QStringLiteral("draft");

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
