#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Declines an invitation. Class: precondition on the status.
struct DeclineAssignment {
    static constexpr QLatin1String name{"decline_assignment"};

    AssignmentId assignment;
    QString reason; ///< may be empty
    QString expectedStatus = QStringLiteral("invited");

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
