#include "models/channellistmodel.h"

#include "models/fields.h"
#include "models/workspacesql.h"

namespace projective {

ChannelListModel::ChannelListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void ChannelListModel::setViewer(const Viewer &viewer)
{
    // The newest message: a pending one has no seq yet and is newer than all that have one.
    const QString sql = QStringLiteral(R"(
select c.id, ltrim(c.name, '#'), p.id, p.title, c.stage_id, c.visibility = 'owner_and_assignees', %2, %3,
  coalesce(r.notify_level, 'all') = 'none',
  (select count(*) from mentions n where n.scope_id = c.id and n.user_id = ?1 and n.seq > coalesce(r.last_seq, 0)),
  coalesce(r.last_seq, 0), (select max(m.seq) from project_messages m where m.scope_id = c.id),
  coalesce(l.created_at, l.client_created_at) as last_time, u.display_name, l.body
from projects p join project_channels c on c.project_id = p.id
  left join channel_reads r on r.channel_id = c.id and r.user_id = ?1
  left join project_messages l on l.id =
    (select m.id from project_messages m where m.scope_id = c.id and m.deleted_at is null
      order by m.seq is null desc, m.seq desc, m.client_created_at desc limit 1)
  left join users_public u on u.user_id = l.sender_user_id
where %1
order by last_time is null, last_time desc, lower(p.title), lower(c.name), c.id)")
                            .arg(projectOfWorkspace, unreadOfChannel, unreadIsExact);
    setQuery({sql, viewer.params(), 1});
}

int ChannelListModel::rowOf(ChannelId channel) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).id == channel)
            return row;
    }
    return -1;
}

ChannelRow ChannelListModel::read(const query::Row &row) const
{
    Fields fields(row);
    ChannelRow result;
    result.id = fields.id<ChannelId>();
    result.name = fields.text();
    result.project = fields.id<ProjectId>();
    result.projectTitle = fields.text();
    result.stage = fields.id<StageId>();
    result.isPrivate = fields.flag();
    result.unread = fields.count();
    result.unreadIsExact = fields.flag();
    result.muted = fields.flag();
    result.mentions = fields.count();
    result.lastReadSeq = fields.number();
    result.lastSeq = fields.number();
    result.lastTime = fields.time();
    result.lastSender = fields.text();
    result.lastBody = fields.text();
    return result;
}

QVariant ChannelListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ChannelRow &row = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case IdRole:
        return row.id.uuid();
    case ProjectRole:
        return row.project.uuid();
    case ProjectTitleRole:
        return row.projectTitle;
    case StageRole:
        return row.stage.uuid();
    case IsPrivateRole:
        return row.isPrivate;
    case UnreadRole:
        return row.unread;
    case UnreadIsExactRole:
        return row.unreadIsExact;
    case MutedRole:
        return row.muted;
    case MentionsRole:
        return row.mentions;
    case LastTimeRole:
        return row.lastTime;
    case LastSenderRole:
        return row.lastSender;
    case LastBodyRole:
        return row.lastBody;
    default:
        return {};
    }
}

QHash<int, QByteArray> ChannelListModel::roleNames() const
{
    return {{IdRole, "id"}, {NameRole, "name"}, {ProjectRole, "project"}, {ProjectTitleRole, "projectTitle"},
        {StageRole, "stage"}, {IsPrivateRole, "isPrivate"}, {UnreadRole, "unread"},
        {UnreadIsExactRole, "unreadIsExact"}, {MutedRole, "muted"}, {MentionsRole, "mentions"},
        {LastTimeRole, "lastTime"}, {LastSenderRole, "lastSender"}, {LastBodyRole, "lastBody"}};
}

} // namespace projective
