#include "models/transactionmodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr int step = 200;

constexpr QLatin1String sql(R"(
select x.id, x.seq, x.direction = 'credit', x.amount_cents, x.currency, x.reason, x.balance_after_cents, x.available_at,
  x.created_at, coalesce(g.name, json_extract(a.terms, '$.stage')), coalesce(p.title, json_extract(a.terms, '$.project')),
  g.id, p.id
from transactions x
  left join escrows e on x.ref_table = 'finance.escrows' and e.id = x.ref_id
  left join stage_assignments a on a.id = e.assignment_id
  left join project_stages g on g.id = e.project_stage_id
  left join projects p on p.id = g.project_id
where x.wallet_id = ?1 and (?2 is null or x.direction = ?2)
order by x.seq desc limit ?3)");

} // namespace

TransactionModel::TransactionModel(query::Source &source, QObject *parent)
    : RecordModel(source, ColumnCount, parent)
{
}

void TransactionModel::showOf(WalletId wallet, Filter filter)
{
    const QVariant direction = filter == Filter::All ? QVariant()
        : filter == Filter::In                       ? QVariant(QStringLiteral("credit"))
                                                     : QVariant(QStringLiteral("debit"));
    setWindowedQuery({sql, {wallet.bytes(), direction}, 1}, step);
}

TransactionRecord TransactionModel::read(const query::Row &row) const
{
    Fields fields(row);
    TransactionRecord entry;
    entry.id = fields.uuid();
    entry.seq = fields.number();
    entry.credit = fields.flag();
    entry.amountCents = fields.number();
    entry.currency = fields.text();
    entry.reason = fields.text();
    entry.balanceAfterCents = fields.number();
    entry.availableAt = fields.time();
    entry.createdAt = fields.time();
    entry.stageName = fields.text();
    entry.projectTitle = fields.text();
    entry.stage = fields.uuid();
    entry.project = fields.uuid();
    return entry;
}

QVariant TransactionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TransactionRecord &entry = record(index.row());
    switch (role) {
    case IdRole:
        return entry.id;
    case SeqRole:
        return entry.seq;
    case AmountCentsRole:
        return entry.credit ? entry.amountCents : -entry.amountCents;
    case CurrencyRole:
        return entry.currency;
    case ReasonRole:
        return entry.reason;
    case BalanceAfterCentsRole:
        return entry.balanceAfterCents;
    case AvailableAtRole:
        return entry.availableAt;
    case CreatedAtRole:
        return entry.createdAt;
    case StageNameRole:
        return entry.stageName;
    case ProjectTitleRole:
        return entry.projectTitle;
    default:
        return {};
    }
}

QHash<int, QByteArray> TransactionModel::roleNames() const
{
    return {{IdRole, "id"}, {SeqRole, "seq"}, {AmountCentsRole, "amountCents"}, {CurrencyRole, "currency"},
        {ReasonRole, "reason"}, {BalanceAfterCentsRole, "balanceAfterCents"}, {AvailableAtRole, "availableAt"},
        {CreatedAtRole, "createdAt"}, {StageNameRole, "stageName"}, {ProjectTitleRole, "projectTitle"}};
}

} // namespace projective
