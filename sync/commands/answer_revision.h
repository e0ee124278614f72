#pragma once

#include "sync/commands/command.h"

#include <optional>

namespace projective {

/// The assignee answers a request for changes. Class: precondition on the request's status.
struct AnswerRevision {
    static constexpr QLatin1String name{"answer_revision"};

    RevisionRequestId request;
    bool accepts = true; ///< else declines, which only a major one can be
    std::optional<qint64> extraCents; ///< what accepting a major one costs more; funded before the work is handed in
    QString expectedStatus = QStringLiteral("open");

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
