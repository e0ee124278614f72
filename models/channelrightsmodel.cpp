#include "models/channelrightsmodel.h"

#include "models/fields.h"

namespace projective {

namespace {
// As api.may_post, api.check_undisputed and api.moderates_channel ask (db/commands/07_channels.sql).
constexpr QLatin1String rights(R"(
select c.id, ?4, c.visibility = 'project_all',
  coalesce((select p.client_business_id = ?2 from projects p where p.id = c.project_id), 1),
  case ?4 when 1 then (select case when b.owner_user_id = ?1 then 'owner' else
      (select m.role from business_memberships m
        where m.business_profile_id = b.id and m.user_id = ?1 and m.status = 'active') end
      from business_profiles b where b.id = ?2)
    when 2 then (select case when t.owner_user_id = ?1 then 'owner' else
      (select m.role from team_memberships m where m.team_id = t.id and m.user_id = ?1 and m.status = 'active') end
      from teams t where t.id = ?2) end,
  (select not coalesce(json_extract(r.permissions, '$.post'), 0) from team_memberships m
    join team_roles r on r.id = m.role_id where m.team_id = ?2 and m.user_id = ?1 and m.status = 'active'),
  exists (select 1 from project_participants q
    where q.project_id = c.project_id and q.profile_id = ?2 and q.role in ('collaborator', 'owner')),
  exists (select 1 from project_channel_participants v
    where v.channel_id = c.id and v.profile_id = ?2 and v.role = 'viewer'),
  exists (select 1 from project_channel_participants v
    where v.channel_id = c.id and v.profile_id = ?2 and v.role = 'moderator'),
  (select max(case when a.ended_at is not null then 2 when a.status in ('accepted', 'active') then 3 else 1 end)
    from project_stages s join stage_assignments a on a.project_stage_id = s.id
    where s.project_id = c.project_id and (a.freelancer_profile_id = ?2 or a.team_id = ?2) and a.status <> 'declined'
      and (c.visibility = 'project_all' or c.stage_id is null or c.stage_id = s.id)),
  exists (select 1 from escrows e where e.project_stage_id = c.stage_id and e.status = 'disputed'),
  (select value from settings where key = 'message_edit_hours')
from project_channels c where c.id = ?3)");

enum class Work { None, Offered, Ended, Live };

/// What the server goes by.
struct Standing {
    WorkspaceKind kind = WorkspaceKind::Freelancer;
    bool isOpen = true; ///< the channel is for everyone in the project
    bool buys = false;
    QString role; ///< empty: not known
    bool isMuteInTeam = false; ///< by a role of the team's own making
    bool collaborates = false;
    bool views = false;
    Work work = Work::None;
};

PostBlocker ofBusiness(const Standing &standing)
{
    if (standing.role == u"viewer" || (!standing.buys && !standing.collaborates))
        return PostBlocker::Viewer;
    const bool hires = standing.role == u"owner" || standing.role == u"admin" || standing.role == u"hiring_manager";
    return standing.isOpen || hires || standing.role.isEmpty() ? PostBlocker::None : PostBlocker::NotHiring;
}

PostBlocker ofWorkers(const Standing &standing)
{
    const bool leads = standing.role == u"owner" || standing.role == u"team_lead" || standing.role == u"admin";
    if (standing.kind == WorkspaceKind::Team && standing.isMuteInTeam && !leads)
        return PostBlocker::TeamRole;
    if (standing.kind == WorkspaceKind::Freelancer && standing.isOpen && standing.collaborates)
        return PostBlocker::None;
    switch (standing.work) {
    case Work::Ended:
        return PostBlocker::WorkEnded;
    case Work::Offered:
        return PostBlocker::NotAtWork;
    case Work::None:
    case Work::Live:
        break;
    }
    return PostBlocker::None;
}

PostBlocker blocker(const Standing &standing)
{
    if (standing.views)
        return standing.work == Work::Ended ? PostBlocker::WorkEnded : PostBlocker::Viewer;
    return standing.kind == WorkspaceKind::Business ? ofBusiness(standing) : ofWorkers(standing);
}
} // namespace

ChannelRightsModel::ChannelRightsModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void ChannelRightsModel::setChannel(const Viewer &viewer, ChannelId channel)
{
    QVariantList params = viewer.params();
    params << channel.bytes() << static_cast<int>(viewer.workspace.kind);
    setQuery({QString(rights), params, 1});
}

ChannelRights ChannelRightsModel::of(ChannelId channel) const
{
    return rowCount() > 0 && record(0).channel == channel ? record(0) : ChannelRights{channel, {}, {}, {}, 24};
}

ChannelRights ChannelRightsModel::read(const query::Row &row) const
{
    Fields fields(row);
    ChannelRights result;
    result.channel = fields.id<ChannelId>();
    Standing standing;
    standing.kind = static_cast<WorkspaceKind>(qBound(0, fields.count(), 2));
    standing.isOpen = fields.flag();
    standing.buys = fields.flag();
    standing.role = fields.text();
    standing.isMuteInTeam = fields.flag();
    standing.collaborates = fields.flag();
    standing.views = fields.flag();
    result.moderates = fields.flag();
    standing.work = static_cast<Work>(qBound(0, fields.count(), 3));
    result.post = blocker(standing);
    result.inDispute = fields.flag();
    if (const int hours = fields.text().toInt(); hours > 0)
        result.editHours = hours;
    return result;
}

QVariant ChannelRightsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    return static_cast<int>(record(index.row()).post);
}

} // namespace projective
