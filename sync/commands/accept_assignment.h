#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Accepts an invitation under the terms that were shown. Class: precondition on the hash of these terms.
struct AcceptAssignment {
    static constexpr QLatin1String name{"accept_assignment"};

    AssignmentId assignment;
    QString termsHash; ///< of the terms on screen: other terms meanwhile are a conflict

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
