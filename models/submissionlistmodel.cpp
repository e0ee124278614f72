#include "models/submissionlistmodel.h"

#include "models/fields.h"

namespace projective {

SubmissionListModel::SubmissionListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void SubmissionListModel::showStage(StageId stage)
{
    setQuery({QStringLiteral(R"(
select v.id, v.version, v.notes, su.display_name, v.decision, du.display_name, v.created_at, v.decided_at,
  (select count(*) from stage_submission_files f where f.submission_id = v.id),
  (select group_concat(file_name, char(10)) from
     (select f.file_name from stage_submission_files f where f.submission_id = v.id order by f.file_name)),
  exists (select 1 from local_pending l where l.relation = 'stage_submissions' and l.key = v.id)
from stage_submissions v
  left join users_public su on su.user_id = v.submitted_by
  left join users_public du on du.user_id = v.decided_by
where v.project_stage_id = ?1 order by v.version is not null, v.version desc, v.id)"),
        {stage.bytes()}, 1});
}

SubmissionRecord SubmissionListModel::read(const query::Row &row) const
{
    Fields fields(row);
    SubmissionRecord submission;
    submission.id = fields.id<SubmissionId>();
    submission.version = fields.count();
    submission.notes = fields.text();
    submission.submitterName = fields.text();
    submission.decision = fields.text();
    submission.deciderName = fields.text();
    submission.createdAt = fields.time();
    submission.decidedAt = fields.time();
    submission.files = fields.count();
    submission.fileNames = fields.text();
    submission.pending = fields.flag();
    return submission;
}

QVariant SubmissionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SubmissionRecord &submission = record(index.row());
    switch (role) {
    case IdRole:
        return submission.id.uuid();
    case Qt::DisplayRole:
    case VersionRole:
        return submission.version;
    case NotesRole:
        return submission.notes;
    case SubmitterRole:
        return submission.submitterName;
    case DecisionRole:
        return submission.decision;
    case DeciderRole:
        return submission.deciderName;
    case CreatedAtRole:
        return submission.createdAt;
    case DecidedAtRole:
        return submission.decidedAt;
    case FileNamesRole:
        return submission.fileNames;
    case PendingRole:
        return submission.pending;
    default:
        return {};
    }
}

QHash<int, QByteArray> SubmissionListModel::roleNames() const
{
    return {{IdRole, "id"}, {VersionRole, "version"}, {NotesRole, "notes"}, {SubmitterRole, "submitter"},
        {DecisionRole, "decision"}, {DeciderRole, "decider"}, {CreatedAtRole, "createdAt"},
        {DecidedAtRole, "decidedAt"}, {FileNamesRole, "fileNames"}, {PendingRole, "pending"}};
}

} // namespace projective
