#pragma once

#include "app/settings.h"
#include "app/translations.h"
#include "models/inboxmodel.h"
#include "models/workspacelistmodel.h"
#include "sync/client/clienthandle.h"
#include "ui/actionset.h"
#include "ui/mainwindow.h"
#include "ui/pages/pagecontext.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace projective {

struct BackendFile;
class Palette;
class SystemLook;

/// Builds everything and wires it: settings, theme, client, window. Lives in main(); GUI thread.
class Application : public QObject
{
    Q_OBJECT
public:
    struct Options {
        QString profile; ///< the profile's folder
        QString backend; ///< backend.json of an embedded backend; empty: none
        std::optional<Route> route; ///< a deep link
    };
    /// `begun`: what beginFirstQueries() gave; null: it is called here.
    explicit Application(const Options &options, std::unique_ptr<LiveQueries> begun = {});
    ~Application() override;

    /// Shows the window, whose first rows the reader thread brings; the profile is opened for writing after these.
    void start();

    [[nodiscard]] ActionSet &actions() { return m_actions; }
    [[nodiscard]] MainWindow &window() { return *m_window; }
    [[nodiscard]] PageContext &context() { return m_context; }
    [[nodiscard]] const QList<PageEntry> &pages() const { return m_pages; }
    [[nodiscard]] WorkspaceListModel &workspaces() { return m_workspaces; }

    void go(Route::Kind kind);
    void switchWorkspace(const Workspace &workspace);
    void setAppearance(Theme::Mode mode, Theme::Density density);
    void newProject();
    void showPalette();
    void showProfile(const QUuid &profile);
    void showShortcuts();
    void signOut();

private:
    void settled();
    void connectClient();
    void connectWindow();
    void connectSidebar();
    [[nodiscard]] QList<PageEntry> makePages();
    void showAccount();
    void showSignInAgain(const QString &notice);
    void leaveSignIn();
    void askToOpenAgain(const Error &error);
    void signIn(const ServerEntry &entry, const QString &email, const QString &password);
    void signedIn(const QUuid &user, const QString &email);
    void signInFailed(const Error &error);
    void signedOut();
    void opened();
    void backendRead(const BackendFile &backend);
    void workspacesChanged();
    void act(const WorkspaceRow &row);
    void leaveLastWorkspace();
    void statusChanged(const SyncStatus &status);
    void syncLineClicked();
    void sayWhereTokenIsKept(bool keychain);
    void askWhereToKeepToken();
    void remember();

    const Options m_options;
    Translations m_translations; ///< before all that has texts
    Settings m_settings;
    ClientHandle m_client;
    Theme m_theme;
    PageContext m_context;
    WorkspaceListModel m_workspaces;
    InboxModel m_inbox; ///< for the number in the sidebar
    ActionSet m_actions;
    QList<PageEntry> m_pages;
    std::unique_ptr<MainWindow> m_window;
    SystemLook *m_look;
    Palette *m_palette = nullptr;
    QTimer m_settled; ///< the first picture is there
    ServerEntry m_enteredServer; ///< of the sign-in under way
    bool m_panesReady = false;
    bool m_actingFound = false; ///< the acting workspace was among the person's own in this run
    std::optional<bool> m_keychain; ///< whether there is one; nothing: not known yet
};

} // namespace projective
