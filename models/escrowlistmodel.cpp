#include "models/escrowlistmodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr QLatin1String columns(R"(
select e.id, e.project_stage_id, coalesce(g.project_id, k.project_id),
  coalesce(g.name, json_extract(a.terms, '$.stage')), coalesce(p.title, json_extract(a.terms, '$.project')),
  coalesce(t.name, u.display_name), coalesce(bp.name, bc.name, json_extract(a.terms, '$.business')),
  e.status, e.currency, e.amount_cents, e.released_cents, e.refunded_cents, e.revision_request_id is not null,
  e.created_at, e.settled_at
from escrows e
  left join stage_assignments a on a.id = e.assignment_id
  left join maintenance_contracts k on k.id = e.contract_id
  left join project_stages g on g.id = e.project_stage_id
  left join projects p on p.id = g.project_id
  left join freelancer_profiles f on e.payee_type = 'freelancer' and f.id = e.payee_id
  left join users_public u on u.user_id = f.user_id
  left join teams t on e.payee_type = 'team' and t.id = e.payee_id
  left join business_profiles bp on bp.id = e.payer_business_id
  left join business_cards bc on bc.id = e.payer_business_id
where )");

} // namespace

EscrowListModel::EscrowListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void EscrowListModel::showStage(StageId stage)
{
    setQuery({columns + QStringLiteral("e.project_stage_id = ? order by e.created_at, e.id"), {stage.bytes()}, 1});
}

void EscrowListModel::showLiveOf(const Workspace &workspace)
{
    setQuery({columns
            + QStringLiteral("(e.payer_business_id = ?1 or e.payee_id = ?1) and e.status in ('funded', 'disputed') "
                             "order by e.created_at desc, e.id"),
        {workspace.id.toRfc4122()}, 1});
}

EscrowRecord EscrowListModel::read(const query::Row &row) const
{
    Fields fields(row);
    EscrowRecord escrow;
    escrow.id = fields.id<EscrowId>();
    escrow.stage = fields.id<StageId>();
    escrow.project = fields.id<ProjectId>();
    escrow.stageName = fields.text();
    escrow.projectTitle = fields.text();
    escrow.payeeName = fields.text();
    escrow.payerName = fields.text();
    escrow.status = fields.text();
    escrow.currency = fields.text();
    escrow.amountCents = fields.number();
    escrow.releasedCents = fields.number();
    escrow.refundedCents = fields.number();
    escrow.extra = fields.flag();
    escrow.createdAt = fields.time();
    escrow.settledAt = fields.time();
    return escrow;
}

QVariant EscrowListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EscrowRecord &escrow = record(index.row());
    switch (role) {
    case IdRole:
        return escrow.id.uuid();
    case StageRole:
        return escrow.stage.uuid();
    case Qt::DisplayRole:
    case StageNameRole:
        return escrow.stageName;
    case ProjectTitleRole:
        return escrow.projectTitle;
    case PayeeNameRole:
        return escrow.payeeName;
    case PayerNameRole:
        return escrow.payerName;
    case StatusRole:
        return escrow.status;
    case CurrencyRole:
        return escrow.currency;
    case AmountCentsRole:
        return escrow.amountCents;
    case ReleasedCentsRole:
        return escrow.releasedCents;
    case RefundedCentsRole:
        return escrow.refundedCents;
    case RemainingCentsRole:
        return escrow.remainingCents();
    case CreatedAtRole:
        return escrow.createdAt;
    default:
        return {};
    }
}

QHash<int, QByteArray> EscrowListModel::roleNames() const
{
    return {{IdRole, "id"}, {StageRole, "stage"}, {StageNameRole, "stageName"}, {ProjectTitleRole, "projectTitle"},
        {PayeeNameRole, "payeeName"}, {PayerNameRole, "payerName"}, {StatusRole, "status"}, {CurrencyRole, "currency"},
        {AmountCentsRole, "amountCents"}, {ReleasedCentsRole, "releasedCents"}, {RefundedCentsRole, "refundedCents"},
        {RemainingCentsRole, "remainingCents"}, {CreatedAtRole, "createdAt"}};
}

} // namespace projective
