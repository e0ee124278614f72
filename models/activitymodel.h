#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

#include <QDateTime>
#include <QJsonObject>

namespace projective {

struct ActivityRecord {
    QUuid id;
    QString kind; ///< the event: "stage.submitted"
    QString actorName; ///< empty: the system
    QJsonObject payload;
    StageId stage; ///< null: about the project
    QDateTime createdAt;
};

/// What happened, newest first: in a project, or around one stage. Grows as one scrolls, within what is mirrored.
class ActivityModel : public RecordModel<ActivityRecord>
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, KindRole, ActorRole, PayloadRole, StageRole, CreatedAtRole };
    explicit ActivityModel(query::Source &source, QObject *parent = nullptr);
    void showProject(ProjectId project);
    void showStage(StageId stage);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] ActivityRecord read(const query::Row &row) const override;
};

} // namespace projective
