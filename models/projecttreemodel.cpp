#include "models/projecttreemodel.h"

#include "models/fields.h"
#include "models/workspacesql.h"

namespace projective {

ProjectTreeModel::ProjectTreeModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
    , m_unread(source)
{
    connect(&m_unread, &UnreadModel::channelsChanged, this, &ProjectTreeModel::showUnread);
}

void ProjectTreeModel::setViewer(const Viewer &viewer)
{
    const QString sql = QStringLiteral(R"(
with own as (select p.id, p.title, p.status, p.status in ('completed', 'cancelled') as closed from projects p where %1)
select id, is_channel, project_id, title, status, is_private, muted, pending from (
  select o.id, 0 as is_channel, o.id as project_id, o.title, o.status, 0 as is_private, 0 as muted,
    exists (select 1 from local_pending l where l.relation = 'projects' and l.key = o.id) as pending,
    o.closed, o.title as project_title, '' as name
  from own o
  union all
  select c.id, 1, o.id, ltrim(c.name, '#'), o.status, c.visibility = 'owner_and_assignees',
    coalesce(r.notify_level, 'all') = 'none',
    exists (select 1 from local_pending l where l.relation = 'project_channels' and l.key = c.id),
    o.closed, o.title, c.name
  from own o join project_channels c on c.project_id = o.id
  left join channel_reads r on r.channel_id = c.id and r.user_id = ?1)
order by closed, lower(project_title), project_id, is_channel, ltrim(name, '#') <> 'general', lower(ltrim(name, '#')), id)")
                            .arg(projectOfWorkspace);
    setQuery({sql, viewer.params(), 1});
    m_user = viewer.user;
    if (m_counts)
        m_unread.setUser(m_user);
}

void ProjectTreeModel::countUnread()
{
    m_counts = true;
    m_unread.setUser(m_user);
}

int ProjectTreeModel::unread() const
{
    int sum = 0;
    for (const ProjectTreeRow &row : records())
        sum += row.muted ? 0 : m_unread.of(row.id).count;
    return sum;
}

int ProjectTreeModel::rowOf(const QUuid &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).id == id)
            return row;
    }
    return -1;
}

void ProjectTreeModel::showUnread(const QList<QUuid> &channels)
{
    for (const QUuid &channel : channels) {
        const int row = rowOf(channel);
        if (row >= 0)
            Q_EMIT dataChanged(index(row, 0), index(row, 0), {UnreadRole, UnreadIsExactRole});
    }
    Q_EMIT unreadChanged();
}

ProjectTreeRow ProjectTreeModel::read(const query::Row &row) const
{
    Fields fields(row);
    ProjectTreeRow result;
    result.id = fields.uuid();
    result.isChannel = fields.flag();
    result.project = fields.id<ProjectId>();
    result.title = fields.text();
    result.status = fields.text();
    result.isPrivate = fields.flag();
    result.muted = fields.flag();
    result.pending = fields.flag();
    return result;
}

QVariant ProjectTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProjectTreeRow &row = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case IdRole:
        return row.id;
    case IsChannelRole:
        return row.isChannel;
    case ProjectRole:
        return row.project.uuid();
    case StatusRole:
        return row.status;
    case IsPrivateRole:
        return row.isPrivate;
    case UnreadRole:
        return m_unread.of(row.id).count;
    case UnreadIsExactRole:
        return m_unread.of(row.id).exact;
    case MutedRole:
        return row.muted;
    case PendingRole:
        return row.pending;
    default:
        return {};
    }
}

QHash<int, QByteArray> ProjectTreeModel::roleNames() const
{
    return {{IdRole, "id"}, {IsChannelRole, "isChannel"}, {ProjectRole, "project"}, {TitleRole, "title"},
        {StatusRole, "status"}, {IsPrivateRole, "isPrivate"}, {UnreadRole, "unread"},
        {UnreadIsExactRole, "unreadIsExact"}, {MutedRole, "muted"}, {PendingRole, "pending"}};
}

} // namespace projective
