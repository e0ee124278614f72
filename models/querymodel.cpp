#include "models/querymodel.h"

namespace projective {

QueryModel::QueryModel(query::Source &source, int columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_columns(columns)
{
}

QueryModel::~QueryModel() = default;

int QueryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_columns;
}

bool QueryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_step > 0 && m_loaded && rowCount() >= m_window && m_rowsWhenAsked != rowCount();
}

void QueryModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_rowsWhenAsked = rowCount();
    m_window += m_step;
    query::Query longer = m_query;
    longer.params.append(m_window);
    send(longer);
}

void QueryModel::setQuery(const query::Query &query)
{
    if (m_subscription && m_step == 0 && query == m_query)
        return;
    m_query = query;
    m_step = 0;
    send(query);
}

void QueryModel::setWindowedQuery(const query::Query &query, int step)
{
    if (m_subscription && m_step == step && query == m_query)
        return;
    m_query = query;
    m_step = step;
    m_window = step;
    m_rowsWhenAsked = -1;
    query::Query first = query;
    first.params.append(m_window);
    send(first);
}

void QueryModel::send(const query::Query &query)
{
    if (m_subscription)
        m_subscription->replace(query);
    else
        m_subscription = m_source.open(query, [this](const query::Difference &difference) { apply(difference); });
}

void QueryModel::apply(const query::Difference &difference)
{
    for (const query::Change &change : difference)
        applyChange(change);
    if (!m_loaded) {
        m_loaded = true;
        Q_EMIT loadedChanged();
    }
    Q_EMIT updated();
}

void QueryModel::applyChange(const query::Change &change)
{
    const int rows = static_cast<int>(change.rows.size());
    switch (change.kind) {
    case query::Change::Kind::Insert:
        if (rows == 0)
            return;
        beginInsertRows({}, change.first, change.first + rows - 1);
        insertRecords(change.first, change.rows);
        endInsertRows();
        return;
    case query::Change::Kind::Remove:
        beginRemoveRows({}, change.first, change.first + change.count - 1);
        removeRecords(change.first, change.count);
        endRemoveRows();
        return;
    case query::Change::Kind::Move:
        beginMoveRows({}, change.first, change.first, {}, change.to);
        moveRecord(change.first, change.to > change.first ? change.to - 1 : change.to);
        endMoveRows();
        return;
    case query::Change::Kind::Update:
        if (rows == 0)
            return;
        updateRecords(change.first, change.rows);
        Q_EMIT dataChanged(index(change.first, 0), index(change.first + rows - 1, m_columns - 1));
        return;
    }
}

} // namespace projective
