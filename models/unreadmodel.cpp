#include "models/unreadmodel.h"

#include "models/fields.h"
#include "models/workspacesql.h"

namespace projective {

UnreadModel::UnreadModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
    connect(this, &QueryModel::updated, this, &UnreadModel::group);
}

void UnreadModel::setUser(const UserId &user)
{
    const QString sql = QStringLiteral(R"(
select id, unread, exact from (
  select c.id, %1 as unread, %2 as exact
  from project_channels c left join channel_reads r on r.channel_id = c.id and r.user_id = ?1)
where unread > 0 order by id)")
                            .arg(unreadOfChannel, unreadIsExact);
    setQuery({sql, {user.bytes()}, 1});
}

void UnreadModel::group()
{
    QHash<QUuid, UnreadChannel> channels;
    for (const UnreadChannel &row : records())
        channels.insert(row.channel, row);
    channels.swap(m_channels);
    QList<QUuid> changed;
    for (auto it = channels.cbegin(); it != channels.cend(); ++it) {
        if (!m_channels.contains(it.key()))
            changed.append(it.key());
    }
    for (auto it = m_channels.cbegin(); it != m_channels.cend(); ++it) {
        if (channels.value(it.key()) != it.value())
            changed.append(it.key());
    }
    if (!changed.isEmpty())
        Q_EMIT channelsChanged(changed);
}

UnreadChannel UnreadModel::read(const query::Row &row) const
{
    Fields fields(row);
    UnreadChannel result;
    result.channel = fields.uuid();
    result.count = fields.count();
    result.exact = fields.flag();
    return result;
}

QVariant UnreadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    return record(index.row()).count;
}

} // namespace projective
