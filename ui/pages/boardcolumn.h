#pragma once

#include "models/stagefiltermodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowlist.h"

#include <functional>
#include <optional>

namespace projective {

class TextLabel;

/// A column of the board: its state, how many, and the cards. Cards can be dragged to other columns; what a drop here
/// would mean, or why it can't be, is told while it hovers.
class BoardColumn : public QWidget
{
    Q_OBJECT
public:
    /// What moving the stage here would be, in words, and whether it can be done.
    struct Drop {
        bool allowed = false;
        QString words;
    };
    using Judge = std::function<Drop(StageId)>;

    BoardColumn(Theme &theme, StageListModel &stages, StageState state, Judge judge, QWidget *parent = nullptr);

    [[nodiscard]] StageState state() const { return m_state; }
    [[nodiscard]] RowList *list() const { return m_list; }
    [[nodiscard]] const StageRecord *current() const;
    [[nodiscard]] const StageRecord *stage(const QModelIndex &row) const;
    /// False when it is not in this column.
    bool select(StageId stage);
    void clearSelection();
    [[nodiscard]] int count() const { return m_stages.rowCount(); }

Q_SIGNALS:
    void countChanged();
    void dropped(projective::StageId stage);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void recount();
    void hover(const std::optional<Drop> &drop);
    bool dragOver(QEvent *event);

    Theme &m_theme;
    const StageState m_state;
    const Judge m_judge;
    StageFilterModel m_stages;
    RowList *m_list = nullptr;
    TextLabel *m_name = nullptr;
    TextLabel *m_count = nullptr;
    TextLabel *m_hint = nullptr;
    std::optional<Drop> m_drop; ///< of the stage that hovers
};

} // namespace projective
