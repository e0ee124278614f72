#include "models/messagesearchmodel.h"

#include "models/fields.h"

namespace projective {

namespace {
constexpr QLatin1String found(R"(
select m.id, coalesce(m.seq, 0), u.display_name, coalesce(m.created_at, m.client_created_at),
  snippet(local_search, 0, '', '', '…', 24)
from local_search join project_messages m on m.rowid = local_search.rowid
  left join users_public u on u.user_id = m.sender_user_id
where local_search match ?1 and m.scope_id = ?2
order by m.seq is null desc, m.seq desc, m.client_created_at desc, m.id limit ?3)");

constexpr QLatin1String oldest(R"(
select 0, m.seq, m.created_at from project_messages m where m.scope_id = ?1 and m.seq is not null
order by m.seq limit 1)");

/// Each word as a string of the index's language, in which nothing else has a meaning; the last of its letters may be
/// missing. Without a word: the string that nothing matches.
QString expression(const QString &typed)
{
    QStringList words;
    for (QString word : typed.simplified().remove(QChar::Null).split(u' ', Qt::SkipEmptyParts))
        words.append(u'"' + word.replace(u'"', QStringLiteral("\"\"")) + QStringLiteral("\"*"));
    return words.isEmpty() ? QStringLiteral("\"\"") : words.join(u' ');
}
} // namespace

MessageSearchModel::MessageSearchModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
    , m_source(source)
{
}

MessageSearchModel::~MessageSearchModel() = default;

void MessageSearchModel::search(ChannelId channel, const QString &typed)
{
    followReach(channel);
    setQuery({QString(found), {expression(typed), channel.bytes(), mostRows}, 1});
}

void MessageSearchModel::followReach(ChannelId channel)
{
    if (m_oldest && m_channel == channel)
        return;
    m_channel = channel;
    const auto take = [this](const query::Difference &difference) {
        m_reach = QDateTime();
        for (const query::Change &change : difference) {
            for (const query::Row &row : change.rows) {
                Fields fields(row);
                (void)fields.number();
                m_reach = fields.number() > 1 ? fields.time() : QDateTime();
            }
        }
        Q_EMIT reachChanged();
    };
    m_oldest = m_source.open({QString(oldest), {channel.bytes()}, 1}, take);
}

FoundMessage MessageSearchModel::read(const query::Row &row) const
{
    Fields fields(row);
    FoundMessage result;
    result.id = fields.id<MessageId>();
    result.seq = fields.number();
    result.senderName = fields.text();
    result.time = fields.time();
    result.snippet = fields.text();
    return result;
}

QVariant MessageSearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FoundMessage &message = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case SnippetRole:
        return message.snippet;
    case IdRole:
        return message.id.uuid();
    case SeqRole:
        return message.seq;
    case SenderNameRole:
        return message.senderName;
    case TimeRole:
        return message.time;
    default:
        return {};
    }
}

QHash<int, QByteArray> MessageSearchModel::roleNames() const
{
    return {
        {IdRole, "id"}, {SeqRole, "seq"}, {SenderNameRole, "senderName"}, {TimeRole, "time"}, {SnippetRole, "snippet"}};
}

} // namespace projective
