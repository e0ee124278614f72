#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

#include <QDateTime>

namespace projective {

struct SubmissionRecord {
    SubmissionId id;
    int version = 0;
    QString notes;
    QString submitterName;
    QString decision; ///< approved, revisions, withdrawn; empty: not decided
    QString deciderName; ///< empty where the system decided
    QDateTime createdAt;
    QDateTime decidedAt;
    int files = 0;
    QString fileNames; ///< one a line
    bool pending = false;
};

/// What was handed in for a stage, the newest first.
class SubmissionListModel : public RecordModel<SubmissionRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        VersionRole,
        NotesRole,
        SubmitterRole,
        DecisionRole,
        DeciderRole,
        CreatedAtRole,
        DecidedAtRole,
        FileNamesRole,
        PendingRole,
    };
    explicit SubmissionListModel(query::Source &source, QObject *parent = nullptr);
    void showStage(StageId stage);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] SubmissionRecord read(const query::Row &row) const override;
};

} // namespace projective
