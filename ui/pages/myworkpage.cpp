#include "ui/pages/myworkpage.h"

#include "ui/delegates/stagedelegates.h"
#include "ui/pages/stageinspector.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/rowlist.h"
#include "ui/words.h"

#include <QTimer>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int clockTickMs = 60'000;
}

MyWorkPage::MyWorkPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_steps(context)
    , m_stages(context.source())
    , m_work(m_stages, m_steps.rules())
    // By heading, not by step: approving with and without release are both "To review".
    , m_sections(m_work, StageListModel::IdRole,
          [](const QModelIndex &index) {
              const auto step = static_cast<Step>(index.data(MyWorkModel::StepRole).toInt());
              return QVariant(static_cast<int>(step == Step::Approve ? Step::ApproveAndRelease : step));
          })
    , m_list(new RowList(context.theme(), tr("My work"), this))
    , m_inspector(new StageInspector(context, m_steps, this))
{
    m_inspector->hide();
    m_inspector->setWithProject(true);
    offer(m_inspector->nextAction(), QStringLiteral("stage.next"), QStringLiteral("check"), false);
    offer(m_inspector->backAction(), QStringLiteral("stage.back"), QStringLiteral("undo"));
    m_list->setRows(&m_sections, new WorkRowDelegate(theme(), m_list), [](const QModelIndex &index) {
        if (index.data(SectionedModel::IsSectionRole).toBool())
            return words::workSection(static_cast<Step>(index.data(SectionedModel::SectionRole).toInt()));
        const auto step = static_cast<Step>(index.data(MyWorkModel::StepRole).toInt());
        const auto stage = index.data(StageListModel::RecordRole).value<StageRecord>();
        const QDateTime date = index.data(MyWorkModel::DateRole).toDateTime();
        return tr("%1: %2, %3, %4")
            .arg(words::stepName(step), stage.name, stage.projectTitle,
                words::workDate(step, date, QDateTime::currentDateTimeUtc()));
    });
    m_pane = new ListPane(theme(), m_list, m_stages, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->addWidget(m_pane);
    connect(m_list, &RowList::currentRowChanged, this, &MyWorkPage::showStage);
    // Moving on shows what there is room for; a click or Space asks for it.
    connect(m_list, &RowList::peeked, this, &Page::inspectorOpened);
    connect(m_list, &QAbstractItemView::clicked, this, &Page::inspectorOpened);
    connect(m_list, &RowList::opened, this, [this](const QModelIndex &row) {
        const StageRecord *stage = stageAt(row);
        // An invited person does not see the project yet.
        if (stage && !stage->projectStatus.isEmpty())
            Q_EMIT routeRequested({Route::Kind::Project, stage->project.uuid(), {}, stage->id.uuid()});
    });
    connect(m_inspector, &StageInspector::closeRequested, this, &MyWorkPage::leaveInner);
    connect(m_inspector, &StageInspector::projectRequested, this, [this](const QUuid &project) {
        Q_EMIT routeRequested({Route::Kind::Project, project, {}, m_inspector->stage().uuid()});
    });
    connect(&m_steps, &StageSteps::changed, this, &MyWorkPage::judge);
    connect(&m_work, &QAbstractItemModel::rowsInserted, this, &Page::titleChanged);
    connect(&m_work, &QAbstractItemModel::rowsRemoved, this, &Page::titleChanged);
    connect(&context, &PageContext::actingChanged, this, &MyWorkPage::reopen);
    connect(&context, &PageContext::userChanged, this, &MyWorkPage::reopen);
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, &MyWorkPage::judge);
    clock->start(clockTickMs);
}

void MyWorkPage::open(const Route &route)
{
    reopen();
    if (route.detail.isNull())
        return;
    const int row = m_stages.rowOf(StageId(route.detail));
    if (row >= 0)
        m_list->setCurrentRow(m_sections.mapFromSource(m_work.mapFromSource(m_stages.index(row, 0))));
    Q_EMIT inspectorOpened();
}

void MyWorkPage::reopen()
{
    if (context().acting().isNull())
        m_pane->setEmpty(QStringLiteral("user"), words::noWorkspace(), words::noWorkspaceYet());
    else
        m_pane->setEmpty(QStringLiteral("check"), tr("Nothing waits for you"),
            tr("Reviews, offers, work to start or submit, and stages to fund or release will stand here, the most "
               "urgent first."));
    m_stages.showOwn({context().user(), context().acting()});
    judge();
}

void MyWorkPage::judge()
{
    m_work.setCircumstances(m_steps.now());
    m_pane->refresh();
}

const StageRecord *MyWorkPage::stageAt(const QModelIndex &row) const
{
    const QModelIndex work = m_sections.mapToSource(row);
    return work.isValid() ? &m_work.stage(work) : nullptr;
}

void MyWorkPage::showStage(const QModelIndex &row)
{
    const StageRecord *stage = stageAt(row);
    if (!stage || !m_inspector)
        return;
    m_inspector->showStage(stage->id);
    Q_EMIT inspectorWanted(true);
    Q_EMIT routeChanged({Route::Kind::MyWork, {}, {}, stage->id.uuid()});
}

QString MyWorkPage::subtitle() const
{
    return m_work.rowCount() > 0 ? tr("%Ln waiting for %1", nullptr, m_work.rowCount()).arg(context().actingName())
                                 : QString();
}

QAction *MyWorkPage::nextAction() const
{
    return m_inspector ? m_inspector->nextAction() : nullptr;
}

QWidget *MyWorkPage::inspector()
{
    return m_inspector;
}

QWidget *MyWorkPage::focusTarget()
{
    return m_list;
}

bool MyWorkPage::leaveInner()
{
    if (!m_inspector || m_inspector->stage().isNull())
        return false;
    m_inspector->showStage({});
    m_list->setCurrentIndex({});
    Q_EMIT inspectorWanted(false);
    Q_EMIT routeChanged({Route::Kind::MyWork, {}, {}, {}});
    return true;
}

} // namespace projective
