#pragma once

#include <QListView>
#include <QStackedWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace projective {

class EmptyState;
class QueryModel;
class SpokenModel;
class Theme;

/// A list of rows painted by a RowDelegate, with the keys of every list. Headings are passed over.
/// The focus stands on the first row without choosing it: that takes an arrow, J, K, Space, Enter or a click.
/// Where several can be selected, X marks the current row; while rows are marked the current one moves on its own, and
/// clearMarks() (Esc) or a plain click ends that.
/// What rows say to a screen reader comes from `words`, since models hold no words.
class RowList : public QListView
{
    Q_OBJECT
public:
    using Words = std::function<QString(const QModelIndex &)>;
    RowList(Theme &theme, const QString &name, QWidget *parent = nullptr);

    /// `rows` outlives the list or is its child; `words` is given indexes of `rows`.
    void setRows(QAbstractItemModel *rows, QAbstractItemDelegate *delegate, Words words);
    /// In the model that setRows() was given; invalid when there is none.
    [[nodiscard]] QModelIndex currentRow() const;
    void setCurrentRow(const QModelIndex &row);
    [[nodiscard]] QModelIndexList selectedRows() const;
    /// Rows were marked; otherwise the selection is the current row.
    [[nodiscard]] bool isMarking() const { return m_marking; }
    void clearMarks();

Q_SIGNALS:
    /// Enter, or a double click. As all of these, with an index of the model that setRows() was given.
    void opened(const QModelIndex &row);
    void peeked(const QModelIndex &row);
    void currentRowChanged(const QModelIndex &row);
    void selectedRowsChanged();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void mousePressEvent(QMouseEvent *event) override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] QItemSelectionModel::SelectionFlags selectionCommand(
        const QModelIndex &index, const QEvent *event) const override;
    void focusInEvent(QFocusEvent *event) override;
    [[nodiscard]] QSize viewportSizeHint() const override;

private:
    [[nodiscard]] bool isHeading(const QModelIndex &index) const;
    void choose();
    void mark(const QModelIndex &index);
    void followSelection();

    Theme &m_theme;
    SpokenModel *m_spoken = nullptr;
    bool m_marking = false;
    bool m_starting = false; ///< a row becomes current without anybody having chosen it
    bool m_unchosen = false; ///< the current row became so
};

/// A list, and what stands in its place while it was never fetched or has no rows.
class ListPane : public QStackedWidget
{
    Q_OBJECT
public:
    /// `model` says whether it is loaded; the list's own rows say whether it is empty.
    ListPane(Theme &theme, RowList *list, QueryModel &model, QWidget *parent = nullptr);
    void setEmpty(const QString &icon, const QString &title, const QString &text, QAction *start = nullptr);
    /// Takes another look; for rows that change without the model (filters).
    void refresh();

private:
    RowList *m_list;
    QueryModel &m_model;
    EmptyState *m_empty;
    QWidget *m_skeleton;
};

} // namespace projective
