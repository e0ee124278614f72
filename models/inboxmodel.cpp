#include "models/inboxmodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr int step = 100;
constexpr int laterHours = 3;
constexpr int morningHour = 9;

// Notifications name the row that the event is about; people think of the stage or channel that the row belongs to.
// Not every such row is mirrored (older messages, escrows of a team for those who don't see its money): then the event
// says itself which stage or channel it was.
// %1 keeps those of the shelf that is asked for, and %2 says when one came to its place there.
constexpr QLatin1String sql(R"(
with rooms as materialized (select c.id, lower(hex(c.id)) as hex from project_channels c),
stages as materialized (select g.id, lower(hex(g.id)) as hex from project_stages g),
found as (
  select n.*,
    coalesce(case n.entity_table
      when 'projects.project_stages' then n.entity_id
      when 'projects.stage_assignments' then (select x.project_stage_id from stage_assignments x where x.id = n.entity_id)
      when 'projects.stage_submissions' then (select x.project_stage_id from stage_submissions x where x.id = n.entity_id)
      when 'projects.stage_revision_requests' then
        (select x.project_stage_id from stage_revision_requests x where x.id = n.entity_id)
      when 'finance.escrows' then (select x.project_stage_id from escrows x where x.id = n.entity_id) end, told.id) as stage,
    coalesce(case n.entity_table
      when 'comms.project_channels' then n.entity_id
      when 'comms.project_messages' then (select x.channel_id from project_messages x where x.id = n.entity_id) end,
      room.id) as channel,
    case n.entity_table
      when 'projects.maintenance_contracts' then
        (select x.project_id from maintenance_contracts x where x.id = n.entity_id) end as project
  from notifications n
    left join stages told on told.hex = replace(json_extract(n.params, '$.stage_id'), '-', '')
    left join rooms room on room.hex = replace(json_extract(n.params, '$.channel_id'), '-', '')
  where n.user_id = ?1 and (?2 is null or n.ctx_id = ?2) and %1),
named as (select f.*, coalesce(f.stage, f.channel, f.project, f.entity_id, f.id) as subject from found f),
ranked as (select m.*, row_number() over (partition by m.subject order by m.updated_at desc, m.id desc) as place,
    sum(m.read_at is null) over (partition by m.subject) as unread,
    group_concat(case when m.read_at is null then hex(m.id) end) over (partition by m.subject) as unread_ids,
    group_concat(hex(m.id)) over (partition by m.subject) as ids, count(*) over (partition by m.subject) as total,
    max(%2) over (partition by m.subject) as risen_at, min(m.snoozed_until) over (partition by m.subject) as due
  from named m)
select r.subject, r.id, r.type, r.params, r.count, r.class = 'deadline', r.updated_at, r.risen_at, r.due, r.ctx_type, r.ctx_id,
  coalesce(bp.name, t.name), coalesce(g.project_id, c.project_id, p.id), r.stage, r.channel,
  coalesce(p.title, g.name, c.name, json_extract(r.params, '$.project')), r.unread, r.total,
  r.unread_ids, r.ids
from ranked r
  left join project_stages g on g.id = r.stage
  left join project_channels c on c.id = r.channel
  left join projects p on p.id = coalesce(g.project_id, c.project_id, r.project, r.entity_id)
  left join business_profiles bp on r.ctx_type = 'business' and bp.id = r.ctx_id
  left join teams t on r.ctx_type = 'team' and t.id = r.ctx_id
where r.place = 1
order by r.risen_at desc, r.id desc limit ?4)");

constexpr QLatin1String due(R"(
select snoozed_until from notifications where user_id = ?1 and archived_at is null and snoozed_until > ?2
order by snoozed_until limit 1)");

QString queryOf(InboxModel::Shelf shelf)
{
    const QString all = sql;
    switch (shelf) {
    case InboxModel::Shelf::Inbox:
        break;
    case InboxModel::Shelf::Snoozed:
        return all.arg(
            QStringLiteral("n.archived_at is null and n.snoozed_until > ?3"), QStringLiteral("m.updated_at"));
    case InboxModel::Shelf::Archived:
        return all.arg(QStringLiteral("n.archived_at is not null"), QStringLiteral("m.updated_at"));
    }
    // What was put off comes back on top.
    return all.arg(QStringLiteral("n.archived_at is null and coalesce(n.snoozed_until, 0) <= ?3"),
        QStringLiteral("max(m.updated_at, coalesce(m.snoozed_until, 0))"));
}

QList<QUuid> idsOf(const QString &list)
{
    QList<QUuid> ids;
    const QStringList parts = list.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &hex : parts)
        ids.append(QUuid::fromRfc4122(QByteArray::fromHex(hex.toLatin1())));
    return ids;
}

} // namespace

/// When the first of those that are put off comes back.
class InboxModel::Due : public RecordModel<QDateTime>
{
public:
    explicit Due(query::Source &source)
        : RecordModel(source, 1, nullptr)
    {
    }
    void ask(UserId user, const QDateTime &now) { setQuery({due, {user.bytes(), microseconds(now)}, 1}); }
    QVariant data(const QModelIndex &, int) const override { return {}; }

private:
    QDateTime read(const query::Row &row) const override { return Fields(row).time(); }
};

InboxModel::InboxModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
    , m_due(std::make_unique<Due>(source))
{
}

InboxModel::~InboxModel() = default;

void InboxModel::showOf(UserId user, const QDateTime &now, const Workspace &onlyFor, Shelf shelf)
{
    m_user = user;
    m_onlyFor = onlyFor;
    m_shelf = shelf;
    const QVariant context = onlyFor.isNull() ? QVariant() : QVariant(onlyFor.id.toRfc4122());
    // In whole minutes, so that those who ask the same share the answer.
    const QDateTime minute = QDateTime::fromSecsSinceEpoch(now.toSecsSinceEpoch() / 60 * 60, Qt::UTC);
    setWindowedQuery({queryOf(shelf), {user.bytes(), context, microseconds(minute)}, 1}, step);
    m_due->ask(user, minute);
}

void InboxModel::wake(const QDateTime &now)
{
    if (m_due->rowCount() > 0 && m_due->record(0) <= now)
        showOf(m_user, now, m_onlyFor, m_shelf);
}

InboxModel::Section InboxModel::sectionOf(const QDateTime &at, const QDateTime &now)
{
    const qint64 days = at.toLocalTime().date().daysTo(now.toLocalTime().date());
    return days <= 0 ? Section::Today : days < 7 ? Section::ThisWeek : Section::Earlier;
}

QDateTime InboxModel::timeOf(Snooze snooze, const QDateTime &now)
{
    const QDateTime local = now.toLocalTime();
    const QDate today = local.date();
    switch (snooze) {
    case Snooze::LaterToday: {
        const QTime later(local.time().hour() + laterHours, 0);
        return later.isValid() ? QDateTime(today, later).toUTC() : QDateTime();
    }
    case Snooze::Tomorrow:
        return QDateTime(today.addDays(1), QTime(morningHour, 0)).toUTC();
    case Snooze::NextWeek:
        return QDateTime(today.addDays(8 - today.dayOfWeek()), QTime(morningHour, 0)).toUTC();
    }
    return {};
}

InboxRecord InboxModel::read(const query::Row &row) const
{
    Fields fields(row);
    InboxRecord entry;
    entry.subject = fields.uuid();
    entry.latest = fields.uuid();
    entry.type = fields.text();
    entry.params = fields.json();
    entry.count = fields.count();
    entry.deadline = fields.flag();
    entry.at = fields.time();
    entry.risenAt = fields.time();
    entry.snoozedUntil = fields.time();
    const QString kind = fields.text();
    const QUuid workspace = fields.uuid();
    if (!kind.isEmpty())
        entry.workspace = Workspace::fromString(kind + QLatin1Char(':') + workspace.toString(QUuid::WithoutBraces));
    entry.workspaceName = fields.text();
    entry.project = fields.uuid();
    entry.stage = fields.uuid();
    entry.channel = fields.uuid();
    entry.subjectName = fields.text();
    entry.unread = fields.count();
    entry.total = fields.count();
    entry.unreadIds = idsOf(fields.text());
    entry.ids = idsOf(fields.text());
    return entry;
}

QVariant InboxModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const InboxRecord &entry = record(index.row());
    switch (role) {
    case SubjectRole:
        return entry.subject;
    case Qt::DisplayRole:
    case TypeRole:
        return entry.type;
    case ParamsRole:
        return entry.params;
    case CountRole:
        return entry.count;
    case DeadlineRole:
        return entry.deadline;
    case AtRole:
        return entry.at;
    case RisenAtRole:
        return entry.risenAt;
    case SnoozedUntilRole:
        return entry.snoozedUntil;
    case WorkspaceRole:
        return entry.workspace.isNull() ? QString() : entry.workspace.toString();
    case ProjectRole:
        return entry.project;
    case StageRole:
        return entry.stage;
    case ChannelRole:
        return entry.channel;
    case SubjectNameRole:
        return entry.subjectName;
    case UnreadRole:
        return entry.unread;
    case TotalRole:
        return entry.total;
    case RecordRole:
        return QVariant::fromValue(entry);
    default:
        return {};
    }
}

QHash<int, QByteArray> InboxModel::roleNames() const
{
    return {{SubjectRole, "subject"}, {TypeRole, "type"}, {ParamsRole, "params"}, {CountRole, "count"},
        {DeadlineRole, "deadline"}, {AtRole, "at"}, {RisenAtRole, "risenAt"}, {SnoozedUntilRole, "snoozedUntil"},
        {WorkspaceRole, "workspace"}, {ProjectRole, "project"}, {StageRole, "stage"}, {ChannelRole, "channel"},
        {SubjectNameRole, "subjectName"}, {UnreadRole, "unread"}, {TotalRole, "total"}, {RecordRole, "record"}};
}

} // namespace projective
