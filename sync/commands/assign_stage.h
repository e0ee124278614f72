#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Invites a freelancer or a team to an open stage. Exactly one of `freelancer` and `team` is set. Class: online.
struct AssignStage {
    static constexpr QLatin1String name{"assign_stage"};

    AssignmentId assignment; ///< made by the client
    StageId stage;
    FreelancerId freelancer;
    TeamId team;

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
