#include "models/peoplemodel.h"

#include "models/fields.h"

namespace projective {

namespace {
constexpr QLatin1String people(R"(
select u.user_id, u.display_name, u.user_id = ?1 from users_public u
where u.user_id = ?1 or u.user_id in (
  select m.sender_user_id from project_messages m where m.scope_id = ?2
  union
  select b.owner_user_id from project_channels c join projects p on p.id = c.project_id
    join business_profiles b on b.id = p.client_business_id where c.id = ?2
  union
  select bm.user_id from project_channels c join projects p on p.id = c.project_id
    join business_memberships bm on bm.business_profile_id = p.client_business_id and bm.status = 'active' where c.id = ?2
  union
  select f.user_id from project_channels c join project_stages s on s.project_id = c.project_id
    join stage_assignments a on a.project_stage_id = s.id and a.status <> 'declined'
    join freelancer_profiles f on f.id = a.freelancer_profile_id where c.id = ?2
  union
  select tm.user_id from project_channels c join project_stages s on s.project_id = c.project_id
    join stage_assignments a on a.project_stage_id = s.id and a.status <> 'declined'
    join team_memberships tm on tm.team_id = a.team_id and tm.status = 'active' where c.id = ?2)
order by u.user_id = ?1, lower(u.display_name), u.user_id)");
} // namespace

PeopleModel::PeopleModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void PeopleModel::setChannel(UserId self, ChannelId channel)
{
    setQuery({QString(people), {self.bytes(), channel.bytes()}, 1});
}

PersonRow PeopleModel::read(const query::Row &row) const
{
    Fields fields(row);
    PersonRow result;
    result.user = fields.id<UserId>();
    result.name = fields.text();
    result.isSelf = fields.flag();
    return result;
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PersonRow &person = record(index.row());
    if (role == Qt::DisplayRole || role == Qt::EditRole || role == NameRole)
        return person.name;
    return role == UserRole ? QVariant(person.user.uuid()) : QVariant();
}

QHash<int, QByteArray> PeopleModel::roleNames() const
{
    return {{UserRole, "user"}, {NameRole, "name"}};
}

} // namespace projective
