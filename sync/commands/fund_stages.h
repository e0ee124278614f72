#pragma once

#include "sync/commands/command.h"

#include <QList>

namespace projective {

/// Moves the budgets of accepted stages into escrow, all or none. Class: online.
struct FundStages {
    static constexpr QLatin1String name{"fund_stages"};

    QList<StageId> stages;
    WalletId wallet; ///< null: the acting business's wallet in the stages' currency

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
