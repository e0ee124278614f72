#include "ui/widgets/rowlist.h"

#include "models/querymodel.h"
#include "models/sectionedmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/focusforward.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/spokenmodel.h"

#include <QFocusEvent>
#include <QMouseEvent>

namespace projective {

RowList::RowList(Theme &theme, const QString &name, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(SingleSelection);
    setResizeMode(Adjust);
    auto *keys = new ListKeys(this);
    connect(keys, &ListKeys::opened, this, [this](const QModelIndex &) {
        choose();
        Q_EMIT opened(currentRow());
    });
    connect(keys, &ListKeys::peeked, this, [this](const QModelIndex &) {
        choose();
        Q_EMIT peeked(currentRow());
    });
    connect(keys, &ListKeys::marked, this, &RowList::mark);
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (!isHeading(index))
            Q_EMIT opened(m_spoken->mapToSource(index));
    });
    // Row heights are the theme's: lay out again when the density changes.
    connect(&theme, &Theme::changed, this, &RowList::scheduleDelayedItemsLayout);
}

void RowList::setRows(QAbstractItemModel *rows, QAbstractItemDelegate *delegate, Words words)
{
    m_spoken = new SpokenModel(std::move(words), this);
    m_spoken->setSourceModel(rows);
    setModel(m_spoken);
    setItemDelegate(delegate);
}

QModelIndex RowList::currentRow() const
{
    return m_spoken && !isHeading(currentIndex()) ? m_spoken->mapToSource(currentIndex()) : QModelIndex();
}

void RowList::setCurrentRow(const QModelIndex &row)
{
    if (m_spoken)
        setCurrentIndex(m_spoken->mapFromSource(row));
}

QModelIndexList RowList::selectedRows() const
{
    QModelIndexList rows;
    const QModelIndexList selected = selectedIndexes();
    for (const QModelIndex &index : selected) {
        if (!isHeading(index))
            rows.append(m_spoken->mapToSource(index));
    }
    return rows;
}

bool RowList::isHeading(const QModelIndex &index) const
{
    return index.isValid() && index.data(SectionedModel::IsSectionRole).toBool();
}

/// What is opened or looked at is chosen, also if so far only the focus stood there.
void RowList::choose()
{
    if (m_unchosen)
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
}

void RowList::mark(const QModelIndex &index)
{
    if (selectionMode() == SingleSelection || isHeading(index))
        return;
    if (m_marking) {
        selectionModel()->select(index, QItemSelectionModel::Toggle);
        return;
    }
    // The current row was selected by being current: now it is so because the user wants it.
    m_marking = true;
    selectionModel()->select(index, QItemSelectionModel::ClearAndSelect);
    Q_EMIT selectedRowsChanged();
}

void RowList::clearMarks()
{
    m_marking = false;
    selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
    Q_EMIT selectedRowsChanged();
}

void RowList::followSelection()
{
    const QModelIndexList rows = selectedRows();
    if (rows.size() == 1 && rows.first() != currentRow())
        setCurrentRow(rows.first());
}

void RowList::mousePressEvent(QMouseEvent *event)
{
    if (event->modifiers() == Qt::NoModifier)
        m_marking = false;
    QListView::mousePressEvent(event);
}

QModelIndex RowList::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex to = QListView::moveCursor(action, modifiers);
    if (!isHeading(to))
        return to;
    const bool down = !currentIndex().isValid() || to.row() > currentIndex().row() || to.row() == 0;
    const QModelIndex beyond = model()->index(to.row() + (down ? 1 : -1), 0);
    // Above the first heading there is nothing to move to.
    return to.row() == 0 && currentIndex().isValid() && currentIndex().row() == 1 ? currentIndex() : beyond;
}

QItemSelectionModel::SelectionFlags RowList::selectionCommand(const QModelIndex &index, const QEvent *event) const
{
    const auto *key = event && event->type() == QEvent::KeyPress ? static_cast<const QKeyEvent *>(event) : nullptr;
    const bool plain = !event || (key && (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier);
    return m_marking && plain ? QItemSelectionModel::SelectionFlags(QItemSelectionModel::NoUpdate)
                              : QListView::selectionCommand(index, event);
}

void RowList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (isHeading(current)) {
        const bool up = previous.isValid() && current.row() < previous.row() && current.row() > 0;
        const QModelIndex next = model()->index(current.row() + (up ? -1 : 1), 0);
        if (next.isValid())
            setCurrentIndex(next);
        return;
    }
    // The heading of the first row comes into view with it.
    if (current.isValid() && current.row() == 1 && isHeading(model()->index(0, 0)))
        scrollTo(model()->index(0, 0));
    m_unchosen = m_starting;
    if (!m_starting)
        Q_EMIT currentRowChanged(currentRow());
}

void RowList::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QListView::selectionChanged(selected, deselected);
    // A click on the row that only had the focus chooses it, and it is the current one already.
    if (m_unchosen && selectionModel()->isSelected(currentIndex())) {
        m_unchosen = false;
        Q_EMIT currentRowChanged(currentRow());
    }
    const qsizetype rows = selectedRows().size();
    m_marking = rows > 1 || (m_marking && rows == 1);
    // A screen reader selects without moving there, and Enter opens the current row. Later: a row that becomes current
    // is selected a moment before.
    if (selectionMode() == SingleSelection && rows == 1)
        QMetaObject::invokeMethod(this, &RowList::followSelection, Qt::QueuedConnection);
    Q_EMIT selectedRowsChanged();
}

void RowList::focusInEvent(QFocusEvent *event)
{
    // Somewhere for J and K to start from, without choosing anything yet. The view itself does so the first time.
    m_starting = true;
    QListView::focusInEvent(event);
    const bool start = !currentIndex().isValid() && model() && model()->rowCount() > 0;
    if (start && event->reason() != Qt::MouseFocusReason) {
        const QModelIndex first = model()->index(isHeading(model()->index(0, 0)) ? 1 : 0, 0);
        selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    }
    m_starting = false;
}

QSize RowList::viewportSizeHint() const
{
    return QSize(QListView::viewportSizeHint().width(), contentsSize().height());
}

ListPane::ListPane(Theme &theme, RowList *list, QueryModel &model, QWidget *parent)
    : QStackedWidget(parent)
    , m_list(list)
    , m_model(model)
    , m_empty(new EmptyState(theme, this))
    , m_skeleton(new Skeleton(theme, 6, this))
{
    addWidget(list);
    addWidget(m_empty);
    addWidget(m_skeleton);
    new FocusForward(this, list);
    connect(&model, &QueryModel::updated, this, &ListPane::refresh);
    connect(list->model(), &QAbstractItemModel::rowsInserted, this, &ListPane::refresh);
    connect(list->model(), &QAbstractItemModel::rowsRemoved, this, &ListPane::refresh);
    refresh();
}

void ListPane::setEmpty(const QString &icon, const QString &title, const QString &text, QAction *start)
{
    m_empty->setContent(icon, title, text, start);
}

void ListPane::refresh()
{
    if (!m_model.isLoaded())
        setCurrentWidget(m_skeleton);
    else
        setCurrentWidget(m_list->model()->rowCount() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
    // The page kept the focus for the list until it came.
    const QWidget *focus = window()->focusWidget();
    if (focus && currentWidget() == m_list && focus->isAncestorOf(m_list))
        m_list->setFocus(Qt::OtherFocusReason);
}

} // namespace projective
