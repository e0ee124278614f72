#pragma once

#include "sync/commands/command.h"

#include <QList>

namespace projective {

using AttachmentId = Id<struct AttachmentTag>;

/// Hands in work for approval. Class: precondition on the status.
struct SubmitStage {
    static constexpr QLatin1String name{"submit_stage"};

    SubmissionId submission; ///< made by the client
    StageId stage;
    QString notes;
    QList<AttachmentId> files; ///< uploaded; a file-based stage needs at least one
    QString expectedStatus = QStringLiteral("in_progress"); ///< or "revisions"

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
