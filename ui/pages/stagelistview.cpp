#include "ui/pages/stagelistview.h"

#include "ui/delegates/stagedelegates.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagesteps.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/focusforward.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace projective {

StageListView::StageListView(PageContext &context, StageListModel &stages, StageSteps &steps, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_all(stages)
    , m_steps(steps)
    , m_stages(stages)
    , m_sections(m_stages, StageListModel::IdRole, [this](const QModelIndex &index) { return m_stages.groupOf(index); })
    , m_list(new RowList(context.theme(), tr("Stages"), this))
{
    m_stages.setKeys(m_group, StageFilterModel::Key::Order);
    auto *delegate = new StageRowDelegate(
        context.theme(), [this](const QVariant &section) { return sectionWords(section); }, m_list);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setRows(&m_sections, delegate, [this](const QModelIndex &index) {
        if (index.data(SectionedModel::IsSectionRole).toBool())
            return sectionWords(index.data(SectionedModel::SectionRole));
        const auto stage = index.data(StageListModel::RecordRole).value<StageRecord>();
        return tr("%1, %2, %3").arg(stage.name, words::stageState(stage.state()), words::assignee(stage));
    });
    m_pane = new ListPane(context.theme(), m_list, stages, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->setSpacing(Theme::grid);
    buildBar();
    layout->addWidget(m_pane, 1);
    layout->addWidget(m_selection);
    new FocusForward(this, m_list);
    connect(m_list, &RowList::currentRowChanged, this, [this](const QModelIndex &row) {
        if (const StageRecord *stage = stageAt(row))
            Q_EMIT selected(stage->id);
    });
    const auto open = [this](const QModelIndex &row) {
        if (const StageRecord *stage = stageAt(row))
            Q_EMIT opened(stage->id);
    };
    connect(m_list, &RowList::opened, this, open);
    connect(m_list, &RowList::peeked, this, open);
    connect(m_list, &QAbstractItemView::clicked, this, [this, open] {
        // With a modifier a click selects several.
        if (QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            open(m_list->currentRow());
    });
    connect(m_list, &RowList::selectedRowsChanged, this, &StageListView::showSelection);
    connect(&m_steps, &StageSteps::changed, this, &StageListView::showSelection);
    connect(&m_all, &QueryModel::updated, this, &StageListView::showSelection); // one that is accepted meanwhile
    showSelection();
}

void StageListView::buildBar()
{
    Theme &theme = m_context.theme();
    m_words = new QLineEdit(this);
    m_words->setPlaceholderText(tr("Filter"));
    m_words->setAccessibleName(tr("Filter stages by name or assignee"));
    m_words->setClearButtonEnabled(true);
    m_words->setMaximumWidth(200);
    m_states = new QToolButton(this);
    buildStateMenu();
    m_groupBox = new QComboBox(this);
    m_groupBox->setAccessibleName(tr("Group by"));
    m_groupBox->addItem(tr("No groups"), static_cast<int>(StageFilterModel::Key::Order));
    for (const auto key : {StageFilterModel::Key::State, StageFilterModel::Key::Assignee})
        m_groupBox->addItem(tr("By %1").arg(words::groupName(key).toLower()), static_cast<int>(key));
    m_groupBox->setCurrentIndex(1);
    m_orderBox = new QComboBox(this);
    m_orderBox->setAccessibleName(tr("Sort by"));
    for (const auto key : {StageFilterModel::Key::Order, StageFilterModel::Key::Name, StageFilterModel::Key::DueDate,
             StageFilterModel::Key::Price})
        m_orderBox->addItem(words::groupName(key), static_cast<int>(key));
    m_direction = new QToolButton(this);
    m_direction->setCheckable(true);
    m_direction->setIcon(theme.icon(QStringLiteral("arrow-down")));
    m_direction->setToolTip(tr("Largest or latest first"));
    m_direction->setAccessibleName(m_direction->toolTip());
    auto *bar = new QHBoxLayout;
    bar->setSpacing(Theme::grid);
    bar->addWidget(m_words, 1);
    bar->addWidget(m_states);
    bar->addStretch();
    bar->addWidget(m_groupBox);
    bar->addWidget(m_orderBox);
    bar->addWidget(m_direction);
    static_cast<QVBoxLayout *>(layout())->addLayout(bar);
    connect(m_words, &QLineEdit::textChanged, &m_stages, &StageFilterModel::setWords);
    connect(m_groupBox, &QComboBox::currentIndexChanged, this, &StageListView::regroup);
    connect(m_orderBox, &QComboBox::currentIndexChanged, this, &StageListView::regroup);
    connect(m_direction, &QToolButton::toggled, &m_stages, &StageFilterModel::setDescending);
    m_selection = new QWidget(this);
    m_selectedCount = new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Muted, m_selection);
    m_fund = new QAction(this);
    auto *fund = new PrimaryButton(theme, m_selection);
    fund->bind(m_fund);
    auto *none = new QPushButton(tr("Clear selection"), m_selection);
    auto *row = new QHBoxLayout(m_selection);
    row->setContentsMargins(0, 0, 0, Theme::grid);
    row->addWidget(m_selectedCount);
    row->addStretch();
    row->addWidget(none);
    row->addWidget(fund);
    connect(none, &QPushButton::clicked, m_list, &RowList::clearMarks);
    connect(m_fund, &QAction::triggered, this, [this] {
        const QList<StageRecord> stages = fundable(m_list->selectedRows());
        if (!stages.isEmpty())
            m_steps.fund(stages, {}, this);
    });
}

void StageListView::buildStateMenu()
{
    m_states->setText(tr("All states"));
    m_states->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_states);
    for (const StageState state :
        {StageState::Open, StageState::Assigned, StageState::InProgress, StageState::Submitted, StageState::Revisions,
            StageState::Approved, StageState::Paid, StageState::Frozen, StageState::Closed}) {
        QAction *action = menu->addAction(words::stageState(state));
        action->setCheckable(true);
        action->setData(static_cast<int>(state));
        connect(action, &QAction::toggled, this, &StageListView::filterStates);
    }
    m_states->setMenu(menu);
}

void StageListView::filterStates()
{
    QSet<StageState> states;
    QStringList names;
    const QList<QAction *> actions = m_states->menu()->actions();
    for (const QAction *action : actions) {
        if (action->isChecked()) {
            states.insert(static_cast<StageState>(action->data().toInt()));
            names.append(action->text());
        }
    }
    m_stages.setStates(states);
    m_states->setText(names.isEmpty() ? tr("All states")
            : names.size() == 1       ? names.first()
                                      : tr("%Ln states", nullptr, static_cast<int>(names.size())));
}

void StageListView::regroup()
{
    m_group = static_cast<StageFilterModel::Key>(m_groupBox->currentData().toInt());
    m_stages.setKeys(m_group, static_cast<StageFilterModel::Key>(m_orderBox->currentData().toInt()));
    m_sections.regroup();
}

QString StageListView::sectionWords(const QVariant &section) const
{
    if (m_group == StageFilterModel::Key::State)
        return words::stageState(static_cast<StageState>(section.toInt()));
    if (section.typeId() == QMetaType::QString)
        return section.toString();
    return section.toInt() == StageFilterModel::WorkerHidden ? tr("Someone else, not shown to you") : tr("Nobody yet");
}

const StageRecord *StageListView::stageAt(const QModelIndex &row) const
{
    const QModelIndex filtered = m_sections.mapToSource(row);
    return filtered.isValid() ? &m_stages.stage(filtered) : nullptr;
}

QList<StageRecord> StageListView::fundable(const QModelIndexList &rows) const
{
    QList<StageRecord> stages;
    for (const QModelIndex &row : rows) {
        const StageRecord *stage = stageAt(row);
        const bool sameCurrency = stages.isEmpty() || (stage && stage->price.currency == stages.first().price.currency);
        if (stage && sameCurrency && m_steps.judge(Step::Fund, *stage).isEnabled())
            stages.append(*stage);
    }
    return stages;
}

void StageListView::showSelection()
{
    const QModelIndexList rows = m_list->selectedRows();
    m_selection->setVisible(m_list->isMarking());
    m_fund->setVisible(m_list->isMarking());
    if (!m_list->isMarking())
        return;
    m_selectedCount->setText(tr("%Ln selected", nullptr, static_cast<int>(rows.size())));
    const QList<StageRecord> stages = fundable(rows);
    Money sum{0, stages.isEmpty() ? QString() : stages.first().price.currency};
    for (const StageRecord &stage : stages)
        sum.cents += stage.missing().cents;
    m_fund->setText(stages.isEmpty() ? tr("Fund")
                                     : tr("Fund %Ln stages: %1 as %2", nullptr, static_cast<int>(stages.size()))
                                           .arg(formatMoney(sum), m_context.actingName()));
    m_fund->setEnabled(!stages.isEmpty());
    m_fund->setToolTip(stages.isEmpty()
            ? tr("None of them can be funded now: only accepted stages with a price can, by those who move the money.")
            : QString());
}

void StageListView::select(StageId stage)
{
    const int row = m_all.rowOf(stage);
    if (row < 0)
        return;
    const QModelIndex mine = m_sections.mapFromSource(m_stages.mapFromSource(m_all.index(row, 0)));
    if (mine.isValid())
        m_list->setCurrentRow(mine);
}

bool StageListView::leaveInner()
{
    if (m_list->isMarking()) {
        m_list->clearMarks();
        return true;
    }
    if (!m_words->text().isEmpty()) {
        m_words->clear();
        return true;
    }
    return false;
}

} // namespace projective
