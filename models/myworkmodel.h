#pragma once

#include "models/nextstep.h"
#include "models/stagelistmodel.h"

#include <QSortFilterProxyModel>

namespace projective {

class CommandRules;

/// What waits for the viewer across projects: the stages whose next step is theirs, by that step and its date. The
/// decision is nextStep()'s, so this list and the button of the inspector can't disagree.
class MyWorkModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum Role {
        StepRole = StageListModel::RecordRole + 1, ///< Step as int
        DateRole, ///< when it is due: auto-approval, the answer, the invitation's end, the stage's date
        NextStepRole,
    };
    MyWorkModel(StageListModel &stages, const CommandRules &rules, QObject *parent = nullptr);

    void setCircumstances(const Circumstances &now);
    [[nodiscard]] const StageRecord &stage(const QModelIndex &index) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    [[nodiscard]] NextStep next(int sourceRow) const;

    StageListModel &m_stages;
    const CommandRules &m_rules;
    Circumstances m_now;
};

} // namespace projective
