#include "ui/sidebar.h"

#include "models/projecttreemodel.h"
#include "models/workspacelistmodel.h"
#include "ui/delegates/projecttreedelegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/navbutton.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/syncline.h"
#include "ui/widgets/workspacebutton.h"

#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace projective {

Sidebar::Sidebar(PageContext &context, WorkspaceListModel &workspaces, const QList<PageEntry> &entries, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_workspace(new WorkspaceButton(context.theme(), workspaces, this))
    , m_search(new NavButton(context.theme(), QStringLiteral("search"), tr("Search"), this))
    , m_sync(new SyncLine(context.theme(), this))
{
    setAccessibleName(tr("Sidebar"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::grid, Theme::grid, Theme::grid, Theme::grid);
    layout->setSpacing(0);
    layout->addWidget(m_workspace);
    layout->addSpacing(Theme::halfGrid);
    layout->addWidget(m_search);
    addEntries(entries, layout);
    layout->addSpacing(Theme::grid);
    addProjects(layout);
    layout->addWidget(m_sync);
    setTabOrder(m_tree, m_sync); // it was made first and stands last

    connect(m_workspace, &WorkspaceButton::chosen, this, &Sidebar::workspaceChosen);
    connect(m_search, &NavButton::clicked, this, &Sidebar::searchRequested);
    connect(m_sync, &SyncLine::clicked, this, &Sidebar::syncLineClicked);
    connect(&context, &PageContext::actingChanged, this, &Sidebar::follow);
    connect(&context, &PageContext::statusChanged, m_sync, &SyncLine::setStatus);
    connect(&context.theme(), &Theme::changed, this, qOverload<>(&QWidget::update));
    m_sync->setStatus(context.status());
    follow();
}

void Sidebar::addEntries(const QList<PageEntry> &entries, QVBoxLayout *layout)
{
    for (const PageEntry &entry : entries) {
        if (!entry.inSidebar)
            continue;
        auto *button = new NavButton(m_context.theme(), entry.icon, entry.title, this);
        const Route::Kind kind = entry.kind;
        connect(button, &NavButton::clicked, this, [this, kind] {
            markTree();
            Q_EMIT routeRequested({kind, {}, {}, {}});
        });
        layout->addWidget(button);
        m_buttons.insert(kind, button);
    }
}

void Sidebar::addProjects(QVBoxLayout *layout)
{
    m_projects = new ProjectTreeModel(m_context.source(), this);
    m_delegate = new ProjectTreeDelegate(m_context.theme(), this);
    m_header = new SectionHeader(m_context.theme(), tr("Projects"), this);
    m_header->setContentsMargins(Theme::grid, 0, Theme::grid, 0); // margins are not mirrored
    m_tree = new QListView(this);
    m_tree->setAccessibleName(tr("Projects and channels"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformItemSizes(true);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setMouseTracking(true);
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->setItemDelegate(m_delegate);
    m_tree->setModel(m_projects);
    auto *keys = new ListKeys(m_tree);
    connect(keys, &ListKeys::opened, this, &Sidebar::openRow);
    connect(keys, &ListKeys::peeked, this, &Sidebar::openRow);
    connect(m_tree, &QListView::clicked, this, &Sidebar::openRow);
    connect(m_projects, &ProjectTreeModel::updated, this, &Sidebar::markTree);
    connect(&m_context.theme(), &Theme::changed, m_tree, &QListView::doItemsLayout);
    layout->addWidget(m_header);
    layout->addWidget(m_tree, 1);
}

void Sidebar::openRow(const QModelIndex &index)
{
    const QUuid id = index.data(ProjectTreeModel::IdRole).toUuid();
    const bool channel = index.data(ProjectTreeModel::IsChannelRole).toBool();
    Q_EMIT routeRequested({channel ? Route::Kind::Messages : Route::Kind::Project, id, {}, {}});
}

void Sidebar::follow()
{
    m_workspace->setCurrent(m_context.acting(), m_context.actingName());
    m_projects->setViewer({m_context.user(), m_context.acting()});
}

void Sidebar::setRoute(const Route &route)
{
    m_route = route;
    markTree();
}

void Sidebar::markTree()
{
    const bool inTree = !m_route.id.isNull() && m_projects->rowOf(m_route.id) >= 0;
    for (auto it = m_buttons.cbegin(); it != m_buttons.cend(); ++it)
        it.value()->setCurrent(it.key() == m_route.kind && !inTree);
    if (inTree)
        m_tree->setCurrentIndex(m_projects->index(m_projects->rowOf(m_route.id), 0));
    else
        m_tree->clearSelection();
}

void Sidebar::setCount(Route::Kind kind, int count, bool urgent)
{
    if (NavButton *button = m_buttons.value(kind))
        button->setCount(count, urgent);
}

void Sidebar::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    m_folded = folded;
    m_workspace->setFolded(folded);
    m_search->setFolded(folded);
    m_sync->setFolded(folded);
    m_header->setVisible(!folded);
    m_delegate->setFolded(folded);
    // Beside it the icons would stand out of line with those above.
    m_tree->setVerticalScrollBarPolicy(folded ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    for (NavButton *button : std::as_const(m_buttons))
        button->setFolded(folded);
    setMinimumWidth(folded ? foldedWidth : leastWidth);
    setMaximumWidth(folded ? foldedWidth : 360);
    m_tree->doItemsLayout();
}

void Sidebar::setSearchHint(const QString &key)
{
    m_search->setHint(key);
}

void Sidebar::focusProjects()
{
    m_tree->setFocus(Qt::ShortcutFocusReason);
    if (!m_tree->currentIndex().isValid() && m_projects->rowCount() > 0)
        m_tree->setCurrentIndex(m_projects->index(0, 0));
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_context.theme().color(Theme::Token::Sunken));
}

} // namespace projective
