#pragma once

#include "sync/commands/command.h"

#include <optional>

namespace projective {

/// The buyer approves what was submitted and, with `release`, pays in the same act. Class: online.
struct ApproveStage {
    static constexpr QLatin1String name{"approve_stage"};

    StageId stage;
    bool release = false;
    std::optional<qint64> releaseCents; ///< less than all of the escrow; minor units, > 0
    QString expectedStatus = QStringLiteral("submitted");
    SubmissionId expectedSubmission; ///< the version that was on screen; null: any

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
