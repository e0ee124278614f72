#include "models/attentionmodel.h"

#include "models/fields.h"

namespace projective {

namespace {
// Ids in arguments are text, in tables bytes: hex() of the bytes is compared with the text without its hyphens.
constexpr QLatin1String refused(R"(
select q.entry, q.name, q.acting_as,
  coalesce((select b.name from business_profiles b where lower(hex(b.id)) = q.workspace),
           (select t.name from teams t where lower(hex(t.id)) = q.workspace),
           (select u.display_name from freelancer_profiles f join users_public u on u.user_id = f.user_id
             where lower(hex(f.id)) = q.workspace)),
  q.args, q.expected, q.outcome, q.code, q.field, q.params, q.current, q.created_at,
  coalesce(
    (select s.name from project_stages s where lower(hex(s.id)) = replace(coalesce(json_extract(q.args, '$.stage'),
       json_extract(q.args, '$.stages[0]')), '-', '')),
    (select '#' || ltrim(c.name, '#') from project_channels c where lower(hex(c.id)) = replace(json_extract(q.args, '$.channel'), '-', '')),
    json_extract(q.args, '$.name'), json_extract(q.args, '$.title'),
    (select p.title from projects p where lower(hex(p.id)) = replace(json_extract(q.args, '$.project'), '-', '')))
from (select *, replace(substr(acting_as, instr(acting_as, ':') + 1), '-', '') as workspace from local_commands
       where state = 'refused') q
order by q.created_at desc, q.entry)");
} // namespace

AttentionModel::AttentionModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
    setQuery({QString(refused), {}, 1});
}

int AttentionModel::rowOf(EntryId entry) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).entry == entry)
            return row;
    }
    return -1;
}

AttentionRow AttentionModel::read(const query::Row &row) const
{
    Fields fields(row);
    AttentionRow result;
    result.entry = fields.id<EntryId>();
    result.command = fields.text();
    result.actingAs = Workspace::fromString(fields.text());
    result.actingName = fields.text();
    result.args = fields.json();
    result.expected = fields.json();
    result.outcome = fields.text();
    result.code = fields.text();
    result.field = fields.text();
    result.params = fields.json();
    result.current = fields.json();
    result.triedAt = fields.time();
    result.subject = fields.text();
    return result;
}

QVariant AttentionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AttentionRow &row = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case SubjectRole:
        return row.subject;
    case EntryRole:
        return row.entry.uuid();
    case CommandRole:
        return row.command;
    case OutcomeRole:
        return row.outcome;
    case CodeRole:
        return row.code;
    case TriedAtRole:
        return row.triedAt;
    default:
        return {};
    }
}

QHash<int, QByteArray> AttentionModel::roleNames() const
{
    return {{EntryRole, "entry"}, {CommandRole, "command"}, {OutcomeRole, "outcome"}, {CodeRole, "code"},
        {TriedAtRole, "triedAt"}, {SubjectRole, "subject"}};
}

} // namespace projective
