#include "ui/mainwindow.h"

#include "models/workspacelistmodel.h"
#include "ui/actionset.h"
#include "ui/pages/signinpage.h"
#include "ui/sidebar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/firstfetch.h"
#include "ui/widgets/messagestrip.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/statebar.h"

#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace projective {

namespace {
constexpr int historyLength = 50;
constexpr QSize leastSize(760, 560);
} // namespace

MainWindow::MainWindow(
    PageContext &context, WorkspaceListModel &workspaces, ActionSet &actions, QList<PageEntry> entries, QWidget *parent)
    : QMainWindow(parent)
    , m_context(context)
    , m_workspaces(workspaces)
    , m_actions(actions)
    , m_entries(std::move(entries))
    , m_stack(new QStackedWidget(this))
{
    setWindowTitle(tr("Projective"));
    setMinimumSize(leastSize);
    resize(1280, 800);
    setCentralWidget(m_stack);
    const auto follow = [this] {
        for (QAction *action : m_actions.actions()) {
            if (!this->actions().contains(action))
                addAction(action);
        }
    };
    connect(&m_actions, &ActionSet::changed, this, follow);
    follow();
}

MainWindow::~MainWindow() = default;

SignInPage &MainWindow::signIn()
{
    if (!m_signIn) {
        m_signIn = new SignInPage(m_context.theme(), m_stack);
        m_stack->addWidget(m_signIn);
    }
    return *m_signIn;
}

void MainWindow::showSignIn()
{
    m_stack->setCurrentWidget(&signIn());
    m_actions.offer({});
    if (m_strip)
        m_strip->raise();
    signIn().takeFocus();
    setWindowTitle(tr("Sign in – Projective"));
}

bool MainWindow::isSignInShown() const
{
    return m_signIn && m_stack->currentWidget() == m_signIn;
}

void MainWindow::showPanes()
{
    if (!m_splitter)
        buildPanes();
    m_stack->setCurrentWidget(m_splitter);
    m_strip->raise();
}

void MainWindow::buildPanes()
{
    Theme &theme = m_context.theme();
    m_splitter = new QSplitter(m_stack);
    m_splitter->setChildrenCollapsible(false);
    m_sidebar = new Sidebar(m_context, m_workspaces, m_entries, m_splitter);
    auto *middle = new QWidget(m_splitter);
    m_header = new PageHeader(theme, middle);
    m_state = new StateBar(theme, middle);
    m_pages = new QStackedWidget(middle);
    m_firstFetch = new FirstFetch(theme, m_pages);
    m_pages->addWidget(m_firstFetch);
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_state);
    layout->addWidget(m_pages, 1);
    m_inspectors = new QStackedWidget(m_splitter);
    m_inspectors->setMinimumWidth(280);
    m_inspectors->setMaximumWidth(520);
    m_inspectors->hide();
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({240, 720, 320});
    m_strip = new MessageStrip(theme, m_stack);
    m_stack->addWidget(m_splitter);

    connect(m_sidebar, &Sidebar::routeRequested, this, &MainWindow::go);
    connect(m_sidebar, &Sidebar::workspaceChosen, this, &MainWindow::workspaceChosen);
    connect(m_sidebar, &Sidebar::searchRequested, this, &MainWindow::searchRequested);
    connect(m_sidebar, &Sidebar::syncLineClicked, this, &MainWindow::syncLineClicked);
    connect(m_header, &PageHeader::backClicked, this, &MainWindow::goBack);
    connect(m_header, &PageHeader::inspectorToggled, this, &MainWindow::toggleInspector);
    connect(&m_context, &PageContext::said, m_strip, &MessageStrip::say);
    connect(&m_context, &PageContext::refused, this, [this](const QString &text, EntryId entry) {
        m_strip->warn(text, [this, entry] { go({Route::Kind::Attention, entry.uuid(), {}, {}}); });
    });
    connect(&m_actions, &ActionSet::refused, m_strip, [this](const QString &why) { m_strip->say(why); });
    connect(&m_context.held(), &HeldCommand::changed, this, &MainWindow::showHeld);
    connect(
        &m_context, &PageContext::userChanged, this, [this] { loseHeld(tr("Not done, since you signed out: %1")); });
    connect(&m_workspaces, &WorkspaceListModel::updated, this, &MainWindow::checkHeldWorkspace);
    connect(&m_context, &PageContext::statusChanged, this, &MainWindow::checkHeldWorkspace);
    connect(m_state, &StateBar::acted, this, &MainWindow::syncLineClicked);
    connect(&m_context, &PageContext::statusChanged, this, &MainWindow::showFetched);
    connect(&m_workspaces, &WorkspaceListModel::updated, this, &MainWindow::showFetched);
    connect(&theme, &Theme::changed, m_splitter, qOverload<>(&QWidget::update));
    foldPanes();
}

Sidebar &MainWindow::sidebar()
{
    if (!m_splitter)
        buildPanes();
    return *m_sidebar;
}

Page *MainWindow::page(Route::Kind kind)
{
    if (Page *made = m_made.value(kind))
        return made;
    const auto entry = std::find_if(
        m_entries.cbegin(), m_entries.cend(), [kind](const PageEntry &candidate) { return candidate.kind == kind; });
    if (entry == m_entries.cend())
        return nullptr;
    Page *made = entry->make(m_context);
    m_made.insert(kind, made);
    m_pages->addWidget(made);
    connect(made, &Page::routeRequested, this, &MainWindow::go);
    connect(made, &Page::routeChanged, this, [this, made](const Route &route) {
        if (currentPage() == made) // pages that are not shown follow what is synced, too
            setRoute(route);
    });
    connect(made, &Page::titleChanged, this, [this, made] {
        if (currentPage() == made)
            setWindowTitle(tr("%1 – Projective").arg(made->title()));
    });
    connect(made, &Page::inspectorWanted, this, [this, made](bool wanted) {
        m_inspectorWanted.insert(made, wanted);
        if (!wanted && currentPage() == made)
            m_inspectorForced = false;
        placeInspector();
    });
    connect(made, &Page::inspectorOpened, this, [this, made] {
        m_inspectorHidden = false;
        m_inspectorForced = m_inspectorWanted.value(made, false);
        placeInspector();
    });
    return made;
}

Page *MainWindow::currentPage() const
{
    return m_shown;
}

QAction *MainWindow::nextAction() const
{
    QAction *next = m_shown && !isSignInShown() ? m_shown->nextAction() : nullptr;
    return next && next->isVisible() ? next : nullptr;
}

void MainWindow::go(const Route &route)
{
    showPanes();
    Page *target = page(route.kind);
    if (!target)
        return;
    if (m_route != route && currentPage()) {
        m_history.append(m_route);
        if (m_history.size() > historyLength)
            m_history.removeFirst();
    }
    m_route = route;
    target->open(route);
    showPage(target);
    setRoute(route);
}

void MainWindow::showPage(Page *page)
{
    // Not by the stack's current widget: its first page becomes that by itself.
    const bool other = m_shown != page;
    m_shown = page;
    m_actions.offer(page->actions());
    showFetched();
    if (other) {
        m_header->setPage(page);
        // A list that is not there yet takes the focus from its page when it comes.
        QWidget *target = page->focusTarget();
        (target->isVisibleTo(page) ? target : page)->setFocus(Qt::OtherFocusReason);
    }
    if (QWidget *inspector = page->inspector(); inspector && m_inspectors->indexOf(inspector) < 0)
        m_inspectors->addWidget(inspector);
    setWindowTitle(tr("%1 – Projective").arg(page->title()));
    placeInspector();
}

/// The page, or why there is nothing to show on it yet.
void MainWindow::showFetched()
{
    const SyncStatus &status = m_context.status();
    m_state->setStatus(status);
    m_firstFetch->setStatus(status);
    if (!m_shown)
        return;
    // What was refused and the settings are on this device.
    const bool local = m_route.kind == Route::Kind::Attention || m_route.kind == Route::Kind::Settings;
    const bool nothing = !local && !status.everSynced && m_workspaces.isLoaded() && m_workspaces.rowCount() == 0;
    QWidget *target = nothing ? static_cast<QWidget *>(m_firstFetch) : m_shown;
    if (m_pages->currentWidget() == target)
        return;
    m_pages->setCurrentWidget(target);
    if (!nothing && !focusWidget())
        m_shown->focusTarget()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::setRoute(const Route &route)
{
    m_route = route;
    m_sidebar->setRoute(route);
    m_header->setCanGoBack(!m_history.isEmpty());
    showFetched();
    Q_EMIT routeChanged(route);
}

void MainWindow::goBack()
{
    if (m_history.isEmpty())
        return;
    const Route route = m_history.takeLast();
    Page *target = page(route.kind);
    if (!target)
        return;
    target->open(route);
    showPage(target);
    setRoute(route);
}

void MainWindow::leave()
{
    if (isSignInShown()) {
        m_signIn->leave();
        return;
    }
    Page *page = currentPage();
    if (!page || page->leaveInner())
        return;
    goBack();
}

void MainWindow::forget()
{
    m_history.clear();
    m_inspectorWanted.clear();
    if (!m_splitter)
        return;
    m_strip->forget();
    m_header->setPage(nullptr);
    m_shown = nullptr;
    m_actions.offer({});
    for (Page *made : std::as_const(m_made)) {
        if (QWidget *inspector = made->inspector())
            m_inspectors->removeWidget(inspector);
        m_pages->removeWidget(made);
        made->deleteLater();
    }
    m_made.clear();
    m_inspectors->hide();
}

void MainWindow::toggleInspector()
{
    if (!m_inspectors)
        return; // nobody is signed in
    const bool shown = m_inspectors->isVisible();
    m_inspectorHidden = shown;
    m_inspectorForced = !shown;
    placeInspector();
}

void MainWindow::toggleSidebar()
{
    m_sidebarToggled = !m_sidebarToggled;
    foldPanes();
}

void MainWindow::placeInspector()
{
    const Page *page = currentPage();
    QWidget *inspector = page ? const_cast<Page *>(page)->inspector() : nullptr;
    const bool wanted = inspector && m_inspectorWanted.value(page, false);
    const bool roomy = width() >= inspectorFoldsBelow;
    const bool shown = wanted && !m_inspectorHidden && (roomy || m_inspectorForced);
    if (inspector)
        m_inspectors->setCurrentWidget(inspector);
    m_inspectors->setVisible(shown);
    m_header->setInspectorButton(wanted, shown);
}

void MainWindow::foldPanes()
{
    if (!m_sidebar)
        return;
    const bool fold = (width() < sidebarFoldsBelow) != m_sidebarToggled;
    if (fold != m_sidebar->isFolded()) {
        QList<int> sizes = m_splitter->sizes();
        if (fold)
            m_sidebarWidth = sizes.first();
        m_sidebar->setFolded(fold);
        const int side = fold ? Sidebar::foldedWidth : m_sidebarWidth;
        sizes[1] += sizes.first() - side;
        sizes[0] = side;
        m_splitter->setSizes(sizes);
    }
    placeInspector();
    m_strip->setArea(m_stack->rect());
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    const bool wasNarrow = event->oldSize().isValid() && event->oldSize().width() < inspectorFoldsBelow;
    if (wasNarrow != (event->size().width() < inspectorFoldsBelow))
        m_inspectorForced = false;
    QMainWindow::resizeEvent(event);
    foldPanes();
}

QByteArray MainWindow::panes() const
{
    return m_splitter ? m_splitter->saveState() : QByteArray();
}

void MainWindow::setPanes(const QByteArray &state)
{
    if (m_splitter && !state.isEmpty())
        m_splitter->restoreState(state);
}

} // namespace projective
