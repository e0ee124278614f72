#include "ui/pages/projectpage.h"

#include "sync/commands/activate_project.h"
#include "ui/delegates/listdelegates.h"
#include "ui/dialogs/newstagedialog.h"
#include "ui/pages/boardview.h"
#include "ui/pages/projectmoneyview.h"
#include "ui/pages/stageinspector.h"
#include "ui/pages/stagelistview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/skeleton.h"
#include "ui/words.h"

#include <QAction>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace projective {

namespace {

const QString &tabName(int tab)
{
    static const QString names[]{
        QStringLiteral("board"), QStringLiteral("list"), QStringLiteral("money"), QStringLiteral("activity")};
    return names[qBound(0, tab, 3)];
}

} // namespace

ProjectPage::ProjectPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_steps(context)
    , m_project(context.source())
    , m_stages(context.source())
    , m_activity(context.source())
    , m_activityDays(m_activity, ActivityModel::IdRole,
          [](const QModelIndex &index) {
              return QVariant(index.data(ActivityModel::CreatedAtRole).toDateTime().toLocalTime().date());
          })
    , m_inspector(new StageInspector(context, m_steps, this))
    , m_newStage(new QAction(tr("New stage…"), this))
    , m_activate(new QAction(tr("Activate project"), this))
{
    m_inspector->hide();
    m_newStage->setIcon(theme().icon(QStringLiteral("plus")));
    connect(m_newStage, &QAction::triggered, this, &ProjectPage::newStage);
    connect(m_activate, &QAction::triggered, this, &ProjectPage::activate);
    buildTabs();
    offerActions();
    connect(m_inspector, &StageInspector::closeRequested, this, [this] { showStage({}); });
    connect(&m_project, &QueryModel::updated, this, &ProjectPage::judgeActions);
    connect(&m_stages, &QueryModel::updated, this, &ProjectPage::showBoardState);
    connect(&m_steps, &StageSteps::changed, this, &ProjectPage::judgeActions);
    connect(&context, &PageContext::actingChanged, this, &ProjectPage::reopen);
}

void ProjectPage::buildTabs()
{
    m_tabs = new QTabBar(this);
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Views of the project"));
    for (const QString &name : {tr("Board"), tr("List"), tr("Money"), tr("Activity")})
        m_tabs->addTab(name);
    auto *add = new QToolButton(this);
    add->setDefaultAction(m_newStage);
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(2 * Theme::grid, 0, 2 * Theme::grid, 0);
    bar->addWidget(m_tabs);
    bar->addStretch();
    bar->addWidget(add);
    m_board = new BoardView(context(), m_stages, m_steps, this);
    m_empty = new EmptyState(theme(), this);
    m_skeleton = new Skeleton(theme(), 6, this);
    m_boardStack = new QStackedWidget(this);
    for (QWidget *view : std::initializer_list<QWidget *>{m_board, m_empty, m_skeleton})
        m_boardStack->addWidget(view);
    m_list = new StageListView(context(), m_stages, m_steps, this);
    m_list->pane()->setEmpty(
        QStringLiteral("list"), tr("No stages here"), tr("Stages of this project that fit the filter stand here."));
    m_money = new ProjectMoneyView(context(), this);
    m_views = new QStackedWidget(this);
    for (QWidget *view : std::initializer_list<QWidget *>{m_boardStack, m_list, m_money, buildActivity()})
        m_views->addWidget(view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_views, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &ProjectPage::showTab);
    connect(m_board, &BoardView::opened, this, &ProjectPage::openStage);
    connect(m_list, &StageListView::opened, this, &ProjectPage::openStage);
    // Only a pane that is open follows the selection; Space, Enter or a click opens it.
    const auto follow = [this](StageId stage) {
        if (!m_stage.isNull())
            showStage(stage);
    };
    connect(m_board, &BoardView::selected, this, follow);
    connect(m_list, &StageListView::selected, this, follow);
    connect(m_money, &ProjectMoneyView::opened, this, &ProjectPage::openStage);
}

void ProjectPage::offerActions()
{
    offer(m_inspector->nextAction(), QStringLiteral("stage.next"), QStringLiteral("check"), false);
    offer(m_inspector->backAction(), QStringLiteral("stage.back"), QStringLiteral("undo"));
    offer(m_list->fundAction(), QStringLiteral("fund"), QStringLiteral("money"));
    offer(m_newStage, QStringLiteral("newstage"), QStringLiteral("plus"));
    offer(m_activate, QStringLiteral("activate"), QStringLiteral("check"));
    const std::pair<QString, QString> views[]{{tr("Show the board"), QStringLiteral("board")},
        {tr("Show the list of stages"), QStringLiteral("list")}, {tr("Show the money"), QStringLiteral("money")},
        {tr("Show the activity"), QStringLiteral("activity")}};
    for (int tab = Board; tab <= Activity; ++tab) {
        auto *show = new QAction(views[tab].first, this);
        offer(show, QStringLiteral("tab.") + tabName(tab), views[tab].second);
        connect(show, &QAction::triggered, m_tabs, [this, tab] { m_tabs->setCurrentIndex(tab); });
    }
}

QWidget *ProjectPage::buildActivity()
{
    auto *box = new QWidget(this);
    m_activityList = new RowList(theme(), tr("Activity"), box);
    m_activityList->setRows(
        &m_activityDays, new ActivityRowDelegate(theme(), m_activityList), [](const QModelIndex &index) {
            if (index.data(SectionedModel::IsSectionRole).toBool())
                return words::day(index.data(SectionedModel::SectionRole).toDate(), QDate::currentDate());
            return words::activity(index.data(ActivityModel::KindRole).toString(),
                index.data(ActivityModel::ActorRole).toString(), index.data(ActivityModel::PayloadRole).toJsonObject());
        });
    auto *pane = new ListPane(theme(), m_activityList, m_activity, box);
    pane->setEmpty(
        QStringLiteral("activity"), tr("Nothing happened yet"), tr("Who did what and when will stand here."));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->addWidget(pane);
    connect(m_activityList, &RowList::opened, this, [this](const QModelIndex &row) {
        const QModelIndex source = m_activityDays.mapToSource(row);
        if (source.isValid() && !m_activity.record(source.row()).stage.isNull())
            openStage(m_activity.record(source.row()).stage);
    });
    return box;
}

void ProjectPage::open(const Route &route)
{
    const ProjectId id(route.id);
    const bool other = id != m_id;
    m_id = id;
    if (other) {
        m_stage = {};
        m_board->horizontalScrollBar()->setValue(0);
    }
    reopen();
    for (int tab = Board; tab <= Activity; ++tab) {
        if (route.tab == tabName(tab))
            m_tabs->setCurrentIndex(tab);
    }
    if (!route.detail.isNull())
        openStage(StageId(route.detail));
    else if (other)
        showStage({});
    Q_EMIT titleChanged();
}

void ProjectPage::reopen()
{
    if (m_id.isNull())
        return;
    const Viewer viewer{context().user(), context().acting()};
    m_project.showProject(viewer, m_id);
    m_stages.showProject(viewer, m_id);
    m_activity.showProject(m_id);
    m_money->showProject(m_id);
    judgeActions();
    showBoardState();
}

const ProjectRecord *ProjectPage::project() const
{
    return m_project.rowCount() == 1 && m_project.record(0).id == m_id ? &m_project.record(0) : nullptr;
}

Route ProjectPage::route() const
{
    return {Route::Kind::Project, m_id.uuid(), tabName(m_tabs->currentIndex()), m_stage.uuid()};
}

void ProjectPage::showTab(int tab)
{
    m_views->setCurrentIndex(tab);
    if (!m_id.isNull())
        Q_EMIT routeChanged(route());
}

void ProjectPage::showBoardState()
{
    if (!m_stages.isLoaded()) {
        m_boardStack->setCurrentWidget(m_skeleton);
        return;
    }
    const bool empty = m_stages.rowCount() == 0;
    if (empty) {
        const bool hires = project() && project()->hires;
        m_empty->setContent(QStringLiteral("board"), tr("No stages yet"),
            tr("A stage is a piece of work with its own price, that one person or team does, you approve, and that is "
               "then paid."),
            hires ? m_newStage : nullptr);
    }
    m_boardStack->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_board);
    if (!m_stage.isNull())
        m_board->select(m_stage);
}

void ProjectPage::showStage(StageId stage)
{
    const bool same = stage == m_stage;
    m_stage = stage;
    m_board->select(stage);
    if (!stage.isNull())
        m_list->select(stage);
    if (m_inspector)
        m_inspector->showStage(stage);
    Q_EMIT inspectorWanted(!stage.isNull());
    if (same)
        return;
    Q_EMIT routeChanged(route());
    Q_EMIT primaryActionChanged();
}

void ProjectPage::openStage(StageId stage)
{
    showStage(stage);
    Q_EMIT inspectorOpened();
}

void ProjectPage::judgeActions()
{
    const ProjectRecord *record = project();
    const bool hires = record && record->hires;
    const bool ended
        = record && (record->status == QLatin1String("completed") || record->status == QLatin1String("cancelled"));
    m_newStage->setEnabled(hires && !ended);
    m_newStage->setToolTip(!record ? tr("New stage")
            : ended                ? tr("The project is closed.")
            : hires
            ? tr("New stage")
            : tr("%1 can add stages.").arg(record->hirerNames.isEmpty() ? record->businessName : record->hirerNames));
    const bool draft = record && record->status == QLatin1String("draft");
    m_activate->setVisible(draft);
    m_activate->setEnabled(hires && record->priced > 0);
    m_activate->setToolTip(!record ? tr("Activate project")
            : !hires
            ? tr("%1 can activate it.").arg(record->hirerNames.isEmpty() ? record->businessName : record->hirerNames)
            : record->priced == 0 ? tr("Needs at least one stage with a price.")
                                  : tr("Activate project"));
    showBoardState();
    Q_EMIT titleChanged();
    Q_EMIT primaryActionChanged();
}

QString ProjectPage::title() const
{
    return project() ? project()->title : QString();
}

QString ProjectPage::subtitle() const
{
    const ProjectRecord *record = project();
    if (!record)
        return {};
    const QString status = words::projectStatus(record->status);
    return record->stages == 0
        ? status
        : tr("%1 · %2 of %3 done")
              .arg(status, QLocale().toString(record->finished), QLocale().toString(record->stages));
}

QAction *ProjectPage::primaryAction() const
{
    // With a stage in hand, its next step is the one primary action.
    if (!m_stage.isNull() || !project() || !project()->hires)
        return nullptr;
    return m_activate->isVisible() && project()->stages > 0 ? m_activate : nullptr;
}

QAction *ProjectPage::nextAction() const
{
    return m_stage.isNull() || !m_inspector ? primaryAction() : m_inspector->nextAction();
}

QWidget *ProjectPage::inspector()
{
    return m_inspector;
}

QWidget *ProjectPage::focusTarget()
{
    return m_views->currentIndex() == Board ? static_cast<QWidget *>(m_board) : m_views->currentWidget();
}

bool ProjectPage::leaveInner()
{
    if (m_views->currentWidget() == m_list && m_list->leaveInner())
        return true;
    if (m_stage.isNull())
        return false;
    showStage({});
    return true;
}

void ProjectPage::activate()
{
    const ProjectRecord *record = project();
    if (!record)
        return;
    ActivateProject activate;
    activate.project = m_id;
    const EntryId entry = context().submit(activate.command(context().acting()));
    CommandSink &commands = context().commands();
    context().say(tr("%1 is active").arg(record->title), [&commands, entry] { commands.withdraw(entry); });
}

void ProjectPage::newStage()
{
    if (!project())
        return;
    QString currency; // of the latest price there is
    for (const StageRecord &stage : m_stages.records()) {
        if (!stage.price.currency.isEmpty())
            currency = stage.price.currency;
    }
    auto *dialog = new NewStageDialog(context(), *project(), currency, m_steps.rules(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewStageDialog::created, this, &ProjectPage::openStage);
    dialog->open();
}

} // namespace projective
