#pragma once

#include "models/disputelistmodel.h"

namespace projective {

struct DisputeMessageRecord {
    QUuid id;
    DisputeId dispute;
    QString senderName;
    QString body;
    QDateTime createdAt;
};

/// What was said in the disputes about the money of a stage, in the order in which it was said.
class DisputeMessageModel : public RecordModel<DisputeMessageRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        DisputeRole,
        SenderRole,
        BodyRole,
        CreatedAtRole,
    };
    explicit DisputeMessageModel(query::Source &source, QObject *parent = nullptr);
    void showStage(StageId stage);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] DisputeMessageRecord read(const query::Row &row) const override;
};

} // namespace projective
