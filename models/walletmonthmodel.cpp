#include "models/walletmonthmodel.h"

#include "models/fields.h"

namespace projective {

WalletMonthModel::WalletMonthModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void WalletMonthModel::showOf(WalletId wallet, QDate lastMonth)
{
    const QDate last(lastMonth.year(), lastMonth.month(), 1);
    setQuery({QStringLiteral(R"(
with recursive months(month, number) as (
  select date(?2, '-11 months'), 1 union all select date(month, '+1 month'), number + 1 from months where number < 12)
select m.month, coalesce(w.credit_cents, 0), coalesce(w.debit_cents, 0)
from months m left join wallet_months w on w.wallet_id = ?1 and w.month = m.month order by m.month)"),
        {wallet.bytes(), last.toString(Qt::ISODate)}, 1});
}

WalletMonthRecord WalletMonthModel::read(const query::Row &row) const
{
    Fields fields(row);
    WalletMonthRecord month;
    month.month = QDate::fromString(fields.text(), Qt::ISODate);
    month.creditCents = fields.number();
    month.debitCents = fields.number();
    return month;
}

QVariant WalletMonthModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WalletMonthRecord &month = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case MonthRole:
        return month.month;
    case CreditCentsRole:
        return month.creditCents;
    case DebitCentsRole:
        return month.debitCents;
    default:
        return {};
    }
}

QHash<int, QByteArray> WalletMonthModel::roleNames() const
{
    return {{MonthRole, "month"}, {CreditCentsRole, "creditCents"}, {DebitCentsRole, "debitCents"}};
}

} // namespace projective
