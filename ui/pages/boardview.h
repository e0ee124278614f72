#pragma once

#include "models/stagelistmodel.h"

#include <QScrollArea>

namespace projective {

class BoardColumn;
class FocusForward;
class PageContext;
class StageSteps;

/// The stages of a project by state. Moving a card is the command that leads to that state; one that can't be says why.
class BoardView : public QScrollArea
{
    Q_OBJECT
public:
    BoardView(PageContext &context, StageListModel &stages, StageSteps &steps, QWidget *parent = nullptr);

    /// Makes the card of the stage the current one; null clears.
    void select(StageId stage);

Q_SIGNALS:
    void selected(projective::StageId stage);
    void opened(projective::StageId stage);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addColumn(StageState state);
    void keepInView(BoardColumn *column);
    void move(StageId stage, StageState to);
    void fitColumns();
    [[nodiscard]] const StageRecord *find(StageId stage) const;
    bool stepAside(BoardColumn *from, int direction);

    PageContext &m_context;
    StageListModel &m_stages;
    StageSteps &m_steps;
    QList<BoardColumn *> m_columns;
    FocusForward *m_focus = nullptr;
    BoardColumn *m_shown = nullptr; ///< with the chosen card
    bool m_selecting = false;
};

} // namespace projective
