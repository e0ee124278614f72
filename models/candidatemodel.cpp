#include "models/candidatemodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr QLatin1String sql(R"(
with staff as (
  select b.owner_user_id as user_id from business_profiles b where b.id = ?1
  union select m.user_id from business_memberships m where m.business_profile_id = ?1 and m.status = 'active'),
hired as (
  select coalesce(a.freelancer_profile_id, a.team_id) as id, count(*) as times from stage_assignments a
    join project_stages g on g.id = a.project_stage_id join projects p on p.id = g.project_id
   where p.client_business_id = ?1 and a.status in ('accepted', 'active') group by 1),
known as (
  select f.id, 0 as team, u.display_name as name, f.headline, u.country,
    (select group_concat(value, ', ') from json_each(f.skills)) as skills, f.rating_sum, f.rating_count
  from freelancer_profiles f join users_public u on u.user_id = f.user_id
  where f.user_id not in (select user_id from staff)
  union all
  select t.id, 1, t.name, t.description, null, null, t.rating_sum, t.rating_count from teams t
  where t.owner_user_id not in (select user_id from staff)
    and not exists (select 1 from team_memberships m where m.team_id = t.id and m.status = 'active'
                     and m.user_id in (select user_id from staff)))
select k.id, k.team, k.name, k.headline, k.country, k.skills, k.rating_sum, k.rating_count, coalesce(h.times, 0)
from known k left join hired h on h.id = k.id
order by coalesce(h.times, 0) desc, k.name, k.id)");

} // namespace

CandidateModel::CandidateModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void CandidateModel::showFor(BusinessId business)
{
    setQuery({sql, {business.bytes()}, 1});
}

CandidateRecord CandidateModel::read(const query::Row &row) const
{
    Fields fields(row);
    CandidateRecord candidate;
    candidate.id = fields.uuid();
    candidate.team = fields.flag();
    candidate.name = fields.text();
    candidate.headline = fields.text();
    candidate.country = fields.text();
    candidate.skills = fields.text();
    candidate.ratingSum = fields.number();
    candidate.ratingCount = fields.number();
    candidate.hires = fields.count();
    return candidate;
}

QVariant CandidateModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CandidateRecord &candidate = record(index.row());
    switch (role) {
    case IdRole:
        return candidate.id;
    case TeamRole:
        return candidate.team;
    case Qt::DisplayRole:
    case NameRole:
        return candidate.name;
    case HeadlineRole:
        return candidate.headline;
    case CountryRole:
        return candidate.country;
    case SkillsRole:
        return candidate.skills;
    case RatingSumRole:
        return candidate.ratingSum;
    case RatingCountRole:
        return candidate.ratingCount;
    case HiresRole:
        return candidate.hires;
    default:
        return {};
    }
}

QHash<int, QByteArray> CandidateModel::roleNames() const
{
    return {{IdRole, "id"}, {TeamRole, "team"}, {NameRole, "name"}, {HeadlineRole, "headline"},
        {CountryRole, "country"}, {SkillsRole, "skills"}, {RatingSumRole, "ratingSum"},
        {RatingCountRole, "ratingCount"}, {HiresRole, "hires"}};
}

} // namespace projective
