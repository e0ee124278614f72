#include "models/stagelistmodel.h"

#include <QMimeData>

namespace projective {

StageListModel::StageListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void StageListModel::showProject(const Viewer &viewer, ProjectId project)
{
    setQuery(stageQuery(
        viewer, QStringLiteral("h.project_id = ?3"), QStringLiteral("s.project_id = ?3"), {project.bytes()}));
}

void StageListModel::showStage(const Viewer &viewer, StageId stage)
{
    setQuery(stageQuery(viewer, QStringLiteral("h.id = ?3"), QStringLiteral("k.id = ?3"), {stage.bytes()}));
}

void StageListModel::showOwn(const Viewer &viewer)
{
    setQuery(stageQuery(viewer,
        QStringLiteral("h.status in ('assigned', 'in_progress', 'submitted', 'revisions', 'approved') "
                       "and h.closed_at is null"),
        QStringLiteral("(s.id is null or (s.closed_at is null and s.status not in ('open', 'paid'))) and "
                       "(p.client_business_id = ?2 or (a.ended_at is null and (a.freelancer_profile_id = ?2 or "
                       "a.team_id = ?2)))"),
        {}, QStringLiteral("s.project_id, s.\"order\", k.id")));
}

int StageListModel::rowOf(StageId stage) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).id == stage)
            return row;
    }
    return -1;
}

QVariant StageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StageRecord &stage = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return stage.name;
    case IdRole:
        return stage.id.uuid();
    case ProjectRole:
        return stage.project.uuid();
    case ProjectTitleRole:
        return stage.projectTitle;
    case StateRole:
        return static_cast<int>(stage.state());
    case StatusRole:
        return stage.status;
    case TypeRole:
        return stage.type;
    case DueDateRole:
        return stage.dueDate;
    case AutoApproveAtRole:
        return stage.autoApproveAt;
    case PendingRole:
        return static_cast<int>(stage.pending);
    case RecordRole:
        return QVariant::fromValue(stage);
    default: {
        const QVariant money = moneyOf(stage, role);
        return money.isValid() ? money : hireOf(stage, role);
    }
    }
}

QVariant StageListModel::moneyOf(const StageRecord &stage, int role)
{
    switch (role) {
    case BudgetTypeRole:
        return stage.budgetType;
    case PriceCentsRole:
        return stage.price.cents;
    case CurrencyRole:
        return stage.price.currency;
    case HeldCentsRole:
        return stage.held().cents;
    case ReleasedCentsRole:
        return stage.releasedCents;
    case RefundedCentsRole:
        return stage.refundedCents;
    case DisputedCentsRole:
        return stage.disputedCents;
    case MissingCentsRole:
        return stage.missing().cents;
    default:
        return {};
    }
}

QVariant StageListModel::hireOf(const StageRecord &stage, int role)
{
    switch (role) {
    case AssigneeIdRole:
        return stage.assigneeId;
    case AssigneeNameRole:
        return stage.assigneeName;
    case AssignmentStatusRole:
        return stage.assignmentStatus;
    case RevisionTypeRole:
        return stage.revisionType;
    case MinorRoundsRole:
        return stage.minorRounds;
    case SubmissionVersionRole:
        return stage.submissionVersion;
    default:
        return {};
    }
}

Qt::ItemFlags StageListModel::flags(const QModelIndex &index) const
{
    return RecordModel::flags(index) | (index.isValid() ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QStringList StageListModel::mimeTypes() const
{
    return {QString::fromLatin1(mimeType)};
}

QMimeData *StageListModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(QString::fromLatin1(mimeType), record(indexes.first().row()).id.toString().toLatin1());
    return data;
}

QHash<int, QByteArray> StageListModel::roleNames() const
{
    return {{IdRole, "id"}, {ProjectRole, "project"}, {ProjectTitleRole, "projectTitle"}, {NameRole, "name"},
        {StateRole, "state"}, {StatusRole, "status"}, {TypeRole, "type"}, {DueDateRole, "dueDate"},
        {AutoApproveAtRole, "autoApproveAt"}, {BudgetTypeRole, "budgetType"}, {PriceCentsRole, "priceCents"},
        {CurrencyRole, "currency"}, {HeldCentsRole, "heldCents"}, {ReleasedCentsRole, "releasedCents"},
        {RefundedCentsRole, "refundedCents"}, {DisputedCentsRole, "disputedCents"}, {MissingCentsRole, "missingCents"},
        {AssigneeIdRole, "assigneeId"}, {AssigneeNameRole, "assigneeName"}, {AssignmentStatusRole, "assignmentStatus"},
        {RevisionTypeRole, "revisionType"}, {MinorRoundsRole, "minorRounds"},
        {SubmissionVersionRole, "submissionVersion"}, {PendingRole, "pending"}, {RecordRole, "record"}};
}

} // namespace projective
