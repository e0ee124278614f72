#pragma once

#include <QFont>
#include <QIdentityProxyModel>

#include <functional>

namespace projective {

/// Adds to a table model what its cells and headers say and how they are aligned, since models hold no words.
class TableTextModel : public QIdentityProxyModel
{
    Q_OBJECT
public:
    struct Column {
        QString header;
        std::function<QString(const QModelIndex &)> text; ///< of a source index in this column
        bool number = false; ///< set in tabular figures, at the end of the cell
        std::function<QVariant(const QModelIndex &)> foreground = {};
    };
    TableTextModel(
        QAbstractItemModel &source, const QList<Column> &columns, const QFont &figures, QObject *parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const QList<Column> m_columns;
    const QFont m_figures;
};

} // namespace projective
