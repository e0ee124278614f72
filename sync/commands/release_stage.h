#pragma once

#include "sync/commands/command.h"

namespace projective {

/// Pays out the escrow of an approved stage. Class: online.
struct ReleaseStage {
    static constexpr QLatin1String name{"release_stage"};

    StageId stage;
    QString expectedStatus = QStringLiteral("approved");

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
