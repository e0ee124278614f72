#include "models/workspacelistmodel.h"

#include "models/fields.h"

namespace projective {

namespace {
constexpr QLatin1String workspaces(R"(
select w.id, w.kind, w.name, w.role,
  (select count(*) from notifications n where n.user_id = ?1 and n.read_at is null and n.ctx_id = w.id
    and coalesce(n.snoozed_until, 0) <= unixepoch() * 1000000),
  exists (select 1 from session_context s where s.user_id = ?1 and coalesce(s.active_team_id, s.active_profile_id) = w.id),
  w.kind = 1 and w.role in ('owner', 'admin', 'hiring_manager'),
  case w.kind when 0 then 1 when 1 then w.role in ('owner', 'admin', 'finance') else w.role = 'owner' end,
  case w.kind when 0 then 1 when 1 then w.role in ('owner', 'admin', 'finance')
    else w.role in ('owner', 'team_lead', 'admin') or exists (select 1 from team_memberships m
      join team_roles r on r.id = m.role_id where m.team_id = w.id and m.user_id = ?1 and m.status = 'active'
        and json_extract(r.permissions, '$.view_finance')) end
from (
  select f.id, 0 as kind, coalesce(u.display_name, '') as name, 'self' as role
    from freelancer_profiles f left join users_public u on u.user_id = f.user_id where f.user_id = ?1
  union all
  select b.id, 1, b.name, case when b.owner_user_id = ?1 then 'owner' else
      (select m.role from business_memberships m
        where m.business_profile_id = b.id and m.user_id = ?1 and m.status = 'active') end
    from business_profiles b
  union all
  select t.id, 2, t.name, case when t.owner_user_id = ?1 then 'owner' else
      (select m.role from team_memberships m where m.team_id = t.id and m.user_id = ?1 and m.status = 'active') end
    from teams t) w
where w.role is not null
order by w.kind, lower(w.name), w.id)");
} // namespace

WorkspaceListModel::WorkspaceListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void WorkspaceListModel::setUser(UserId user)
{
    setQuery({QString(workspaces), {user.bytes()}, 1});
}

int WorkspaceListModel::rowOf(const Workspace &workspace) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).workspace == workspace)
            return row;
    }
    return -1;
}

WorkspaceRow WorkspaceListModel::read(const query::Row &row) const
{
    Fields fields(row);
    WorkspaceRow result;
    result.workspace.id = fields.uuid();
    result.workspace.kind = static_cast<WorkspaceKind>(qBound(0, fields.count(), 2));
    result.name = fields.text();
    result.role = fields.text();
    result.unread = fields.count();
    result.isDefault = fields.flag();
    result.rights.hires = fields.flag();
    result.rights.funds = fields.flag();
    result.rights.seesMoney = fields.flag();
    return result;
}

QVariant WorkspaceListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WorkspaceRow &row = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case WorkspaceRole:
        return row.workspace.toString();
    case RoleRole:
        return row.role;
    case UnreadRole:
        return row.unread;
    case HiresRole:
        return row.rights.hires;
    case FundsRole:
        return row.rights.funds;
    case SeesMoneyRole:
        return row.rights.seesMoney;
    default:
        return {};
    }
}

QHash<int, QByteArray> WorkspaceListModel::roleNames() const
{
    return {{WorkspaceRole, "workspace"}, {NameRole, "name"}, {RoleRole, "role"}, {UnreadRole, "unread"},
        {HiresRole, "hires"}, {FundsRole, "funds"}, {SeesMoneyRole, "seesMoney"}};
}

} // namespace projective
