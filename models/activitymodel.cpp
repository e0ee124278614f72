#include "models/activitymodel.h"

#include "models/fields.h"

namespace projective {

namespace {

constexpr int step = 100;

// Which stage an entry is about: its own row, or the row that it names.
constexpr QLatin1String columns(R"(
select id, kind, display_name, payload, stage, created_at from (
  select y.id, y.kind, u.display_name, y.payload, y.created_at, y.project_id,
    case y.entity_table
      when 'projects.project_stages' then y.entity_id
      when 'projects.stage_assignments' then (select x.project_stage_id from stage_assignments x where x.id = y.entity_id)
      when 'projects.stage_submissions' then (select x.project_stage_id from stage_submissions x where x.id = y.entity_id)
      when 'projects.stage_revision_requests' then
        (select x.project_stage_id from stage_revision_requests x where x.id = y.entity_id)
      when 'finance.escrows' then (select x.project_stage_id from escrows x where x.id = y.entity_id) end as stage
  from project_activity y left join users_public u on u.user_id = y.actor_user_id)
where )");

} // namespace

ActivityModel::ActivityModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void ActivityModel::showProject(ProjectId project)
{
    setWindowedQuery(
        {columns + QStringLiteral("project_id = ? order by created_at desc, id desc limit ?"), {project.bytes()}, 1},
        step);
}

void ActivityModel::showStage(StageId stage)
{
    setWindowedQuery(
        {columns
                + QStringLiteral("project_id = (select g.project_id from project_stages g where g.id = ?1) "
                                 "and stage = ?1 order by created_at desc, id desc limit ?2"),
            {stage.bytes()}, 1},
        step);
}

ActivityRecord ActivityModel::read(const query::Row &row) const
{
    Fields fields(row);
    ActivityRecord activity;
    activity.id = fields.uuid();
    activity.kind = fields.text();
    activity.actorName = fields.text();
    activity.payload = fields.json();
    activity.stage = fields.id<StageId>();
    activity.createdAt = fields.time();
    return activity;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ActivityRecord &activity = record(index.row());
    switch (role) {
    case IdRole:
        return activity.id;
    case Qt::DisplayRole:
    case KindRole:
        return activity.kind;
    case ActorRole:
        return activity.actorName;
    case PayloadRole:
        return activity.payload;
    case StageRole:
        return activity.stage.uuid();
    case CreatedAtRole:
        return activity.createdAt;
    default:
        return {};
    }
}

QHash<int, QByteArray> ActivityModel::roleNames() const
{
    return {{IdRole, "id"}, {KindRole, "kind"}, {ActorRole, "actor"}, {PayloadRole, "payload"}, {StageRole, "stage"},
        {CreatedAtRole, "createdAt"}};
}

} // namespace projective
