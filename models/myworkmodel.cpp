#include "models/myworkmodel.h"

#include "models/commandrules.h"

#include <algorithm>
#include <iterator>

namespace projective {

namespace {

/// The order of the list: what costs others most when it waits comes first. Staffing is planned, it waits for nobody.
constexpr Step order[] = {Step::ApproveAndRelease, Step::Approve, Step::AnswerRevision, Step::Release, Step::Fund,
    Step::Accept, Step::Start, Step::Submit};

int placeOf(Step step)
{
    return static_cast<int>(std::distance(std::begin(order), std::find(std::begin(order), std::end(order), step)));
}

QDateTime dateOf(Step step, const StageRecord &stage)
{
    switch (step) {
    case Step::Approve:
    case Step::ApproveAndRelease:
        return stage.autoApproveAt;
    case Step::AnswerRevision:
        return stage.revisionAnswerBy;
    case Step::Accept:
        return stage.expiresAt;
    case Step::Release:
        return {}; // the work is done; its date says nothing any more
    default:
        return stage.dueDate;
    }
}

} // namespace

MyWorkModel::MyWorkModel(StageListModel &stages, const CommandRules &rules, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_stages(stages)
    , m_rules(rules)
{
    setSourceModel(&stages);
    setDynamicSortFilter(true);
    sort(0);
    connect(&rules, &CommandRules::changed, this, &MyWorkModel::invalidate);
}

void MyWorkModel::setCircumstances(const Circumstances &now)
{
    m_now = now;
    invalidateFilter();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {NextStepRole});
}

const StageRecord &MyWorkModel::stage(const QModelIndex &index) const
{
    return m_stages.record(mapToSource(index).row());
}

NextStep MyWorkModel::next(int sourceRow) const
{
    return nextStep(m_stages.record(sourceRow), m_rules, m_now);
}

QVariant MyWorkModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role < StepRole || role > NextStepRole)
        return QSortFilterProxyModel::data(index, role);
    const int row = mapToSource(index).row();
    const NextStep step = next(row);
    switch (role) {
    case StepRole:
        return static_cast<int>(step.step);
    case DateRole:
        return dateOf(step.step, m_stages.record(row));
    default:
        return QVariant::fromValue(step);
    }
}

QHash<int, QByteArray> MyWorkModel::roleNames() const
{
    QHash<int, QByteArray> names = m_stages.roleNames();
    names.insert(StepRole, "step");
    names.insert(DateRole, "date");
    names.insert(NextStepRole, "nextStep");
    return names;
}

bool MyWorkModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (parent.isValid())
        return false;
    const NextStep step = next(row);
    return waitsForViewer(step) && placeOf(step.step) < static_cast<int>(std::size(order));
}

bool MyWorkModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const Step a = next(left.row()).step;
    const Step b = next(right.row()).step;
    if (a != b)
        return placeOf(a) < placeOf(b);
    const QDateTime dateA = dateOf(a, m_stages.record(left.row()));
    const QDateTime dateB = dateOf(b, m_stages.record(right.row()));
    if (dateA.isValid() != dateB.isValid())
        return dateA.isValid();
    return dateA == dateB ? left.row() < right.row() : dateA < dateB;
}

} // namespace projective
