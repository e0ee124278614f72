#pragma once

#include "models/sectionedmodel.h"
#include "models/stagefiltermodel.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QComboBox;
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class ListPane;
class PageContext;
class RowList;
class StageSteps;
class TextLabel;

/// The stages of a project as a list: grouped, sorted, filtered by state and words, with several selectable to be
/// funded in one act.
class StageListView : public QWidget
{
    Q_OBJECT
public:
    StageListView(PageContext &context, StageListModel &stages, StageSteps &steps, QWidget *parent = nullptr);

    void select(StageId stage);
    /// False when nothing was selected or filtered.
    bool leaveInner();
    [[nodiscard]] ListPane *pane() const { return m_pane; }
    /// Funds those that are marked; hidden while none is.
    [[nodiscard]] QAction *fundAction() const { return m_fund; }

Q_SIGNALS:
    void selected(projective::StageId stage);
    void opened(projective::StageId stage);

private:
    void buildBar();
    void buildStateMenu();
    void regroup();
    void filterStates();
    void showSelection();
    [[nodiscard]] QString sectionWords(const QVariant &section) const;
    [[nodiscard]] const StageRecord *stageAt(const QModelIndex &row) const;
    [[nodiscard]] QList<StageRecord> fundable(const QModelIndexList &rows) const;

    PageContext &m_context;
    StageListModel &m_all;
    StageSteps &m_steps;
    StageFilterModel m_stages;
    StageFilterModel::Key m_group = StageFilterModel::Key::State;
    SectionedModel m_sections;
    QLineEdit *m_words = nullptr;
    QToolButton *m_states = nullptr;
    QComboBox *m_groupBox = nullptr;
    QComboBox *m_orderBox = nullptr;
    QToolButton *m_direction = nullptr;
    RowList *m_list = nullptr;
    ListPane *m_pane = nullptr;
    QWidget *m_selection = nullptr;
    TextLabel *m_selectedCount = nullptr;
    QAction *m_fund = nullptr;
};

} // namespace projective
