#include "models/projectlistmodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr QLatin1String columns(R"(
select p.id, p.title, p.description, p.status, p.visibility, coalesce(bp.name, bc.name),
  coalesce(p.client_business_id = ?2 and (bp.owner_user_id = ?1 or exists (select 1 from business_memberships m
    where m.business_profile_id = ?2 and m.user_id = ?1 and m.status = 'active'
      and m.role in ('owner', 'admin', 'hiring_manager'))), 0),
  (select group_concat(display_name, ', ') from (select distinct u.display_name from users_public u
     where u.user_id = bp.owner_user_id or u.user_id in (select m.user_id from business_memberships m
       where m.business_profile_id = bp.id and m.status = 'active' and m.role in ('owner', 'admin', 'hiring_manager'))
     order by u.display_name)),
  coalesce(s.stages, 0), coalesce(s.finished, 0), coalesce(s.submitted, 0), coalesce(s.priced, 0),
  coalesce(s.last_order, 0), s.next_due, p.created_at,
  (select c.id from project_channels c where c.project_id = p.id and c.stage_id is null order by c.created_at, c.id limit 1),
  (select max(case when c.state = 'refused' then 2 else 1 end) from local_pending l
     left join local_commands c on c.entry = l.entry where l.relation = 'projects' and l.key = p.id)
from projects p
  left join business_profiles bp on bp.id = p.client_business_id
  left join business_cards bc on bc.id = p.client_business_id
  left join (select g.project_id, sum(g.closed_at is null) as stages, max(g."order") as last_order,
      sum(g.closed_at is null and g.status in ('approved', 'paid')) as finished,
      sum(g.closed_at is null and g.status = 'submitted') as submitted,
      sum(g.closed_at is null and b.id is not null) as priced,
      min(case when g.closed_at is null and g.status not in ('approved', 'paid') then g.due_date end) as next_due
    from project_stages g left join stage_budget_rules b on b.project_stage_id = g.id
    group by g.project_id) s on s.project_id = p.id
where )");

} // namespace

ProjectListModel::ProjectListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void ProjectListModel::showOwn(const Viewer &viewer)
{
    const QString condition = QStringLiteral(R"(
      (p.client_business_id = ?2
       or exists (select 1 from project_participants x where x.project_id = p.id and x.profile_id = ?2)
       or exists (select 1 from stage_assignments a join project_stages g on g.id = a.project_stage_id
                   where g.project_id = p.id and a.status <> 'declined'
                     and (a.freelancer_profile_id = ?2 or a.team_id = ?2)))
      order by case p.status when 'active' then 0 when 'draft' then 1 when 'on_hold' then 2 else 3 end,
        s.next_due is null, s.next_due, p.created_at desc, p.id)");
    setQuery({columns + condition, viewer.params(), 1});
}

void ProjectListModel::showProject(const Viewer &viewer, ProjectId project)
{
    setQuery({columns + QStringLiteral("p.id = ?3"), viewer.params() + QVariantList{project.bytes()}, 1});
}

ProjectRecord ProjectListModel::read(const query::Row &row) const
{
    Fields fields(row);
    ProjectRecord project;
    project.id = fields.id<ProjectId>();
    project.title = fields.text();
    project.description = fields.text();
    project.status = fields.text();
    project.visibility = fields.text();
    project.businessName = fields.text();
    project.hires = fields.flag();
    project.hirerNames = fields.text();
    project.stages = fields.count();
    project.finished = fields.count();
    project.submitted = fields.count();
    project.priced = fields.count();
    project.lastOrder = fields.count();
    project.nextDue = fields.time();
    project.createdAt = fields.time();
    project.general = fields.id<ChannelId>();
    project.pending = static_cast<PendingState>(fields.count());
    return project;
}

QVariant ProjectListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProjectRecord &project = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return project.title;
    case IdRole:
        return project.id.uuid();
    case StatusRole:
        return project.status;
    case BusinessRole:
        return project.businessName;
    case HiresRole:
        return project.hires;
    case StagesRole:
        return project.stages;
    case FinishedRole:
        return project.finished;
    case SubmittedRole:
        return project.submitted;
    case NextDueRole:
        return project.nextDue;
    case PendingRole:
        return static_cast<int>(project.pending);
    default:
        return {};
    }
}

QHash<int, QByteArray> ProjectListModel::roleNames() const
{
    return {{IdRole, "id"}, {TitleRole, "title"}, {StatusRole, "status"}, {BusinessRole, "business"},
        {HiresRole, "hires"}, {StagesRole, "stages"}, {FinishedRole, "finished"}, {SubmittedRole, "submitted"},
        {NextDueRole, "nextDue"}, {PendingRole, "pending"}};
}

} // namespace projective
