#pragma once

#include "models/recordmodel.h"
#include "models/stagerecord.h"

namespace projective {

struct ProjectRecord {
    ProjectId id;
    QString title;
    QString description;
    QString status; ///< projects.projects.status
    QString visibility;
    QString businessName;
    bool hires = false; ///< the viewer may add stages and activate
    QString hirerNames;
    int stages = 0; ///< not closed
    int finished = 0; ///< of these, approved or paid: the same to all, whatever they may see of the money
    int submitted = 0; ///< wait for the buyer's answer
    int priced = 0; ///< have a budget rule
    int lastOrder = 0;
    QDateTime nextDue; ///< of the stages in work
    QDateTime createdAt;
    ChannelId general; ///< the first channel without a stage
    PendingState pending = PendingState::None;
};

/// Projects in which the acting workspace has a part, running ones first, then by their next date.
class ProjectListModel : public RecordModel<ProjectRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        TitleRole,
        StatusRole,
        BusinessRole,
        HiresRole,
        StagesRole,
        FinishedRole,
        SubmittedRole,
        NextDueRole,
        PendingRole,
    };
    explicit ProjectListModel(query::Source &source, QObject *parent = nullptr);

    void showOwn(const Viewer &viewer);
    void showProject(const Viewer &viewer, ProjectId project);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] ProjectRecord read(const query::Row &row) const override;
};

} // namespace projective
