#include "app/application.h"

#include "app/actions.h"
#include "app/backendfile.h"
#include "app/firstqueries.h"
#include "app/keychain.h"
#include "app/navigation.h"
#include "app/systemlook.h"
#include "models/projecttreemodel.h"
#include "sync/commands/switch_workspace.h"
#include "ui/dialogs/newprojectdialog.h"
#include "ui/dialogs/palette.h"
#include "ui/dialogs/profiledialog.h"
#include "ui/dialogs/shortcutsheet.h"
#include "ui/pages/signinpage.h"
#include "ui/sidebar.h"
#include "ui/words.h"

#include <QScreen>
#include <QSysInfo>

#include <numeric>

namespace projective {

namespace {
Engine::Options engineOptions(const QString &profile, const Workspace &first, TokenStore::Kind tokens)
{
    Engine::Options options;
    options.folder = profile;
    options.client = QStringLiteral("projective " PROJECTIVE_VERSION " (%1)").arg(QSysInfo::prettyProductName());
    options.first = first.isNull() ? QString() : first.toString();
    options.tokens = tokens;
    return options;
}

constexpr std::chrono::milliseconds afterPicture{20}; ///< the rows are painted then
constexpr std::chrono::milliseconds picturedAtLatest{500}; ///< also where the rows don't come
} // namespace

Application::Application(const Options &options, std::unique_ptr<LiveQueries> begun)
    : m_options(options)
    , m_settings(Settings::pathIn(options.profile))
    , m_client(engineOptions(options.profile, m_settings.workspace(), m_settings.tokens()),
          begun ? std::move(begun) : beginFirstQueries(options.profile, options.route))
    , m_context(m_client.queries(), m_client, m_theme)
    , m_workspaces(m_client.queries())
    , m_inbox(m_client.queries())
    , m_pages(makePages())
    , m_look(new SystemLook(m_theme, this))
{
    connectClient();
    m_theme.setMode(m_settings.mode());
    m_theme.setDensity(m_settings.density());
    m_theme.setWorkspaceKind(m_settings.workspace().kind);
    m_theme.install();
    m_window = std::make_unique<MainWindow>(m_context, m_workspaces, m_actions, m_pages);
    addActions(m_actions, *this);
    const QHash<QString, QKeySequence> keys = m_settings.keys();
    for (auto it = keys.cbegin(); it != keys.cend(); ++it)
        m_actions.rebind(it.key(), it.value());
    if (!m_window->restoreGeometry(m_settings.geometry()))
        m_window->resize(m_window->size().boundedTo(m_window->screen()->availableSize()));
    connectWindow();
}

Application::~Application() = default;

QList<PageEntry> Application::makePages()
{
    return navigation({[this] { return m_settings.email(); }, [this] { return m_settings.server().address; },
        [this](Theme::Mode mode, Theme::Density density) { setAppearance(mode, density); }, [this] { signOut(); },
        [this] { showShortcuts(); }});
}

void Application::connectClient()
{
    connect(&m_client, &ClientHandle::opened, this, &Application::opened);
    connect(&m_client, &ClientHandle::openFailed, this, [this](const Error &error) {
        SyncStatus status = m_client.status();
        status.state = SyncStatus::State::Failed;
        status.error = error;
        statusChanged(status);
        askToOpenAgain(error);
    });
    connect(&m_client, &ClientHandle::statusChanged, this, &Application::statusChanged);
    connect(&m_client, &ClientHandle::signedIn, this, &Application::signedIn);
    connect(&m_client, &ClientHandle::signInFailed, this, &Application::signInFailed);
    connect(&m_client, &ClientHandle::signedOut, this, &Application::signedOut);
    connect(&m_client, &ClientHandle::tokenStoreFailed, this, &Application::askWhereToKeepToken);
    connect(&m_client, &ClientHandle::outboxRecovered, this, [this](int recovered, const QStringList &lost) {
        m_context.say(lost.isEmpty()
                ? tr("The list of unsent work was damaged; all %Ln entries were saved.", nullptr, recovered)
                : tr("The list of unsent work was damaged; %Ln entries could not be read.", nullptr,
                    static_cast<int>(lost.size())));
    });
    connect(&m_workspaces, &WorkspaceListModel::updated, this, &Application::workspacesChanged);
}

void Application::connectWindow()
{
    connect(m_window.get(), &MainWindow::workspaceChosen, this, &Application::switchWorkspace);
    connect(m_window.get(), &MainWindow::searchRequested, this, &Application::showPalette);
    connect(m_window.get(), &MainWindow::syncLineClicked, this, &Application::syncLineClicked);
    connect(m_window.get(), &MainWindow::closing, this, &Application::remember);
    connect(m_window.get(), &MainWindow::routeChanged, this,
        [this](const Route &route) { m_settings.setRoute(m_context.acting(), route); });
    connect(&m_actions, &ActionSet::keyChanged, this, [this] { m_settings.setKeys(m_actions.rebound()); });
}

void Application::start()
{
    if (m_settings.user().isNull())
        m_window->showSignIn();
    else
        showAccount();
    m_window->show();
    // What the first picture doesn't need begins once it is there: on few processors it would be late by all of this.
    connect(&m_settled, &QTimer::timeout, this, &Application::settled);
    m_settled.setSingleShot(true);
    m_settled.start(m_window->isSignInShown() ? afterPicture : picturedAtLatest);
}

void Application::settled()
{
    m_client.open();
    if (m_panesReady)
        m_window->sidebar().projects().countUnread();
    m_look->start();
    askForKeychain(this, [this](bool found) { sayWhereTokenIsKept(found); });
    if (m_window->isSignInShown())
        connect(&m_window->signIn(), &SignInPage::signInRequested, this, &Application::signIn, Qt::UniqueConnection);
    if (!m_options.backend.isEmpty()) {
        BackendFile::read(m_options.backend, this, [this](const std::optional<BackendFile> &backend) {
            if (backend)
                backendRead(*backend);
        });
    }
}

void Application::showAccount()
{
    m_context.setUser(UserId(m_settings.user()));
    m_context.setActing(m_settings.workspace(), m_settings.workspaceName());
    if (!m_panesReady) {
        m_panesReady = true;
        connectSidebar();
    }
    m_workspaces.setUser(m_context.user());
    m_inbox.showOf(m_context.user(), QDateTime::currentDateTimeUtc());
    m_window->showPanes();
    m_window->setPanes(m_settings.panes(m_context.acting()));
    m_window->go(m_options.route.value_or(m_settings.route(m_context.acting())));
}

void Application::connectSidebar()
{
    constexpr int clockTickMs = 60'000;
    Sidebar &sidebar = m_window->sidebar();
    const QAction *palette = m_actions.find(QStringLiteral("go.palette"));
    const auto hint
        = [&sidebar, palette] { sidebar.setSearchHint(palette->shortcut().toString(QKeySequence::NativeText)); };
    connect(palette, &QAction::changed, &sidebar, hint);
    hint();
    const auto count = [&sidebar] { sidebar.setCount(Route::Kind::Messages, sidebar.projects().unread()); };
    connect(&sidebar.projects(), &ProjectTreeModel::updated, this, count);
    connect(&sidebar.projects(), &ProjectTreeModel::unreadChanged, this, count);
    if (m_window->isVisible()) // else once it is pictured
        sidebar.projects().countUnread();
    // The last of the first rows.
    connect(
        &sidebar.projects(), &ProjectTreeModel::updated, this,
        [this] {
            if (m_settled.isActive())
                m_settled.start(afterPicture);
        },
        Qt::SingleShotConnection);
    auto *clock = new QTimer(this); // what was put off comes back
    connect(clock, &QTimer::timeout, this, [this] { m_inbox.wake(QDateTime::currentDateTimeUtc()); });
    clock->start(clockTickMs);
    connect(&m_inbox, &InboxModel::updated, &sidebar, [this, &sidebar] {
        const auto unread = [](int sum, const InboxRecord &subject) { return sum + (subject.unread > 0 ? 1 : 0); };
        sidebar.setCount(
            Route::Kind::Inbox, std::accumulate(m_inbox.records().cbegin(), m_inbox.records().cend(), 0, unread));
    });
}

void Application::opened()
{
    if (m_client.status().state != SyncStatus::State::SignedOut || m_settings.user().isNull())
        return;
    // The profile was emptied behind the window's back.
    signedOut();
}

void Application::workspacesChanged()
{
    addWorkspaceActions(m_actions, *this);
    if (m_workspaces.rowCount() == 0) {
        leaveLastWorkspace();
        return;
    }
    const int current = m_workspaces.rowOf(m_context.acting());
    if (current >= 0) {
        const WorkspaceRow &row = m_workspaces.record(current);
        m_context.setActing(row.workspace, row.name, row.rights);
        m_settings.setWorkspace(m_context.acting(), m_context.actingName());
        m_actingFound = true;
        return;
    }
    // None yet, or one that was taken away: the default of the last device, else the first.
    int chosen = 0;
    for (int row = 0; row < m_workspaces.rowCount(); ++row) {
        if (m_workspaces.record(row).isDefault)
            chosen = row;
    }
    const QString lost = m_context.acting().isNull() ? QString() : m_context.actingName();
    act(m_workspaces.record(chosen));
    if (!lost.isEmpty())
        m_context.say(tr("You are no longer part of %1. You act as %2 now.").arg(lost, m_context.actingName()));
}

void Application::leaveLastWorkspace()
{
    // Before the first sync, and while everything comes anew, there is none either.
    if (!m_actingFound || m_context.status().state != SyncStatus::State::Synced)
        return;
    const QString lost = m_context.actingName();
    m_actingFound = false;
    m_context.setActing({}, QString());
    m_settings.setWorkspace({}, QString());
    m_window->forget();
    go(Route::Kind::MyWork);
    m_context.say(tr("You are no longer part of %1.").arg(lost));
}

void Application::act(const WorkspaceRow &row)
{
    remember();
    m_actingFound = true;
    m_context.setActing(row.workspace, row.name, row.rights);
    m_settings.setWorkspace(row.workspace, row.name);
    m_client.setFirst(row.workspace);
    m_window->forget();
    m_window->setPanes(m_settings.panes(row.workspace));
    m_window->go(m_settings.route(row.workspace));
}

void Application::switchWorkspace(const Workspace &workspace)
{
    const int row = m_workspaces.rowOf(workspace);
    if (row < 0 || workspace == m_context.acting())
        return;
    const WorkspaceRow chosen = m_workspaces.record(row);
    act(chosen);
    m_context.commands().submit(SwitchWorkspace{workspace}.command(workspace));
}

void Application::statusChanged(const SyncStatus &status)
{
    m_context.setStatus(status);
    if (m_workspaces.rowCount() == 0)
        leaveLastWorkspace();
    if (m_panesReady)
        m_window->sidebar().setCount(Route::Kind::Attention, status.refused, true);
}

void Application::syncLineClicked()
{
    const SyncStatus &status = m_context.status();
    if (status.state == SyncStatus::State::SignInAgain) {
        m_window->signIn().setServer(m_settings.server());
        showSignInAgain(words::failure(ErrorCode::Unauthorized));
    } else if (status.refused > 0 && status.state != SyncStatus::State::Failed) {
        go(Route::Kind::Attention);
    } else {
        m_client.nudge();
    }
}

void Application::remember()
{
    m_settings.setGeometry(m_window->saveGeometry());
    m_settings.setPanes(m_context.acting(), m_window->panes());
}

void Application::go(Route::Kind kind)
{
    if (!m_window->isSignInShown())
        m_window->go({kind, {}, {}, {}});
}

void Application::setAppearance(Theme::Mode mode, Theme::Density density)
{
    if (mode != m_theme.mode())
        m_theme.setMode(mode);
    if (density != m_theme.density())
        m_theme.setDensity(density);
    m_settings.setAppearance(mode, density);
}

void Application::newProject()
{
    auto *dialog = new NewProjectDialog(m_context, m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewProjectDialog::created, m_window.get(), [this](ProjectId project) {
        m_window->go({Route::Kind::Project, project.uuid(), {}, {}});
    });
    dialog->open();
}

void Application::showPalette()
{
    if (m_window->isSignInShown())
        return;
    if (!m_palette) {
        m_palette = new Palette(m_context, m_actions, m_window.get());
        connect(m_palette, &Palette::routeRequested, m_window.get(), &MainWindow::go);
        connect(m_palette, &Palette::profileRequested, this, &Application::showProfile);
    }
    m_palette->popUp();
}

void Application::showProfile(const QUuid &profile)
{
    auto *dialog = new ProfileDialog(m_context, profile, m_window.get());
    connect(dialog, &ProfileDialog::routeRequested, m_window.get(), &MainWindow::go);
    dialog->open();
}

void Application::showShortcuts()
{
    auto *sheet = new ShortcutSheet(m_theme, m_actions, m_window.get());
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

} // namespace projective
