#include "models/searchmodel.h"

#include "models/fields.h"
#include "models/workspacesql.h"

namespace projective {

namespace {
constexpr QLatin1String places(R"(
with own as (select p.id, p.title from projects p where %1)
select id, kind, text, context, project from (
  select o.id, 0 as kind, o.title as text, '' as context, o.id as project from own o
  union all
  select s.id, 1, s.name, o.title, o.id from own o join project_stages s on s.project_id = o.id
  union all
  select c.id, 2, ltrim(c.name, '#'), o.title, o.id from own o join project_channels c on c.project_id = o.id
  union all
  select u.user_id, 3, u.display_name, f.headline, null from users_public u
    left join freelancer_profiles f on f.user_id = u.user_id
  union all
  select b.id, 4, b.name, '', null from (
    select id, name from business_cards
    union select id, name from business_profiles where id not in (select id from business_cards)) b
  union all
  select t.id, 5, t.name, t.description, null from teams t
  union all
  select s.id, 6, s.name, u.name, s.project_id from (
    select a.project_stage_id as stage, coalesce(f.display_name, t.name) as name from stage_assignments a
      left join freelancer_profiles q on q.id = a.freelancer_profile_id
      left join users_public f on f.user_id = q.user_id
      left join teams t on t.id = a.team_id
    where a.status <> 'declined' and a.ended_at is null) u
    join project_stages s on s.id = u.stage join own o on o.id = s.project_id where u.name like ?3 escape '\')
where text like ?3 escape '\' or kind = 6
order by text like ?4 escape '\' desc, kind, lower(text), id limit ?5)");

/// What was typed as a pattern of LIKE in which it stands for itself.
QString pattern(const QString &typed)
{
    QString result = typed.trimmed();
    for (const QChar special : {u'\\', u'%', u'_'})
        result.replace(special, QString(u'\\') + special);
    return result + u'%';
}
} // namespace

SearchModel::SearchModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void SearchModel::search(const Viewer &viewer, const QString &typed)
{
    QVariantList params = viewer.params();
    params << QString(u'%' + pattern(typed)) << pattern(typed) << mostRows;
    setQuery({QString(places).arg(projectOfWorkspace), params, 2});
}

SearchRow SearchModel::read(const query::Row &row) const
{
    Fields fields(row);
    SearchRow result;
    result.id = fields.uuid();
    result.kind = static_cast<SearchRow::Kind>(qBound(0, fields.count(), 6));
    result.text = fields.text();
    result.context = fields.text();
    result.project = fields.uuid();
    return result;
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchRow &row = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case TextRole:
        return row.text;
    case IdRole:
        return row.id;
    case KindRole:
        return static_cast<int>(row.kind);
    case ContextRole:
        return row.context;
    case ProjectRole:
        return row.project;
    default:
        return {};
    }
}

QHash<int, QByteArray> SearchModel::roleNames() const
{
    return {{IdRole, "id"}, {KindRole, "kind"}, {TextRole, "text"}, {ContextRole, "context"}, {ProjectRole, "project"}};
}

} // namespace projective
