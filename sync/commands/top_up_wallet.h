#pragma once

#include "sync/commands/command.h"

#include "sync/base/money.h"

namespace projective {

/// Pays money into a wallet of the acting workspace. Class: online.
struct TopUpWallet {
    static constexpr QLatin1String name{"top_up_wallet"};

    WalletId wallet; ///< null: the workspace's wallet in `amount.currency`, made if there is none
    Money amount; ///< > 0

    [[nodiscard]] Command command(const Workspace &actingAs) const;
};

} // namespace projective
