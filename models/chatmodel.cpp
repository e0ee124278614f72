#include "models/chatmodel.h"

#include "models/fields.h"

namespace projective {

namespace {
constexpr qint64 groupSeconds = qint64{5} * 60;

// Refused messages are no rows of the mirror any more: their effect was taken back. They are shown where they were
// written, from the outbox. Pending ones (without a seq) are asked for by themselves: so both are read in the order of
// the index, and a page costs the same in a channel of any length.
constexpr QLatin1String messages(R"(
select key, entry, seq, sender, name, body, time, edited_at, deleted, state, mentions_me from (
  select m.id as key, null as entry, m.seq, m.sender_user_id as sender, u.display_name as name, m.body,
    coalesce(m.created_at, m.client_created_at) as time, m.edited_at, m.deleted_at is not null as deleted,
    exists (select 1 from local_pending l where l.relation = 'project_messages' and l.key = m.id) as state,
    exists (select 1 from mentions n where n.message_id = m.id and n.user_id = ?1) as mentions_me
  from (select * from project_messages x where x.scope_id = ?3 and x.seq is null
        union all
        select * from (select * from project_messages x where x.scope_id = ?3 and x.seq is not null
                        order by x.seq desc limit ?5)) m
    left join users_public u on u.user_id = m.sender_user_id
  union all
  select q.entry, q.entry, null, ?1, u.display_name, json_extract(q.args, '$.body'), q.created_at, null, 0, 2, 0
  from local_commands q left join users_public u on u.user_id = ?1
  where q.state = 'refused' and q.name = 'send_message' and json_extract(q.args, '$.channel') = ?4)
order by state = 2, seq is null, seq, time, key)");
} // namespace

ChatModel::ChatModel(query::Source &source, const Viewer &viewer, ChannelId channel, qint64 lastReadSeq,
    qint64 newestSeq, QObject *parent)
    : RecordModel(source, 1, parent)
    , m_viewer(viewer)
    , m_channel(channel)
    , m_readBefore(lastReadSeq)
    , m_limit(page + static_cast<int>(qBound(qint64{0}, newestSeq - lastReadSeq, qint64{mostUnread})))
{
    ask();
    // What a row's head looks like depends on the row above it.
    connect(this, &ChatModel::rowsInserted, this,
        [this](const QModelIndex &, int, int last) { neighbourChanged(last + 1); });
    connect(this, &ChatModel::rowsRemoved, this, [this](const QModelIndex &, int first) {
        m_askedAt = -1; // perhaps the channel was lost, and what was asked for with it
        neighbourChanged(first);
    });
    connect(this, &ChatModel::rowsMoved, this, [this] {
        for (int row = 0; row < rowCount(); ++row)
            neighbourChanged(row);
    });
}

void ChatModel::neighbourChanged(int row)
{
    if (row < rowCount())
        Q_EMIT dataChanged(index(row, 0), index(row, 0), {StartsDayRole, StartsGroupRole, StartsUnreadRole});
}

void ChatModel::ask()
{
    QVariantList params = m_viewer.params();
    params << m_channel.bytes() << m_channel.toString() << m_limit;
    setQuery({QString(messages), params, 1});
}

bool ChatModel::hasOlder() const
{
    // seq is gapless from 1 in each channel.
    return rowCount() > 0 && record(0).seq > 1;
}

void ChatModel::loadOlder()
{
    if (!hasOlder())
        return;
    const int more = qMax(page, qMin(unreadAbove(), mostUnread - rowCount()));
    if (rowCount() < m_limit) {
        if (m_askedAt == rowCount())
            return;
        m_askedAt = rowCount();
        Q_EMIT olderWanted(QStringLiteral("channel:") + m_channel.toString(), qMax(2 * page, more));
    }
    m_limit = rowCount() + more;
    ask();
}

void ChatModel::showFrom(qint64 seq)
{
    if (rowCount() == 0 || record(0).seq <= seq)
        return;
    m_limit = qMax(m_limit, static_cast<int>(newestSeq() - seq) + page);
    ask();
}

qint64 ChatModel::newestSeq() const
{
    for (auto it = records().crbegin(); it != records().crend(); ++it) {
        if (it->seq > 0)
            return it->seq;
    }
    return 0;
}

int ChatModel::firstUnread() const
{
    for (int row = 0; row < rowCount(); ++row) {
        const MessageRow &message = record(row);
        if (message.seq > m_readBefore && message.sender != m_viewer.user && !message.deleted)
            return row;
    }
    return -1;
}

int ChatModel::unreadAbove() const
{
    // Gapless: what lies between is a message.
    const qint64 first = rowCount() > 0 ? record(0).seq : 0;
    return static_cast<int>(qMax<qint64>(0, first - m_readBefore - 1));
}

int ChatModel::rowOf(MessageId message) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).id == message)
            return row;
    }
    return -1;
}

void ChatModel::setRights(const ChannelRights &rights)
{
    if (rights == m_rights)
        return;
    m_rights = rights;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {EditBlockerRole, DeleteBlockerRole});
}

MessageBlocker ChatModel::editBlocker(const MessageRow &message) const
{
    if (message.deleted || message.id.isNull())
        return MessageBlocker::NotThere;
    if (message.sender != m_viewer.user)
        return MessageBlocker::NotYours;
    // One that is not sent yet begins its time when it arrives.
    const QDateTime end = message.time.addSecs(qint64{m_rights.editHours} * 3600);
    if (message.seq > 0 && end <= QDateTime::currentDateTimeUtc())
        return MessageBlocker::TooLate;
    return m_rights.inDispute ? MessageBlocker::InDispute : MessageBlocker::None;
}

MessageBlocker ChatModel::deleteBlocker(const MessageRow &message) const
{
    if (message.deleted || message.id.isNull())
        return MessageBlocker::NotThere;
    if (message.sender != m_viewer.user && !m_rights.moderates)
        return MessageBlocker::NotYours;
    return m_rights.inDispute ? MessageBlocker::InDispute : MessageBlocker::None;
}

bool ChatModel::startsDay(int row) const
{
    return row == 0 || record(row).time.toLocalTime().date() != record(row - 1).time.toLocalTime().date();
}

bool ChatModel::startsGroup(int row) const
{
    if (startsDay(row))
        return true;
    const MessageRow &message = record(row);
    const MessageRow &above = record(row - 1);
    return message.sender != above.sender || above.deleted != message.deleted
        || above.time.secsTo(message.time) > groupSeconds;
}

MessageRow ChatModel::read(const query::Row &row) const
{
    Fields fields(row);
    MessageRow result;
    const QUuid key = fields.uuid();
    result.entry = fields.id<EntryId>();
    result.id = result.entry.isNull() ? MessageId(key) : MessageId();
    result.seq = fields.number();
    result.sender = fields.id<UserId>();
    result.senderName = fields.text();
    result.body = fields.text();
    result.time = fields.time();
    result.editedAt = fields.time();
    result.deleted = fields.flag();
    result.state = static_cast<MessageState>(qBound(0, fields.count(), 2));
    result.mentionsMe = fields.flag();
    return result;
}

QVariant ChatModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MessageRow &message = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case BodyRole:
        return message.body;
    case IdRole:
        return message.id.uuid();
    case EntryRole:
        return message.entry.uuid();
    case SeqRole:
        return message.seq;
    case SenderRole:
        return message.sender.uuid();
    case SenderNameRole:
        return message.senderName;
    case TimeRole:
        return message.time;
    case EditedAtRole:
        return message.editedAt;
    case DeletedRole:
        return message.deleted;
    case StateRole:
        return static_cast<int>(message.state);
    case MentionsMeRole:
        return message.mentionsMe;
    case MineRole:
        return message.sender == m_viewer.user;
    case StartsDayRole:
        return startsDay(index.row());
    case StartsGroupRole:
        return startsGroup(index.row());
    case StartsUnreadRole:
        return firstUnread() == index.row();
    case UnreadAboveRole:
        return firstUnread() == index.row() ? unreadAbove() : 0;
    case EditBlockerRole:
        return static_cast<int>(editBlocker(message));
    case DeleteBlockerRole:
        return static_cast<int>(deleteBlocker(message));
    default:
        return {};
    }
}

QHash<int, QByteArray> ChatModel::roleNames() const
{
    return {{IdRole, "id"}, {EntryRole, "entry"}, {SeqRole, "seq"}, {SenderRole, "sender"},
        {SenderNameRole, "senderName"}, {BodyRole, "body"}, {TimeRole, "time"}, {EditedAtRole, "editedAt"},
        {DeletedRole, "deleted"}, {StateRole, "state"}, {MentionsMeRole, "mentionsMe"}, {MineRole, "mine"},
        {StartsDayRole, "startsDay"}, {StartsGroupRole, "startsGroup"}, {StartsUnreadRole, "startsUnread"},
        {UnreadAboveRole, "unreadAbove"}, {EditBlockerRole, "editBlocker"}, {DeleteBlockerRole, "deleteBlocker"}};
}

} // namespace projective
