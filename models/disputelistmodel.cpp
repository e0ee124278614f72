#include "models/disputelistmodel.h"

#include "models/fields.h"

namespace projective {

namespace {

// What an ended dispute was about is what its end divided; until then it is what the escrow holds.
constexpr QLatin1String sql(R"(
select d.id, d.status, d.decided_by is not null, d.decision_release_cents is not null,
  exists (select 1 from dispute_offers x where x.dispute_id = d.id and x.status = 'accepted'),
  d.opened_by_type = 'business', opener.display_name,
  coalesce(bp.name, bc.name, json_extract(a.terms, '$.business')), coalesce(t.name, u.display_name), d.reason,
  d.claim_release_cents, e.currency,
  case when d.status in ('open', 'under_review') then e.amount_cents - e.released_cents - e.refunded_cents
    else coalesce(d.decision_release_cents + d.decision_refund_cents, 0) end, e.currency,
  d.created_at, d.respond_by, d.escalated_at, d.decided_at, decider.display_name, d.resolution_notes,
  d.decision_release_cents, e.currency, d.decision_refund_cents, e.currency,
  b.id is not null, b.release_cents, e.currency, b.status, b.created_at,
  p.id is not null, p.release_cents, e.currency, p.status, p.created_at
from escrows e
  join disputes d on d.escrow_id = e.id
  left join users_public opener on opener.user_id = d.opened_by_user
  left join users_public decider on decider.user_id = d.decided_by
  left join stage_assignments a on a.id = e.assignment_id
  left join business_profiles bp on bp.id = e.payer_business_id
  left join business_cards bc on bc.id = e.payer_business_id
  left join freelancer_profiles f on e.payee_type = 'freelancer' and f.id = e.payee_id
  left join users_public u on u.user_id = f.user_id
  left join teams t on e.payee_type = 'team' and t.id = e.payee_id
  left join dispute_offers b on b.id = (select x.id from dispute_offers x
     where x.dispute_id = d.id and x.offered_by_type = 'business' order by x.created_at desc, x.id desc limit 1)
  left join dispute_offers p on p.id = (select x.id from dispute_offers x
     where x.dispute_id = d.id and x.offered_by_type <> 'business' order by x.created_at desc, x.id desc limit 1)
where e.project_stage_id = ?1 order by d.created_at desc, d.id)");

DisputeOffer readOffer(Fields &fields)
{
    DisputeOffer offer;
    offer.made = fields.flag();
    offer.release = fields.money();
    offer.status = fields.text();
    offer.createdAt = fields.time();
    return offer;
}

DisputeRecord::State readState(Fields &fields)
{
    using State = DisputeRecord::State;
    const QString status = fields.text();
    const bool byModerator = fields.flag();
    const bool divided = fields.flag();
    const bool agreed = fields.flag();
    if (status == QLatin1String("open"))
        return State::Open;
    if (status == QLatin1String("under_review"))
        return State::UnderReview;
    if (byModerator)
        return State::Decided;
    return agreed ? State::Agreed : divided ? State::Unanswered : State::Withdrawn;
}

QVariant centsOf(const DisputeOffer &offer)
{
    return offer.made ? QVariant(offer.release.cents) : QVariant();
}

} // namespace

DisputeListModel::DisputeListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void DisputeListModel::showStage(StageId stage)
{
    setQuery({sql, {stage.bytes()}, 1});
}

DisputeRecord DisputeListModel::read(const query::Row &row) const
{
    Fields fields(row);
    DisputeRecord dispute;
    dispute.id = fields.id<DisputeId>();
    dispute.state = readState(fields);
    dispute.openedByBuyer = fields.flag();
    dispute.openerName = fields.text();
    dispute.buyerName = fields.text();
    dispute.payeeName = fields.text();
    dispute.reason = fields.text();
    dispute.claim = fields.money();
    dispute.disputed = fields.money();
    dispute.createdAt = fields.time();
    dispute.respondBy = fields.time();
    dispute.escalatedAt = fields.time();
    dispute.endedAt = fields.time();
    dispute.deciderName = fields.text();
    dispute.notes = fields.text();
    dispute.released = fields.money();
    dispute.refunded = fields.money();
    dispute.buyerOffer = readOffer(fields);
    dispute.payeeOffer = readOffer(fields);
    return dispute;
}

QVariant DisputeListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DisputeRecord &dispute = record(index.row());
    switch (role) {
    case IdRole:
        return dispute.id.uuid();
    case StateRole:
        return static_cast<int>(dispute.state);
    case OpenedByBuyerRole:
        return dispute.openedByBuyer;
    case OpenerRole:
        return dispute.openerName;
    case BuyerRole:
        return dispute.buyerName;
    case PayeeRole:
        return dispute.payeeName;
    case Qt::DisplayRole:
    case ReasonRole:
        return dispute.reason;
    case ClaimCentsRole:
        return dispute.claim.cents;
    case DisputedCentsRole:
        return dispute.disputed.cents;
    case CurrencyRole:
        return dispute.claim.currency;
    case CreatedAtRole:
        return dispute.createdAt;
    case RespondByRole:
        return dispute.respondBy;
    case EndedAtRole:
        return dispute.endedAt;
    case DeciderRole:
        return dispute.deciderName;
    case NotesRole:
        return dispute.notes;
    case ReleasedCentsRole:
        return dispute.released.cents;
    case RefundedCentsRole:
        return dispute.refunded.cents;
    case BuyerOfferCentsRole:
        return centsOf(dispute.buyerOffer);
    case PayeeOfferCentsRole:
        return centsOf(dispute.payeeOffer);
    default:
        return {};
    }
}

QHash<int, QByteArray> DisputeListModel::roleNames() const
{
    return {{IdRole, "id"}, {StateRole, "state"}, {OpenedByBuyerRole, "openedByBuyer"}, {OpenerRole, "opener"},
        {BuyerRole, "buyer"}, {PayeeRole, "payee"}, {ReasonRole, "reason"}, {ClaimCentsRole, "claimCents"},
        {DisputedCentsRole, "disputedCents"}, {CurrencyRole, "currency"}, {CreatedAtRole, "createdAt"},
        {RespondByRole, "respondBy"}, {EndedAtRole, "endedAt"}, {DeciderRole, "decider"}, {NotesRole, "notes"},
        {ReleasedCentsRole, "releasedCents"}, {RefundedCentsRole, "refundedCents"},
        {BuyerOfferCentsRole, "buyerOfferCents"}, {PayeeOfferCentsRole, "payeeOfferCents"}};
}

} // namespace projective
