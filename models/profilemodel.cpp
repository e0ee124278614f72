#include "models/profilemodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr QLatin1String sql(R"(
with firms as (
  select b.id, b.name, b.country, b.rating_sum, b.rating_count from business_cards b
  union
  select b.id, b.name, b.country, b.rating_sum, b.rating_count from business_profiles b
   where b.id not in (select id from business_cards)),
members as (
  select b.id, b.owner_user_id as user_id from business_profiles b
  union select m.business_profile_id, m.user_id from business_memberships m where m.status = 'active'
  union select t.id, t.owner_user_id from teams t
  union select m.team_id, m.user_id from team_memberships m where m.status = 'active')
select u.user_id, 0, u.display_name, f.headline, u.country,
  (select group_concat(value, ', ') from json_each(f.skills)), f.rating_sum, f.rating_count,
  (select group_concat(name, ', ') from (
    select g.name from members m join (select id, name from firms union all select id, name from teams) g on g.id = m.id
     where m.user_id = u.user_id order by lower(g.name), g.id)),
  u.user_id = ?1
from users_public u left join freelancer_profiles f on f.user_id = u.user_id where u.user_id = ?2
union all
select g.id, g.kind, g.name, g.headline, g.country, '', g.rating_sum, g.rating_count,
  (select group_concat(name, ', ') from (
    select p.display_name as name from members m join users_public p on p.user_id = m.user_id
     where m.id = g.id order by lower(p.display_name), p.user_id)),
  0
from (select id, 1 as kind, name, '' as headline, country, rating_sum, rating_count from firms
  union all select id, 2, name, description, '', rating_sum, rating_count from teams) g where g.id = ?2)");

} // namespace

ProfileModel::ProfileModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void ProfileModel::showProfile(UserId reader, const QUuid &profile)
{
    setQuery({QString(sql), {reader.bytes(), profile.toRfc4122()}, 1});
}

ProfileRecord ProfileModel::read(const query::Row &row) const
{
    Fields fields(row);
    ProfileRecord profile;
    profile.id = fields.uuid();
    profile.kind = static_cast<ProfileRecord::Kind>(qBound(0, fields.count(), 2));
    profile.name = fields.text();
    profile.headline = fields.text();
    profile.country = fields.text();
    profile.skills = fields.text();
    profile.ratingSum = fields.number();
    profile.ratingCount = fields.number();
    profile.partOf = fields.text();
    profile.isSelf = fields.flag();
    return profile;
}

QVariant ProfileModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProfileRecord &profile = record(index.row());
    switch (role) {
    case IdRole:
        return profile.id;
    case KindRole:
        return static_cast<int>(profile.kind);
    case Qt::DisplayRole:
    case NameRole:
        return profile.name;
    case HeadlineRole:
        return profile.headline;
    case CountryRole:
        return profile.country;
    case SkillsRole:
        return profile.skills;
    case RatingSumRole:
        return profile.ratingSum;
    case RatingCountRole:
        return profile.ratingCount;
    case PartOfRole:
        return profile.partOf;
    case SelfRole:
        return profile.isSelf;
    default:
        return {};
    }
}

QHash<int, QByteArray> ProfileModel::roleNames() const
{
    return {{IdRole, "id"}, {KindRole, "kind"}, {NameRole, "name"}, {HeadlineRole, "headline"},
        {CountryRole, "country"}, {SkillsRole, "skills"}, {RatingSumRole, "ratingSum"},
        {RatingCountRole, "ratingCount"}, {PartOfRole, "partOf"}, {SelfRole, "self"}};
}

} // namespace projective
