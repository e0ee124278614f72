#include "models/revisionlistmodel.h"

#include "models/fields.h"

namespace projective {

RevisionListModel::RevisionListModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void RevisionListModel::showStage(StageId stage)
{
    setQuery({QStringLiteral(R"(
select r.id, r.type, r.reason, r.status, r.answer, r.extra_cents, u.display_name, r.created_at, r.answer_by,
  exists (select 1 from local_pending l where l.relation = 'stage_revision_requests' and l.key = r.id)
from stage_revision_requests r left join users_public u on u.user_id = r.requested_by
where r.project_stage_id = ?1 order by r.created_at is not null, r.created_at desc, r.id)"),
        {stage.bytes()}, 1});
}

RevisionRecord RevisionListModel::read(const query::Row &row) const
{
    Fields fields(row);
    RevisionRecord request;
    request.id = fields.id<RevisionRequestId>();
    request.type = fields.text();
    request.reason = fields.text();
    request.status = fields.text();
    request.answer = fields.text();
    request.extraCents = fields.number();
    request.requesterName = fields.text();
    request.createdAt = fields.time();
    request.answerBy = fields.time();
    request.pending = fields.flag();
    return request;
}

QVariant RevisionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RevisionRecord &request = record(index.row());
    switch (role) {
    case IdRole:
        return request.id.uuid();
    case TypeRole:
        return request.type;
    case Qt::DisplayRole:
    case ReasonRole:
        return request.reason;
    case StatusRole:
        return request.status;
    case AnswerRole:
        return request.answer;
    case ExtraCentsRole:
        return request.extraCents;
    case RequesterRole:
        return request.requesterName;
    case CreatedAtRole:
        return request.createdAt;
    case AnswerByRole:
        return request.answerBy;
    case PendingRole:
        return request.pending;
    default:
        return {};
    }
}

QHash<int, QByteArray> RevisionListModel::roleNames() const
{
    return {{IdRole, "id"}, {TypeRole, "type"}, {ReasonRole, "reason"}, {StatusRole, "status"}, {AnswerRole, "answer"},
        {ExtraCentsRole, "extraCents"}, {RequesterRole, "requester"}, {CreatedAtRole, "createdAt"},
        {AnswerByRole, "answerBy"}, {PendingRole, "pending"}};
}

} // namespace projective
