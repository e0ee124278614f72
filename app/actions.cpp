#include "app/actions.h"

#include "app/application.h"
#include "ui/dialogs/newprojectdialog.h"
#include "ui/sidebar.h"

#include <QApplication>

namespace projective {

namespace {

using Group = ActionSet::Group;

QString tr(const char *text)
{
    return QCoreApplication::translate("Actions", text);
}

QString idOf(Route::Kind kind)
{
    return QStringLiteral("go.") + Route{kind, {}, {}, {}}.toString();
}

/// "G, M": two keys in a row, as long as no field takes them as text.
QKeySequence goKey(Route::Kind kind)
{
    switch (kind) {
    case Route::Kind::Inbox:
        return QKeySequence(Qt::Key_G, Qt::Key_I);
    case Route::Kind::MyWork:
        return QKeySequence(Qt::Key_G, Qt::Key_W);
    case Route::Kind::Projects:
        return QKeySequence(Qt::Key_G, Qt::Key_P);
    case Route::Kind::Messages:
        return QKeySequence(Qt::Key_G, Qt::Key_M);
    case Route::Kind::Money:
        return QKeySequence(Qt::Key_G, Qt::Key_Y);
    case Route::Kind::Market:
        return QKeySequence(Qt::Key_G, Qt::Key_K);
    case Route::Kind::Attention:
        return QKeySequence(Qt::Key_G, Qt::Key_A);
    case Route::Kind::Settings:
        return QKeySequence(Qt::Key_G, Qt::Key_S);
    case Route::Kind::Project:
        break;
    }
    return QKeySequence();
}

void addGo(ActionSet &actions, Application &application)
{
    actions.add({QStringLiteral("go.palette"), Group::Go, tr(QT_TRANSLATE_NOOP("Actions", "Search and commands")),
        QStringLiteral("search"), QKeySequence(Qt::CTRL | Qt::Key_K), [&application] { application.showPalette(); }, {},
        false});
    for (const PageEntry &entry : application.pages()) {
        if (entry.kind == Route::Kind::Project)
            continue; // it takes a project to go there
        const Route::Kind kind = entry.kind;
        actions.add({idOf(kind), Group::Go, entry.title, entry.icon, goKey(kind),
            [&application, kind] { application.go(kind); }});
    }
    actions.add({QStringLiteral("go.tree"), Group::Go, tr(QT_TRANSLATE_NOOP("Actions", "Projects in the sidebar")),
        QStringLiteral("projects"), QKeySequence(Qt::Key_F6),
        [&application] { application.window().sidebar().focusProjects(); }});
    actions.add({QStringLiteral("go.back"), Group::Go, tr(QT_TRANSLATE_NOOP("Actions", "Back")), QStringLiteral("back"),
        QKeySequence(Qt::ALT | Qt::Key_Left), [&application] { application.window().goBack(); }});
    actions.add({QStringLiteral("go.leave"), Group::Go, tr(QT_TRANSLATE_NOOP("Actions", "Out of what is open")), {},
        QKeySequence(Qt::Key_Escape), [&application] { application.window().leave(); }, {}, false});
}

void addDo(ActionSet &actions, Application &application)
{
    addNextStep(actions, application.window());
    actions.add({QStringLiteral("do.newproject"), Group::Do, tr(QT_TRANSLATE_NOOP("Actions", "New project…")),
        QStringLiteral("plus"), QKeySequence(QKeySequence::New), [&application] { application.newProject(); },
        [&application] { return NewProjectDialog::blocker(application.context()); }});
    actions.add({QStringLiteral("do.undo"), Group::Do, tr(QT_TRANSLATE_NOOP("Actions", "Undo")), QStringLiteral("undo"),
        QKeySequence(QKeySequence::Undo), [&application] { application.context().undo(); }});
}

void addView(ActionSet &actions, Application &application)
{
    actions.add({QStringLiteral("view.sidebar"), Group::View, tr(QT_TRANSLATE_NOOP("Actions", "Fold the sidebar")),
        QStringLiteral("sidebar"), QKeySequence(Qt::CTRL | Qt::Key_B),
        [&application] { application.window().toggleSidebar(); }});
    actions.add({QStringLiteral("view.inspector"), Group::View, tr(QT_TRANSLATE_NOOP("Actions", "Show details")),
        QStringLiteral("sidebar"), QKeySequence(Qt::CTRL | Qt::Key_I),
        [&application] { application.window().toggleInspector(); }});
    const auto look = [&](const QString &id, const QString &text, Theme::Mode mode) {
        actions.add({id, Group::View, text, QStringLiteral("theme"), {},
            [&application, mode] { application.setAppearance(mode, application.context().theme().density()); }});
    };
    look(QStringLiteral("view.light"), tr(QT_TRANSLATE_NOOP("Actions", "Light colours")), Theme::Mode::Light);
    look(QStringLiteral("view.dark"), tr(QT_TRANSLATE_NOOP("Actions", "Dark colours")), Theme::Mode::Dark);
    look(QStringLiteral("view.system"), tr(QT_TRANSLATE_NOOP("Actions", "Colours of the system")), Theme::Mode::System);
    const auto density = [&](const QString &id, const QString &text, Theme::Density value) {
        actions.add({id, Group::View, text, QStringLiteral("list"), {},
            [&application, value] { application.setAppearance(application.context().theme().mode(), value); }});
    };
    density(QStringLiteral("view.compact"), tr(QT_TRANSLATE_NOOP("Actions", "Compact rows")), Theme::Density::Compact);
    density(QStringLiteral("view.normal"), tr(QT_TRANSLATE_NOOP("Actions", "Normal rows")), Theme::Density::Normal);
    density(QStringLiteral("view.comfortable"), tr(QT_TRANSLATE_NOOP("Actions", "Comfortable rows")),
        Theme::Density::Comfortable);
}

void addProgram(ActionSet &actions, Application &application)
{
    actions.add({QStringLiteral("program.shortcuts"), Group::Program,
        tr(QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts")), QStringLiteral("keyboard"),
        QKeySequence(Qt::Key_Question), [&application] { application.showShortcuts(); }});
    actions.add({QStringLiteral("program.signout"), Group::Program, tr(QT_TRANSLATE_NOOP("Actions", "Sign out")),
        QStringLiteral("sign-out"), {}, [&application] { application.signOut(); }});
    actions.add({QStringLiteral("program.quit"), Group::Program, tr(QT_TRANSLATE_NOOP("Actions", "Quit")),
        QStringLiteral("close"), QKeySequence(QKeySequence::Quit), [&application] { application.window().close(); }});
}

} // namespace

void addActions(ActionSet &actions, Application &application)
{
    addGo(actions, application);
    addDo(actions, application);
    addView(actions, application);
    addProgram(actions, application);
}

void addNextStep(ActionSet &actions, MainWindow &window)
{
    actions.add({QStringLiteral("do.primary"), Group::Do, tr(QT_TRANSLATE_NOOP("Actions", "Next step of what is open")),
        QStringLiteral("check"), QKeySequence(Qt::CTRL | Qt::Key_Return), [&window] { window.nextAction()->trigger(); },
        [&window] {
            const QAction *next = window.nextAction();
            return next ? ActionSet::reasonOf(next)
                        : tr(QT_TRANSLATE_NOOP("Actions", "Nothing that is open here has a next step."));
        }});
}

void addWorkspaceActions(ActionSet &actions, Application &application)
{
    static const QString icons[] = {QStringLiteral("user"), QStringLiteral("business"), QStringLiteral("team")};
    actions.removeAll(QStringLiteral("workspace."));
    const WorkspaceListModel &workspaces = application.workspaces();
    for (int row = 0; row < workspaces.rowCount(); ++row) {
        const WorkspaceRow &workspace = workspaces.record(row);
        const QKeySequence key
            = row < 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + row)) : QKeySequence();
        actions.add({QStringLiteral("workspace.") + workspace.workspace.toString(), Group::Workspace,
            tr(QT_TRANSLATE_NOOP("Actions", "Act as %1")).arg(workspace.name),
            icons[static_cast<int>(workspace.workspace.kind)], key,
            [&application, to = workspace.workspace] { application.switchWorkspace(to); }});
    }
}

} // namespace projective
