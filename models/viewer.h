#pragma once

#include "sync/base/ids.h"
#include "sync/base/workspace.h"

#include <QVariantList>

namespace projective {

/// Who reads, and as whom they act: what decides which rows are "mine" and what one may do with them.
struct Viewer {
    UserId user;
    Workspace workspace;

    /// The first two parameters of every query that asks for it: user (?1) and workspace (?2).
    [[nodiscard]] QVariantList params() const { return {user.bytes(), workspace.id.toRfc4122()}; }
    friend bool operator==(const Viewer &, const Viewer &) = default;
};

/// What the person's role in the acting workspace lets them do there, by the same rules as the server's. Until that is
/// read everything is assumed: the server has the last word.
struct WorkspaceRights {
    bool hires = true; ///< starts projects, of a business
    bool funds = true; ///< moves its money
    bool seesMoney = true; ///< sees its wallets
    friend bool operator==(const WorkspaceRights &, const WorkspaceRights &) = default;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::WorkspaceRights)
