#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Creates a project in draft, with its #general channel, for the acting business. Class: queue.
struct CreateProject {
    static constexpr QLatin1String name{"create_project"};

    ProjectId project; ///< made by the client
    ChannelId channel; ///< made by the client: becomes #general
    QString title;
    QString description;
    QString visibility; ///< "public" or "invite_only"; empty: the server's default

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
