#include "models/sharedplacemodel.h"

#include "models/fields.h"
#include "models/workspacesql.h"

namespace projective {

namespace {

constexpr QLatin1String sql(R"(
with party(id) as (
  select ?3
  union select f.id from freelancer_profiles f where f.user_id = ?3
  union select b.id from business_profiles b where b.owner_user_id = ?3
  union select m.business_profile_id from business_memberships m where m.user_id = ?3 and m.status = 'active'
  union select t.id from teams t where t.owner_user_id = ?3
  union select m.team_id from team_memberships m where m.user_id = ?3 and m.status = 'active'),
own as (select p.id, p.title, p.status, p.client_business_id in (select id from party) as buys from projects p where %1),
done as (
  select s.id, s.project_id, s.name, s.status from own o join project_stages s on s.project_id = o.id
   where exists (select 1 from stage_assignments a where a.project_stage_id = s.id and a.status <> 'declined'
     and coalesce(a.freelancer_profile_id, a.team_id) in (select id from party))),
shared as (
  select o.id, o.title, o.status, o.buys from own o where o.buys
    or exists (select 1 from done d where d.project_id = o.id)
    or exists (select 1 from project_participants pp where pp.project_id = o.id
         and pp.profile_id in (select id from party)))
select id, kind, name, project, title, status from (
  select s.id, 0 as kind, s.title as name, s.id as project, '' as title, s.status from shared s
  union all
  select d.id, 1, d.name, s.id, s.title, d.status from done d join shared s on s.id = d.project_id
  union all
  select c.id, 2, ltrim(c.name, '#'), s.id, s.title, '' from shared s join project_channels c on c.project_id = s.id
   where s.buys or coalesce(c.visibility, 'project_all') = 'project_all'
     or exists (select 1 from done d where d.project_id = s.id and (c.stage_id is null or d.id = c.stage_id))
     or exists (select 1 from project_channel_participants cp where cp.channel_id = c.id
          and (cp.user_id = ?3 or cp.profile_id in (select id from party))))
order by kind, lower(name), id limit ?4)");

} // namespace

SharedPlaceModel::SharedPlaceModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void SharedPlaceModel::showShared(const Viewer &viewer, const QUuid &profile)
{
    QVariantList params = viewer.params();
    params << profile.toRfc4122() << mostRows;
    setQuery({QString(sql).arg(projectOfWorkspace), params, 1});
}

SharedPlaceRecord SharedPlaceModel::read(const query::Row &row) const
{
    Fields fields(row);
    SharedPlaceRecord place;
    place.id = fields.uuid();
    place.kind = static_cast<SharedPlaceRecord::Kind>(qBound(0, fields.count(), 2));
    place.name = fields.text();
    place.project = fields.uuid();
    place.projectTitle = fields.text();
    place.status = fields.text();
    return place;
}

QVariant SharedPlaceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SharedPlaceRecord &place = record(index.row());
    switch (role) {
    case IdRole:
        return place.id;
    case KindRole:
        return static_cast<int>(place.kind);
    case Qt::DisplayRole:
    case NameRole:
        return place.name;
    case ProjectRole:
        return place.project;
    case ProjectTitleRole:
        return place.projectTitle;
    case StatusRole:
        return place.status;
    default:
        return {};
    }
}

QHash<int, QByteArray> SharedPlaceModel::roleNames() const
{
    return {{IdRole, "id"}, {KindRole, "kind"}, {NameRole, "name"}, {ProjectRole, "project"},
        {ProjectTitleRole, "projectTitle"}, {StatusRole, "status"}};
}

} // namespace projective
