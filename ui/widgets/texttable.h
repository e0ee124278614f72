#pragma once

#include <QTableView>

namespace projective {

class TableTextModel;
class Theme;

/// A quiet table: rows of the theme's height, lines between them, the keys of every list. One column takes the room.
class TextTable : public QTableView
{
    Q_OBJECT
public:
    /// `wide` is the column that stretches.
    TextTable(Theme &theme, const QString &name, TableTextModel *model, int wide, QWidget *parent = nullptr);

Q_SIGNALS:
    /// Enter or double click, with an index of the TableTextModel's source.
    void opened(const QModelIndex &row);

private:
    void restyle();
    Theme &m_theme;
};

} // namespace projective
