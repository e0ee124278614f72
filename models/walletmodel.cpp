#include "models/walletmodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr QLatin1String sql(R"(
with held as (
  select x.wallet_id, sum(x.amount_cents) as cents, max(x.available_at) as until from transactions x
   where x.direction = 'credit' and x.available_at > ?3 group by x.wallet_id),
escrowed as (
  select e.currency, sum(e.amount_cents - e.released_cents - e.refunded_cents) as cents from escrows e
   where (e.payer_business_id = ?2 or e.payee_id = ?2) and e.status in ('funded', 'disputed') group by e.currency),
own as (select * from wallets w where w.owner_id = ?2 and w.owner_type in ('freelancer', 'business', 'team'))
select k.currency, w.id, coalesce(w.balance_cents, 0), min(coalesce(h.cents, 0), coalesce(w.balance_cents, 0)), h.until,
  coalesce(e.cents, 0)
from (select currency from own union select currency from escrowed) k
  left join own w on w.currency = k.currency
  left join held h on h.wallet_id = w.id
  left join escrowed e on e.currency = k.currency
order by k.currency)");

} // namespace

WalletModel::WalletModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void WalletModel::showOf(const Viewer &viewer, const QDateTime &now)
{
    setQuery({sql, viewer.params() + QVariantList{microseconds(now)}, 1});
}

const WalletRecord *WalletModel::inCurrency(const QString &currency) const
{
    for (const WalletRecord &wallet : records()) {
        if (wallet.currency == currency)
            return &wallet;
    }
    return nullptr;
}

WalletRecord WalletModel::read(const query::Row &row) const
{
    Fields fields(row);
    WalletRecord wallet;
    wallet.currency = fields.text();
    wallet.wallet = fields.id<WalletId>();
    wallet.balanceCents = fields.number();
    wallet.heldCents = fields.number();
    wallet.heldUntil = fields.time();
    wallet.escrowCents = fields.number();
    return wallet;
}

QVariant WalletModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WalletRecord &wallet = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case CurrencyRole:
        return wallet.currency;
    case WalletRole:
        return wallet.wallet.uuid();
    case BalanceCentsRole:
        return wallet.balanceCents;
    case AvailableCentsRole:
        return wallet.availableCents();
    case HeldCentsRole:
        return wallet.heldCents;
    case HeldUntilRole:
        return wallet.heldUntil;
    case EscrowCentsRole:
        return wallet.escrowCents;
    default:
        return {};
    }
}

QHash<int, QByteArray> WalletModel::roleNames() const
{
    return {{CurrencyRole, "currency"}, {WalletRole, "wallet"}, {BalanceCentsRole, "balanceCents"},
        {AvailableCentsRole, "availableCents"}, {HeldCentsRole, "heldCents"}, {HeldUntilRole, "heldUntil"},
        {EscrowCentsRole, "escrowCents"}};
}

} // namespace projective
