#include "models/stagerecord.h"

#include "models/fields.h"

#include <algorithm>

namespace projective {

namespace {

// Who of the buyer's people may do something, by name. %1 is the list of roles.
constexpr QLatin1String peopleOfBusiness(R"(
  (select group_concat(display_name, ', ') from (
     select distinct u.display_name from users_public u
      where u.user_id = bp.owner_user_id
         or u.user_id in (select m.user_id from business_memberships m
                           where m.business_profile_id = bp.id and m.status = 'active' and m.role in (%1))
      order by u.display_name)))");

constexpr QLatin1String stageColumns(R"(
select k.id, coalesce(s.project_id, p.id), coalesce(p.title, json_extract(a.terms, '$.project')), p.status,
  coalesce(bp.name, bc.name, json_extract(a.terms, '$.business')),
  coalesce(s.name, json_extract(a.terms, '$.stage')),
  coalesce(s.description, json_extract(a.terms, '$.description')),
  coalesce(s.status, 'assigned'), s."order",
  coalesce(s.stage_type, json_extract(a.terms, '$.stage_type')), coalesce(s.ip_mode, json_extract(a.terms, '$.ip_mode')),
  s.due_date, json_extract(a.terms, '$.due_date'), s.completed_at, s.auto_approve_at, s.closed_at, s.closed_reason,
  coalesce(b.type, json_extract(a.terms, '$.type')),
  coalesce(b.amount_cents, json_extract(a.terms, '$.amount_cents')),
  coalesce(b.amount_currency, json_extract(a.terms, '$.amount_currency'), e.currency),
  coalesce(b.notes, json_extract(a.terms, '$.budget_notes')),
  a.id, a.ended_at is null and a.status in ('invited', 'accepted', 'active'), a.status, a.assignee_type,
  coalesce(a.freelancer_profile_id, a.team_id), coalesce(t.name, fu.display_name), a.terms_hash, a.expires_at, a.funded,
  e.amount, e.released, e.refunded, e.disputed, e.covered,
  r.id, r.type, r.answer, r.answer_by,
  case when e.amount is not null and not exists (select 1 from escrows x where x.revision_request_id = r.id)
    then r.extra_cents end,
  (select count(*) from stage_revision_requests m
    where m.project_stage_id = k.id and m.assignment_id = a.id and m.type = 'minor'),
  v.id, v.version, v.created_at, bp.release_on_approve,
  case when p.client_business_id = ?2 then case when bp.owner_user_id = ?1 then 'owner' else
    (select m.role from business_memberships m
      where m.business_profile_id = ?2 and m.user_id = ?1 and m.status = 'active') end end,
  a.freelancer_profile_id = ?2,
  case when a.team_id = ?2 then case when t.owner_user_id = ?1 then 'owner' else tm.role end end,
  case when tr.id is null then 1 else coalesce(json_extract(tr.permissions, '$.submit'), 0) end,
  %1 as hirers, %2 as funders,
  (select group_concat(display_name, ', ') from (
     select distinct u.display_name from users_public u
      where u.user_id = t.owner_user_id
         or u.user_id in (select m.user_id from team_memberships m
                           where m.team_id = t.id and m.status = 'active' and m.role in ('team_lead', 'admin'))
      order by u.display_name)) as leads,
  (select max(case when c.state = 'refused' then 2 else 1 end) from local_pending l
     left join local_commands c on c.entry = l.entry where l.relation = 'project_stages' and l.key = k.id),
  json_extract(a.terms, '$.project_id')
from (select id from project_stages h where %3
      union all select distinct project_stage_id from stage_assignments where status = 'invited' and ended_at is null
        and not exists (select 1 from project_stages h where h.id = project_stage_id)) k
  left join project_stages s on s.id = k.id
  left join projects p on p.id = s.project_id
  left join business_profiles bp on bp.id = p.client_business_id
  left join business_cards bc on bc.id = p.client_business_id
  left join stage_assignments a on a.id =
    (select x.id from stage_assignments x where x.project_stage_id = k.id
      order by x.ended_at is not null, x.created_at desc, x.id desc limit 1)
  left join stage_budget_rules b on b.id =
    (select x.id from stage_budget_rules x where x.project_stage_id = k.id order by x.id limit 1)
  left join freelancer_profiles f on f.id = a.freelancer_profile_id
  left join users_public fu on fu.user_id = f.user_id
  left join teams t on t.id = a.team_id
  left join team_memberships tm on tm.team_id = t.id and tm.user_id = ?1 and tm.status = 'active'
  left join team_roles tr on tr.id = tm.role_id
  left join (select assignment_id, max(currency) as currency, sum(amount_cents) as amount, sum(released_cents) as released,
               sum(refunded_cents) as refunded,
               sum(case when revision_request_id is null then amount_cents - refunded_cents else 0 end) as covered,
               sum(case when status = 'disputed' then amount_cents - released_cents - refunded_cents else 0 end) as disputed
               from escrows where assignment_id is not null group by assignment_id) e on e.assignment_id = a.id
  left join stage_revision_requests r on r.id =
    (select x.id from stage_revision_requests x where x.project_stage_id = k.id and x.assignment_id = a.id
        and x.status <> 'resolved'
      order by x.created_at desc, x.id desc limit 1)
  left join stage_submissions v on v.id =
    (select x.id from stage_submissions x where x.project_stage_id = k.id order by x.version desc, x.id desc limit 1)
where )");

bool isOneOf(const QString &role, std::initializer_list<const char *> roles)
{
    return std::any_of(roles.begin(), roles.end(), [&](const char *name) { return role == QLatin1String(name); });
}

/// The same rules as api.is_buyer, api.is_funder, api.is_assignee and api.answers_for on the server.
Standing readStanding(Fields &fields)
{
    const QString business = fields.text();
    const bool freelancer = fields.flag();
    const QString team = fields.text();
    const bool maySubmit = fields.flag();
    const bool lead = isOneOf(team, {"owner", "team_lead", "admin"});
    Standing standing;
    standing.hires = isOneOf(business, {"owner", "admin", "hiring_manager"});
    standing.funds = isOneOf(business, {"owner", "admin", "finance"});
    standing.answers = freelancer || lead;
    standing.works = standing.answers || (!team.isEmpty() && maySubmit);
    return standing;
}

void readStageItself(Fields &fields, StageRecord &stage)
{
    stage.id = fields.id<StageId>();
    stage.project = fields.id<ProjectId>();
    stage.projectTitle = fields.text();
    stage.projectStatus = fields.text();
    stage.businessName = fields.text();
    stage.name = fields.text();
    stage.description = fields.text();
    stage.status = fields.text();
    stage.order = fields.number();
    stage.type = fields.text();
    stage.ipMode = fields.text();
    stage.dueDate = fields.time();
    const QDateTime offeredDueDate = QDateTime::fromString(fields.text(), Qt::ISODateWithMs);
    if (!stage.dueDate.isValid())
        stage.dueDate = offeredDueDate;
    stage.completedAt = fields.time();
    stage.autoApproveAt = fields.time();
    stage.closedAt = fields.time();
    stage.closedReason = fields.text();
    stage.budgetType = fields.text();
    stage.price = fields.money();
    stage.budgetNotes = fields.text();
}

void readHire(Fields &fields, StageRecord &stage)
{
    stage.assignment = fields.id<AssignmentId>();
    stage.assignmentLive = fields.flag();
    stage.assignmentStatus = fields.text();
    stage.assigneeType = fields.text();
    stage.assigneeId = fields.uuid();
    stage.assigneeName = fields.text();
    stage.termsHash = fields.text();
    stage.expiresAt = fields.time();
    stage.funded = fields.flag();
    stage.escrowedCents = fields.number();
    stage.releasedCents = fields.number();
    stage.refundedCents = fields.number();
    stage.disputedCents = fields.number();
    stage.coveredCents = fields.number();
    stage.revision = fields.id<RevisionRequestId>();
    stage.revisionType = fields.text();
    stage.revisionAnswer = fields.text();
    stage.revisionAnswerBy = fields.time();
    stage.revisionExtraCents = fields.number();
    stage.minorRounds = fields.count();
    stage.submission = fields.id<SubmissionId>();
    stage.submissionVersion = fields.count();
    stage.submittedAt = fields.time();
    stage.releaseOnApprove = fields.flag();
}

} // namespace

StageState StageRecord::state() const
{
    return stageState(status, disputedCents > 0, isClosed());
}

QString StageRecord::worker() const
{
    return assignmentLive || state() == StageState::Paid ? assigneeName : QString();
}

bool StageRecord::isWorkerHidden() const
{
    return state() != StageState::Open && state() != StageState::Closed && assignment.isNull();
}

Money StageRecord::held() const
{
    return {escrowedCents - releasedCents - refundedCents, price.currency};
}

Money StageRecord::missing() const
{
    if (revisionExtraCents > 0)
        return {revisionExtraCents, price.currency};
    const bool covered = isFree() || funded || !assignmentLive;
    return {covered ? 0 : qMax<qint64>(0, price.cents - coveredCents), price.currency};
}

query::Query stageQuery(const Viewer &viewer, const QString &held, const QString &condition, const QVariantList &params,
    const QString &order)
{
    const QString people = peopleOfBusiness;
    const QString columns = QString(stageColumns)
                                .arg(people.arg(QStringLiteral("'owner', 'admin', 'hiring_manager'")),
                                    people.arg(QStringLiteral("'owner', 'admin', 'finance'")), held);
    return {columns + condition + QStringLiteral(" order by ") + order, viewer.params() + params, 1};
}

StageRecord readStage(const query::Row &row)
{
    Fields fields(row);
    StageRecord stage;
    readStageItself(fields, stage);
    readHire(fields, stage);
    stage.standing = readStanding(fields);
    stage.hirerNames = fields.text();
    stage.funderNames = fields.text();
    stage.leadNames = fields.text();
    stage.pending = static_cast<PendingState>(fields.count());
    const ProjectId offered = ProjectId::fromString(fields.text());
    if (stage.project.isNull())
        stage.project = offered;
    return stage;
}

} // namespace projective
