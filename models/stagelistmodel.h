#pragma once

#include "models/recordmodel.h"
#include "models/stagerecord.h"

namespace projective {

/// Stages with all that screens say about them, in the order of their project: of one project, one stage alone, or all
/// that the acting workspace has a part in.
class StageListModel : public RecordModel<StageRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        ProjectRole,
        ProjectTitleRole,
        NameRole,
        StateRole, ///< StageState as int
        StatusRole,
        TypeRole,
        DueDateRole,
        AutoApproveAtRole,
        BudgetTypeRole,
        PriceCentsRole,
        CurrencyRole,
        HeldCentsRole,
        ReleasedCentsRole,
        RefundedCentsRole,
        DisputedCentsRole,
        MissingCentsRole,
        AssigneeIdRole,
        AssigneeNameRole,
        AssignmentStatusRole,
        RevisionTypeRole,
        MinorRoundsRole,
        SubmissionVersionRole,
        PendingRole, ///< PendingState as int
        RecordRole, ///< StageRecord
    };
    /// A dragged row is its stage's id in text.
    static constexpr char mimeType[] = "application/x-projective-stage";

    explicit StageListModel(query::Source &source, QObject *parent = nullptr);

    void showProject(const Viewer &viewer, ProjectId project);
    void showStage(const Viewer &viewer, StageId stage);
    /// Staffed, not yet paid or closed, bought or worked on by the acting workspace, invitations included.
    void showOwn(const Viewer &viewer);

    /// -1 when it is not among them.
    [[nodiscard]] int rowOf(StageId stage) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] StageRecord read(const query::Row &row) const override { return readStage(row); }
    [[nodiscard]] static QVariant moneyOf(const StageRecord &stage, int role);
    [[nodiscard]] static QVariant hireOf(const StageRecord &stage, int role);
};

} // namespace projective
