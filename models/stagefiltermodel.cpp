#include "models/stagefiltermodel.h"

#include <algorithm>

namespace projective {

namespace {

template <typename T>
int compareValues(const T &left, const T &right)
{
    return left < right ? -1 : right < left ? 1 : 0;
}

int compareTimes(const QDateTime &left, const QDateTime &right)
{
    if (left.isValid() != right.isValid())
        return left.isValid() ? -1 : 1; // without a date last
    return compareValues(left, right);
}

} // namespace

StageFilterModel::StageFilterModel(StageListModel &stages, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_stages(stages)
{
    setSourceModel(&stages);
    setDynamicSortFilter(true);
    sort(0);
}

void StageFilterModel::setStates(const QSet<StageState> &states)
{
    if (m_states == states)
        return;
    m_states = states;
    invalidateFilter();
}

void StageFilterModel::setWords(const QString &text)
{
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    if (m_words == words)
        return;
    m_words = words;
    invalidateFilter();
}

void StageFilterModel::setKeys(Key group, Key order)
{
    if (m_group == group && m_order == order)
        return;
    m_group = group;
    m_order = order;
    invalidate();
}

void StageFilterModel::setDescending(bool descending)
{
    if (m_descending == descending)
        return;
    m_descending = descending;
    invalidate();
}

const StageRecord &StageFilterModel::stage(const QModelIndex &index) const
{
    return m_stages.record(mapToSource(index).row());
}

QVariant StageFilterModel::groupOf(const QModelIndex &index) const
{
    const StageRecord &record = stage(index);
    switch (m_group) {
    case Key::State:
        return static_cast<int>(record.state());
    case Key::Assignee:
        if (const QString name = record.worker(); !name.isEmpty())
            return name;
        return static_cast<int>(record.isWorkerHidden() ? WorkerHidden : NoWorker);
    default:
        return {};
    }
}

bool StageFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (parent.isValid())
        return false;
    const StageRecord &stage = m_stages.record(row);
    if (!m_states.isEmpty() && !m_states.contains(stage.state()))
        return false;
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        return stage.name.contains(word, Qt::CaseInsensitive) || stage.worker().contains(word, Qt::CaseInsensitive);
    });
}

bool StageFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const StageRecord &a = m_stages.record(left.row());
    const StageRecord &b = m_stages.record(right.row());
    if (m_group != Key::Order) {
        if (const int grouped = compare(m_group, a, b))
            return grouped < 0;
    }
    if (const int ordered = compare(m_order, a, b))
        return m_descending ? ordered > 0 : ordered < 0;
    return left.row() < right.row();
}

int StageFilterModel::compare(Key key, const StageRecord &left, const StageRecord &right)
{
    switch (key) {
    case Key::Order:
        return compareValues(left.order, right.order);
    case Key::Name:
        return QString::localeAwareCompare(left.name, right.name);
    case Key::State:
        return compareValues(static_cast<int>(left.state()), static_cast<int>(right.state()));
    case Key::DueDate:
        return compareTimes(left.dueDate, right.dueDate);
    case Key::Price:
        return compareValues(left.price.cents, right.price.cents);
    case Key::Assignee:
        if (const int named = compareValues(left.worker().isEmpty(), right.worker().isEmpty()))
            return named;
        if (const int hidden = compareValues(right.isWorkerHidden(), left.isWorkerHidden()))
            return hidden;
        return QString::localeAwareCompare(left.worker(), right.worker());
    }
    return 0;
}

} // namespace projective
