#include "models/disputemessagemodel.h"

#include "models/fields.h"

namespace projective {

DisputeMessageModel::DisputeMessageModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void DisputeMessageModel::showStage(StageId stage)
{
    setQuery({QStringLiteral(R"(
select m.id, m.dispute_id, u.display_name, m.body, m.created_at
from escrows e
  join disputes d on d.escrow_id = e.id
  join dispute_messages m on m.dispute_id = d.id
  left join users_public u on u.user_id = m.sender_user_id
where e.project_stage_id = ?1 order by d.created_at, m.dispute_id, m.seq)"),
        {stage.bytes()}, 1});
}

DisputeMessageRecord DisputeMessageModel::read(const query::Row &row) const
{
    Fields fields(row);
    DisputeMessageRecord message;
    message.id = fields.uuid();
    message.dispute = fields.id<DisputeId>();
    message.senderName = fields.text();
    message.body = fields.text();
    message.createdAt = fields.time();
    return message;
}

QVariant DisputeMessageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DisputeMessageRecord &message = record(index.row());
    switch (role) {
    case IdRole:
        return message.id;
    case DisputeRole:
        return message.dispute.uuid();
    case SenderRole:
        return message.senderName;
    case Qt::DisplayRole:
    case BodyRole:
        return message.body;
    case CreatedAtRole:
        return message.createdAt;
    default:
        return {};
    }
}

QHash<int, QByteArray> DisputeMessageModel::roleNames() const
{
    return {{IdRole, "id"}, {DisputeRole, "dispute"}, {SenderRole, "sender"}, {BodyRole, "body"},
        {CreatedAtRole, "createdAt"}};
}

} // namespace projective
