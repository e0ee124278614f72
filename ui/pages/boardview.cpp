#include "ui/pages/boardview.h"

#include "ui/pages/boardcolumn.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagesteps.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/focusforward.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScopedValueRollback>

namespace projective {

namespace {

constexpr int wideColumn = 200; // a sum of five figures beside its date
constexpr int emptyColumn = 112;

/// The status that stands for a column; the disputed column is none that one could move to.
QString statusOf(StageState state)
{
    switch (state) {
    case StageState::Open:
        return QStringLiteral("open");
    case StageState::Assigned:
        return QStringLiteral("assigned");
    case StageState::InProgress:
        return QStringLiteral("in_progress");
    case StageState::Submitted:
        return QStringLiteral("submitted");
    case StageState::Revisions:
        return QStringLiteral("revisions");
    case StageState::Approved:
        return QStringLiteral("approved");
    case StageState::Paid:
        return QStringLiteral("paid");
    default:
        return {};
    }
}

} // namespace

BoardView::BoardView(PageContext &context, StageListModel &stages, StageSteps &steps, QWidget *parent)
    : QScrollArea(parent)
    , m_context(context)
    , m_stages(stages)
    , m_steps(steps)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setAccessibleName(tr("Board"));
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid);
    setWidget(row);
    for (const StageState state : {StageState::Open, StageState::Assigned, StageState::InProgress,
             StageState::Submitted, StageState::Revisions, StageState::Frozen, StageState::Approved, StageState::Paid})
        addColumn(state);
    m_focus = new FocusForward(this, m_columns.first());
    fitColumns();
}

void BoardView::addColumn(StageState state)
{
    const auto judge = [this, state](StageId id) -> BoardColumn::Drop {
        const StageRecord *stage = find(id);
        if (!stage || stage->state() == state)
            return {true, QString()};
        const NextStep next = stepTowards(statusOf(state), *stage, m_steps.rules(), m_steps.now());
        return {
            next.isEnabled(), next.isEnabled() ? words::stepVerb(next, m_context.actingName()) : words::blocker(next)};
    };
    auto *column = new BoardColumn(m_context.theme(), m_stages, state, judge, widget());
    m_columns.append(column);
    static_cast<QHBoxLayout *>(widget()->layout())->addWidget(column);
    column->list()->installEventFilter(this);
    connect(column, &BoardColumn::countChanged, this, &BoardView::fitColumns);
    connect(column, &BoardColumn::dropped, this, [this, state](StageId stage) { move(stage, state); });
    connect(column->list(), &RowList::currentRowChanged, this, [this, column](const QModelIndex &row) {
        const StageRecord *stage = column->stage(row);
        if (!stage || m_selecting)
            return;
        const QScopedValueRollback guard(m_selecting, true);
        for (BoardColumn *other : std::as_const(m_columns)) {
            if (other != column)
                other->clearSelection();
        }
        Q_EMIT selected(stage->id);
    });
    const auto open = [this, column](const QModelIndex &row) {
        if (const StageRecord *stage = column->stage(row))
            Q_EMIT opened(stage->id);
    };
    connect(column->list(), &RowList::opened, this, open);
    connect(column->list(), &RowList::peeked, this, open);
    connect(column->list(), &QAbstractItemView::clicked, this, [open, column] { open(column->list()->currentRow()); });
}

void BoardView::fitColumns()
{
    int wanted = 0;
    for (BoardColumn *column : std::as_const(m_columns)) {
        const bool empty = column->count() == 0;
        column->setVisible(!empty || column->state() != StageState::Frozen);
        column->setMinimumWidth(empty ? emptyColumn : wideColumn);
        // Empty columns stay narrow, as somewhere to drop; the others share the room.
        column->setMaximumWidth(empty ? emptyColumn : 2 * wideColumn);
        wanted += column->isVisibleTo(widget()) ? column->minimumWidth() + Theme::grid : 0;
    }
    widget()->setMinimumWidth(wanted + 3 * Theme::grid);
}

void BoardView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fitColumns();
    if (m_shown)
        ensureWidgetVisible(m_shown, Theme::grid, 0);
}

const StageRecord *BoardView::find(StageId stage) const
{
    const int row = m_stages.rowOf(stage);
    return row < 0 ? nullptr : &m_stages.record(row);
}

void BoardView::select(StageId stage)
{
    const QScopedValueRollback guard(m_selecting, true);
    m_shown = nullptr;
    for (BoardColumn *column : std::as_const(m_columns)) {
        if (stage.isNull() || !column->select(stage))
            column->clearSelection();
        else
            keepInView(column);
    }
}

/// The column of the chosen card; it stays in view when the stage's details take room from the board.
void BoardView::keepInView(BoardColumn *column)
{
    m_focus->setTarget(column);
    m_shown = column;
    ensureWidgetVisible(column, Theme::grid, 0);
}

void BoardView::move(StageId id, StageState to)
{
    const StageRecord *stage = find(id);
    if (!stage || stage->state() == to)
        return;
    const NextStep next = stepTowards(statusOf(to), *stage, m_steps.rules(), m_steps.now());
    if (next.blocker == Blocker::NotLegal) {
        m_context.say(tr("%1 can't go from %2 to %3.")
                          .arg(stage->name, words::stageState(stage->state()), words::stageState(to)));
        return;
    }
    m_steps.take(next, *stage, this);
}

bool BoardView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        ensureWidgetVisible(static_cast<QWidget *>(watched), Theme::grid, 0);
    } else if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
        for (BoardColumn *column : std::as_const(m_columns)) {
            if (column->list() != watched)
                continue;
            if (key == Qt::Key_Right || key == Qt::Key_L)
                return stepAside(column, key == Qt::Key_L ? 1 : forward);
            if (key == Qt::Key_Left || key == Qt::Key_H)
                return stepAside(column, key == Qt::Key_H ? -1 : -forward);
        }
    }
    return QScrollArea::eventFilter(watched, event);
}

bool BoardView::stepAside(BoardColumn *from, int direction)
{
    qsizetype at = m_columns.indexOf(from) + direction;
    while (at >= 0 && at < m_columns.size() && m_columns.at(at)->count() == 0)
        at += direction;
    if (at >= 0 && at < m_columns.size()) {
        RowList *list = m_columns.at(at)->list();
        list->setFocus(Qt::TabFocusReason);
        const int row = qMin(qMax(0, from->list()->currentIndex().row()), m_columns.at(at)->count() - 1);
        list->setCurrentIndex(list->model()->index(row, 0));
    }
    return true;
}

} // namespace projective
