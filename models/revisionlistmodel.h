#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

#include <QDateTime>

namespace projective {

struct RevisionRecord {
    RevisionRequestId id;
    QString type; ///< minor, major
    QString reason;
    QString status; ///< open, in_progress, resolved
    QString answer; ///< accepted, accepted_with_extra, declined; empty: none yet
    qint64 extraCents = 0;
    QString requesterName;
    QDateTime createdAt;
    QDateTime answerBy;
    bool pending = false;
};

/// The changes that were asked for on a stage, the newest first.
class RevisionListModel : public RecordModel<RevisionRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        TypeRole,
        ReasonRole,
        StatusRole,
        AnswerRole,
        ExtraCentsRole,
        RequesterRole,
        CreatedAtRole,
        AnswerByRole,
        PendingRole,
    };
    explicit RevisionListModel(query::Source &source, QObject *parent = nullptr);
    void showStage(StageId stage);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] RevisionRecord read(const query::Row &row) const override;
};

} // namespace projective
