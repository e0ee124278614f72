#include "ui/widgets/tabletextmodel.h"

namespace projective {

namespace {
Qt::Alignment alignmentOf(bool number)
{
    // Figures run from left to right on mirrored pages, too: only flush right do they stand under each other.
    return Qt::AlignVCenter | (number ? Qt::AlignRight | Qt::AlignAbsolute : Qt::AlignLeading);
}
} // namespace

TableTextModel::TableTextModel(
    QAbstractItemModel &source, const QList<Column> &columns, const QFont &figures, QObject *parent)
    : QIdentityProxyModel(parent)
    , m_columns(columns)
    , m_figures(figures)
{
    setSourceModel(&source);
}

QVariant TableTextModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.column() >= m_columns.size())
        return {};
    const Column &column = m_columns.at(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column.text(mapToSource(index));
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column and value").arg(column.header, column.text(mapToSource(index)));
    case Qt::TextAlignmentRole:
        return alignmentOf(column.number).toInt();
    case Qt::FontRole:
        return column.number ? QVariant(m_figures) : QVariant();
    case Qt::ForegroundRole:
        return column.foreground ? column.foreground(mapToSource(index)) : QVariant();
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

QVariant TableTextModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_columns.at(section).header;
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(m_columns.at(section).number).toInt();
    return {};
}

} // namespace projective
