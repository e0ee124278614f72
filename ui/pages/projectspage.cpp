#include "ui/pages/projectspage.h"

#include "ui/delegates/listdelegates.h"
#include "ui/dialogs/newprojectdialog.h"
#include "ui/widgets/rowlist.h"
#include "ui/words.h"

#include <QAction>
#include <QLocale>
#include <QVBoxLayout>

namespace projective {

ProjectsPage::ProjectsPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_projects(context.source())
    , m_list(new RowList(context.theme(), tr("Projects"), this))
    , m_new(new QAction(tr("New project…"), this))
{
    connect(m_new, &QAction::triggered, this, &ProjectsPage::create);
    m_list->setRows(&m_projects, new ProjectRowDelegate(theme(), m_list), [](const QModelIndex &index) {
        return tr("%1, %2, %3 of %Ln stages done", nullptr, index.data(ProjectListModel::StagesRole).toInt())
            .arg(index.data(ProjectListModel::TitleRole).toString(),
                words::projectStatus(index.data(ProjectListModel::StatusRole).toString()),
                QLocale().toString(index.data(ProjectListModel::FinishedRole).toInt()));
    });
    m_pane = new ListPane(theme(), m_list, m_projects, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->addWidget(m_pane);
    const auto openRow = [this](const QModelIndex &row) {
        if (row.isValid())
            Q_EMIT routeRequested({Route::Kind::Project, m_projects.record(row.row()).id.uuid(), {}, {}});
    };
    connect(m_list, &RowList::opened, this, openRow);
    connect(m_list, &RowList::peeked, this, openRow);
    connect(&m_projects, &QueryModel::updated, this, &Page::titleChanged);
    connect(&context, &PageContext::actingChanged, this, &ProjectsPage::reopen);
    connect(&context, &PageContext::userChanged, this, &ProjectsPage::reopen);
}

void ProjectsPage::open(const Route &)
{
    reopen();
}

void ProjectsPage::reopen()
{
    const bool business = context().acting().kind == WorkspaceKind::Business;
    const QString blocked = NewProjectDialog::blocker(context());
    m_new->setEnabled(blocked.isEmpty());
    m_new->setToolTip(blocked.isEmpty() ? m_new->text() : blocked);
    if (context().acting().isNull())
        m_pane->setEmpty(QStringLiteral("user"), words::noWorkspace(), words::noWorkspaceYet());
    else
        m_pane->setEmpty(QStringLiteral("projects"), tr("No projects yet"),
            business
                ? tr("A project is what you buy, cut into stages that people take on one by one.")
                : tr(
                    "When you are offered a stage and accept it, its project stands here. Offers stand under My work."),
            business ? m_new : nullptr);
    m_projects.showOwn({context().user(), context().acting()});
    Q_EMIT primaryActionChanged();
}

QString ProjectsPage::subtitle() const
{
    return m_projects.rowCount() > 0 ? tr("%Ln projects", nullptr, m_projects.rowCount()) : QString();
}

QWidget *ProjectsPage::focusTarget()
{
    return m_list;
}

void ProjectsPage::create()
{
    auto *dialog = new NewProjectDialog(context(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewProjectDialog::created, this, [this](ProjectId project) {
        Q_EMIT routeRequested({Route::Kind::Project, project.uuid(), {}, {}});
    });
    dialog->open();
}

} // namespace projective
