#pragma once

#include "models/stagelistmodel.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace projective {

/// The list and the columns of the board: stages by state, assignee and words, sorted as asked.
class StageFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Key { Order, Name, State, DueDate, Price, Assignee };
    Q_ENUM(Key)

    explicit StageFilterModel(StageListModel &stages, QObject *parent = nullptr);

    /// Only these states; an empty set means all.
    void setStates(const QSet<StageState> &states);
    /// Rows whose name or assignee contains all of the words; empty means all.
    void setWords(const QString &text);
    /// The first key groups (rows with equal values stay together), the second orders within.
    void setKeys(Key group, Key order);
    void setDescending(bool descending);
    [[nodiscard]] const StageRecord &stage(const QModelIndex &index) const;
    enum Nameless { NoWorker, WorkerHidden };
    /// What the groups are told apart by: a StageState as int; an assignee's name or, without one, a Nameless as int.
    [[nodiscard]] QVariant groupOf(const QModelIndex &index) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    [[nodiscard]] static int compare(Key key, const StageRecord &left, const StageRecord &right);

    StageListModel &m_stages;
    QSet<StageState> m_states;
    QStringList m_words;
    Key m_group = Key::Order;
    Key m_order = Key::Order;
    bool m_descending = false;
};

} // namespace projective
