#include "sync/commands/top_up_wallet.h"

#include "sync/commands/arguments.h"

namespace projective {

Command TopUpWallet::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("amount_cents"), amount.cents}};
    if (wallet.isNull())
        args.insert(QLatin1String("currency"), amount.currency);
    else
        args.insert(QLatin1String("wallet"), wallet.toString());
    return {QString(name), actingAs, args, {}};
}

} // namespace projective
