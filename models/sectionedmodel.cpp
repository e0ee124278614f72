#include "models/sectionedmodel.h"

#include <QHash>

namespace projective {

SectionedModel::SectionedModel(QAbstractItemModel &source, int keyRole, SectionOf sectionOf, QObject *parent)
    : QAbstractListModel(parent)
    , m_source(source)
    , m_keyRole(keyRole)
    , m_sectionOf(std::move(sectionOf))
{
    connect(&source, &QAbstractItemModel::rowsInserted, this, &SectionedModel::regroup);
    connect(&source, &QAbstractItemModel::rowsRemoved, this, &SectionedModel::regroup);
    connect(&source, &QAbstractItemModel::rowsMoved, this, &SectionedModel::regroup);
    connect(&source, &QAbstractItemModel::layoutChanged, this, &SectionedModel::regroup);
    connect(&source, &QAbstractItemModel::dataChanged, this, &SectionedModel::passOn);
    m_lines = layOut();
}

QList<SectionedModel::Line> SectionedModel::layOut() const
{
    QList<Line> lines;
    int heading = -1;
    QHash<QByteArray, int> runs; // a section that comes again gets a heading of its own
    for (int row = 0; row < m_source.rowCount(); ++row) {
        const QModelIndex index = m_source.index(row, 0);
        const QVariant section = m_sectionOf(index);
        if (section.isValid() && (heading < 0 || lines.at(heading).section != section)) {
            const QByteArray name = section.toString().toUtf8();
            heading = static_cast<int>(lines.size());
            lines.append({"section:" + name + ':' + QByteArray::number(runs[name]++), section, 0, {}, true});
        }
        if (section.isValid())
            ++lines[heading].count;
        lines.append({"row:" + m_source.data(index, m_keyRole).toString().toUtf8(), section, 0, index, false});
    }
    return lines;
}

void SectionedModel::regroup()
{
    const QList<Line> next = layOut();
    QHash<QByteArray, Line> lines;
    QList<query::Row> before;
    QList<query::Row> after;
    // The second value makes a heading whose count changed an update.
    for (const Line &line : std::as_const(m_lines))
        before.append({line.key, line.count});
    for (const Line &line : next) {
        after.append({line.key, line.count});
        lines.insert(line.key, line);
    }
    const query::Difference steps = query::difference(before, after, 1);
    for (const query::Change &step : steps)
        apply(step, lines);
    m_lines = next; // the same keys; persistent indexes and sections anew
}

void SectionedModel::apply(const query::Change &change, const QHash<QByteArray, Line> &lines)
{
    const int rows = static_cast<int>(change.rows.size());
    int row = change.first;
    switch (change.kind) {
    case query::Change::Kind::Insert:
        if (rows == 0)
            return;
        beginInsertRows({}, row, row + rows - 1);
        for (const query::Row &values : change.rows)
            m_lines.insert(row++, lines.value(values.first().toByteArray()));
        endInsertRows();
        return;
    case query::Change::Kind::Remove:
        beginRemoveRows({}, row, row + change.count - 1);
        m_lines.remove(row, change.count);
        endRemoveRows();
        return;
    case query::Change::Kind::Move:
        beginMoveRows({}, row, row, {}, change.to);
        m_lines.move(row, change.to > row ? change.to - 1 : change.to);
        endMoveRows();
        return;
    case query::Change::Kind::Update:
        if (rows == 0)
            return;
        for (const query::Row &values : change.rows)
            m_lines[row++] = lines.value(values.first().toByteArray());
        Q_EMIT dataChanged(index(change.first), index(change.first + rows - 1));
        return;
    }
}

void SectionedModel::passOn(const QModelIndex &first, const QModelIndex &last)
{
    regroup();
    for (int row = first.row(); row <= last.row(); ++row) {
        const QModelIndex mine = mapFromSource(m_source.index(row, 0));
        if (mine.isValid())
            Q_EMIT dataChanged(mine, mine);
    }
}

QModelIndex SectionedModel::mapToSource(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_lines.size() ? QModelIndex(m_lines.at(index.row()).source)
                                                           : QModelIndex();
}

QModelIndex SectionedModel::mapFromSource(const QModelIndex &sourceIndex) const
{
    if (!sourceIndex.isValid())
        return {};
    for (int row = 0; row < m_lines.size(); ++row) {
        if (m_lines.at(row).source.isValid() && m_lines.at(row).source.row() == sourceIndex.row())
            return index(row);
    }
    return {};
}

int SectionedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant SectionedModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line &line = m_lines.at(index.row());
    switch (role) {
    case IsSectionRole:
        return line.heading;
    case SectionRole:
        return line.section;
    case SectionCountRole:
        return line.count;
    default:
        return line.source.isValid() ? m_source.data(line.source, role) : QVariant();
    }
}

Qt::ItemFlags SectionedModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const QModelIndex source = mapToSource(index);
    return source.isValid() ? m_source.flags(source) | Qt::ItemNeverHasChildren
                            : Qt::ItemIsEnabled | Qt::ItemNeverHasChildren; // a heading is read, never selected
}

QHash<int, QByteArray> SectionedModel::roleNames() const
{
    QHash<int, QByteArray> names = m_source.roleNames();
    names.insert(IsSectionRole, "isSection");
    names.insert(SectionRole, "section");
    names.insert(SectionCountRole, "sectionCount");
    return names;
}

bool SectionedModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_source.canFetchMore({});
}

void SectionedModel::fetchMore(const QModelIndex &parent)
{
    if (!parent.isValid())
        m_source.fetchMore({});
}

} // namespace projective
