#include "models/projectmoneymodel.h"

#include "models/fields.h"

#include <QMap>

namespace projective {

namespace {

constexpr QLatin1String sql(R"(
with held as (
  select e.project_stage_id as stage, e.currency, sum(e.amount_cents) as funded, sum(e.released_cents) as released,
    sum(e.refunded_cents) as refunded,
    sum(case when e.status = 'disputed' then e.amount_cents - e.released_cents - e.refunded_cents else 0 end) as disputed
  from escrows e group by e.project_stage_id, e.currency),
prices as (
  select g.id as stage, coalesce(b.amount_currency, json_extract(a.terms, '$.amount_currency'), '') as currency,
    coalesce(b.amount_cents, json_extract(a.terms, '$.amount_cents'), 0) as cents
  from project_stages g left join stage_budget_rules b on b.project_stage_id = g.id
    left join stage_assignments a on a.id = (select x.id from stage_assignments x where x.project_stage_id = g.id
      order by x.ended_at is not null, x.created_at desc, x.id desc limit 1)
  where g.project_id = ?1),
lines as (select stage, currency from prices
  union select h.stage, h.currency from held h join prices p on p.stage = h.stage)
select l.stage, l.currency, g.name, g.status, coalesce(h.disputed, 0) > 0, g.closed_at is not null,
  case when p.currency = l.currency then p.cents else 0 end, coalesce(h.funded, 0), coalesce(h.released, 0),
  coalesce(h.refunded, 0), coalesce(h.disputed, 0)
from lines l join project_stages g on g.id = l.stage join prices p on p.stage = l.stage
  left join held h on h.stage = l.stage and h.currency = l.currency
order by g."order", g.id, l.currency)");

} // namespace

ProjectMoneyModel::ProjectMoneyModel(query::Source &source, QObject *parent)
    : RecordModel(source, ColumnCount, parent)
{
}

void ProjectMoneyModel::showProject(ProjectId project)
{
    setQuery({sql, {project.bytes()}, 2});
}

QList<ProjectMoneyRecord> ProjectMoneyModel::totals() const
{
    QMap<QString, ProjectMoneyRecord> sums;
    for (const ProjectMoneyRecord &line : records()) {
        if (line.currency.isEmpty())
            continue;
        ProjectMoneyRecord &sum = sums[line.currency];
        sum.currency = line.currency;
        // What was cancelled is no longer going to cost its price.
        sum.priceCents += line.state == StageState::Closed ? 0 : line.priceCents;
        sum.fundedCents += line.fundedCents;
        sum.releasedCents += line.releasedCents;
        sum.refundedCents += line.refundedCents;
        sum.disputedCents += line.disputedCents;
        sum.remainingCents += line.remainingCents;
    }
    return sums.values();
}

qint64 ProjectMoneyModel::cents(const ProjectMoneyRecord &money, int column)
{
    switch (column) {
    case PriceColumn:
        return money.priceCents;
    case FundedColumn:
        return money.fundedCents;
    case ReleasedColumn:
        return money.releasedCents;
    case RefundedColumn:
        return money.refundedCents;
    case DisputedColumn:
        return money.disputedCents;
    case RemainingColumn:
        return money.remainingCents;
    default:
        return 0;
    }
}

ProjectMoneyRecord ProjectMoneyModel::read(const query::Row &row) const
{
    Fields fields(row);
    ProjectMoneyRecord money;
    money.stage = fields.id<StageId>();
    money.currency = fields.text();
    money.name = fields.text();
    const QString status = fields.text();
    const bool frozen = fields.flag();
    money.state = stageState(status, frozen, fields.flag());
    money.priceCents = fields.number();
    money.fundedCents = fields.number();
    money.releasedCents = fields.number();
    money.refundedCents = fields.number();
    money.disputedCents = fields.number();
    money.remainingCents = money.fundedCents - money.releasedCents - money.refundedCents;
    return money;
}

QVariant ProjectMoneyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProjectMoneyRecord &money = record(index.row());
    switch (role) {
    case IdRole:
        return money.stage.uuid();
    case NameRole:
        return money.name;
    case StateRole:
        return static_cast<int>(money.state);
    case CurrencyRole:
        return money.currency;
    case PriceCentsRole:
        return money.priceCents;
    case FundedCentsRole:
        return money.fundedCents;
    case ReleasedCentsRole:
        return money.releasedCents;
    case RefundedCentsRole:
        return money.refundedCents;
    case DisputedCentsRole:
        return money.disputedCents;
    case RemainingCentsRole:
        return money.remainingCents;
    case CentsRole:
        return cents(money, index.column());
    default:
        return {};
    }
}

QHash<int, QByteArray> ProjectMoneyModel::roleNames() const
{
    return {{IdRole, "id"}, {NameRole, "name"}, {StateRole, "state"}, {CurrencyRole, "currency"},
        {PriceCentsRole, "priceCents"}, {FundedCentsRole, "fundedCents"}, {ReleasedCentsRole, "releasedCents"},
        {RefundedCentsRole, "refundedCents"}, {DisputedCentsRole, "disputedCents"},
        {RemainingCentsRole, "remainingCents"}};
}

} // namespace projective
