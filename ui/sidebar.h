#pragma once

#include "ui/pages/pageentry.h"

#include <QHash>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QListView;
class QToolButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class NavButton;
class ProjectTreeDelegate;
class ProjectTreeModel;
class SectionHeader;
class SyncLine;
class WorkspaceButton;
class WorkspaceListModel;

/// The left pane: as whom one acts, search, pages, projects with their channels, and how fresh all this is.
class Sidebar : public QWidget
{
    Q_OBJECT
public:
    Sidebar(PageContext &context, WorkspaceListModel &workspaces, const QList<PageEntry> &entries,
        QWidget *parent = nullptr);

    /// Marks where one is.
    void setRoute(const Route &route);
    void setCount(Route::Kind kind, int count, bool urgent = false);
    /// Icons only.
    void setFolded(bool folded);
    [[nodiscard]] bool isFolded() const { return m_folded; }
    void setSearchHint(const QString &key);
    void focusProjects();
    [[nodiscard]] ProjectTreeModel &projects() const { return *m_projects; }

    static constexpr int foldedWidth = 48;
    static constexpr int leastWidth = 200;

Q_SIGNALS:
    void routeRequested(const projective::Route &route);
    void workspaceChosen(const projective::Workspace &workspace);
    void searchRequested();
    void syncLineClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addEntries(const QList<PageEntry> &entries, QVBoxLayout *layout);
    void addProjects(QVBoxLayout *layout);
    void openRow(const QModelIndex &index);
    void follow();
    void markTree();

    PageContext &m_context;
    WorkspaceButton *m_workspace = nullptr;
    NavButton *m_search = nullptr;
    QHash<Route::Kind, NavButton *> m_buttons;
    SectionHeader *m_header = nullptr;
    ProjectTreeModel *m_projects = nullptr;
    ProjectTreeDelegate *m_delegate = nullptr;
    QListView *m_tree = nullptr;
    SyncLine *m_sync = nullptr;
    Route m_route;
    bool m_folded = false;
};

} // namespace projective
