#pragma once

#include "sync/commands/command.h"

namespace projective {

/// The buyer asks for changes to what was submitted. Class: precondition on the status.
struct RequestRevision {
    static constexpr QLatin1String name{"request_revision"};

    RevisionRequestId request; ///< made by the client
    StageId stage;
    QString type; ///< "minor" or "major"
    QString reason;
    QString expectedStatus = QStringLiteral("submitted");
    SubmissionId expectedSubmission; ///< the version that was on screen; null: any

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
