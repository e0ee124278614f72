#pragma once

#include "ui/pages/pageentry.h"

#include <QHash>
#include <QMainWindow>

QT_BEGIN_NAMESPACE
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace projective {

class ActionSet;
class FirstFetch;
class MessageStrip;
class PageHeader;
class Sidebar;
class SignInPage;
class StateBar;
class WorkspaceListModel;

/// The window: sidebar, page and inspector, or the sign-in page. It shows what it is told to show, keeps the way
/// back, and makes pages when they are first needed. Knows no page by name.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(PageContext &context, WorkspaceListModel &workspaces, ActionSet &actions, QList<PageEntry> entries,
        QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] SignInPage &signIn();
    void showSignIn();
    /// The panes; makes them the first time.
    void showPanes();
    [[nodiscard]] bool isSignInShown() const;

    void go(const Route &route);
    void goBack();
    [[nodiscard]] Route route() const { return m_route; }
    [[nodiscard]] Sidebar &sidebar();
    [[nodiscard]] Page *currentPage() const;
    /// What Ctrl+Enter does now; null: nothing.
    [[nodiscard]] QAction *nextAction() const;
    /// Esc: out of the innermost thing, then back.
    void leave();
    void toggleInspector();
    void toggleSidebar();
    /// Drops pages and history: another person or workspace. What is held goes on.
    void forget();

    /// Splitter positions, for the settings of the acting workspace.
    [[nodiscard]] QByteArray panes() const;
    void setPanes(const QByteArray &state);

    static constexpr int inspectorFoldsBelow = 1200;
    static constexpr int sidebarFoldsBelow = 900;

Q_SIGNALS:
    void routeChanged(const projective::Route &route);
    void workspaceChosen(const projective::Workspace &workspace);
    void searchRequested();
    void syncLineClicked();
    void closing();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void buildPanes();
    [[nodiscard]] Page *page(Route::Kind kind);
    void showPage(Page *page);
    void setRoute(const Route &route);
    void showFetched();
    void foldPanes();
    void placeInspector();
    void showHeld();
    /// What is held can't be sent any more: as whom it was to go is lost.
    void loseHeld(const QString &why);
    void checkHeldWorkspace();
    /// Before the window closes over what is held.
    void askAboutHeld();

    PageContext &m_context;
    WorkspaceListModel &m_workspaces;
    ActionSet &m_actions;
    const QList<PageEntry> m_entries;
    QStackedWidget *m_stack;
    SignInPage *m_signIn = nullptr;
    QSplitter *m_splitter = nullptr;
    Sidebar *m_sidebar = nullptr;
    PageHeader *m_header = nullptr;
    StateBar *m_state = nullptr;
    QStackedWidget *m_pages = nullptr;
    FirstFetch *m_firstFetch = nullptr; ///< in m_pages, in place of a page
    QStackedWidget *m_inspectors = nullptr;
    MessageStrip *m_strip = nullptr;
    QHash<Route::Kind, Page *> m_made;
    QHash<const Page *, bool> m_inspectorWanted;
    Page *m_shown = nullptr;
    Route m_route;
    QList<Route> m_history;
    int m_sidebarWidth = 240; ///< before it was folded
    bool m_inspectorHidden = false; ///< by the user
    bool m_inspectorForced = false; ///< shown although the window is narrow
    bool m_sidebarToggled = false; ///< folded although wide, or the other way round
};

} // namespace projective
