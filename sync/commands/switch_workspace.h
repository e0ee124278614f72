#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Makes a workspace the default of the next sign-in. Class: queue.
struct SwitchWorkspace {
    static constexpr QLatin1String name{"switch_workspace"};

    Workspace workspace;

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
