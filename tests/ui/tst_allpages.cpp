// What must hold on every page and dialog: each control has a name and is reached by Tab, no label takes text for
// markup, and all of it holds when the window is mirrored or there is nothing to show.
#include "app/navigation.h"
#include "shellworld.h"
#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/funddialog.h"
#include "ui/dialogs/newprojectdialog.h"
#include "ui/dialogs/newstagedialog.h"
#include "ui/dialogs/offerdialog.h"
#include "ui/dialogs/palette.h"
#include "ui/dialogs/profiledialog.h"
#include "ui/dialogs/releasedialog.h"
#include "ui/dialogs/revisionanswerdialog.h"
#include "ui/dialogs/revisiondialog.h"
#include "ui/dialogs/shortcutsheet.h"
#include "ui/dialogs/submitdialog.h"
#include "ui/dialogs/topupdialog.h"
#include "ui/dialogs/unsentdialog.h"
#include "ui/mainwindow.h"
#include "ui/pages/boardview.h"
#include "ui/pages/moneypage.h"
#include "ui/pages/projectspage.h"
#include "ui/pages/signinpage.h"
#include "ui/sidebar.h"
#include "ui/widgets/navbutton.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/walletcard.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace projective;
using namespace projective::test;

namespace {

/// Parts that Qt makes inside its own controls, which speak for them.
bool isPart(const QWidget *widget)
{
    return widget->objectName().startsWith(QStringLiteral("qt_")) || widget->inherits("QScrollArea")
        || widget->inherits("QSplitterHandle") || widget->inherits("QComboBoxListView")
        || widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QHeaderView")
        || widget->inherits("QLineEditIconButton");
}

QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || isPart(widget))
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        const bool named
            = !widget->accessibleName().isEmpty() || (spoken && !spoken->text(QAccessible::Name).isEmpty());
        // What is not shown gets its text first.
        const bool empty = !widget->isVisibleTo(&root)
            && (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLabel *>(widget));
        if (!named && !empty)
            found.append(QStringLiteral("%1 in %2")
                             .arg(QString::fromLatin1(widget->metaObject()->className()),
                                 QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
    }
    return found;
}

QStringList markup(const QWidget &root)
{
    QStringList found;
    for (const QLabel *label : root.findChildren<QLabel *>()) {
        if (label->textFormat() != Qt::PlainText && !label->text().isEmpty())
            found.append(label->text());
    }
    return found;
}

/// Controls that one can use but never gets to with Tab, pressed from wherever the focus is.
QStringList unreached(QWidget &window)
{
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window))
        return {QStringLiteral("the window is not active")};
    QSet<const QWidget *> reached;
    const QList<QWidget *> all = window.findChildren<QWidget *>();
    for (qsizetype presses = 0; presses <= 2 * all.size(); ++presses) {
        const QWidget *focus = QApplication::focusWidget();
        reached.insert(focus);
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window, Qt::Key_Tab);
        if (reached.contains(QApplication::focusWidget()) && presses > all.size())
            break;
    }
    QStringList found;
    for (const QWidget *widget : all) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool oneOfSeveral = button && !button->isChecked() && (button->autoExclusive() || button->group());
        const bool wanted = (widget->focusPolicy() & Qt::TabFocus) || (button && !isPart(widget));
        // Of buttons of which one is chosen Tab reaches that one, and arrows the others; a scroll area moves with what
        // is in it.
        if (!wanted || !widget->isVisibleTo(&window) || !widget->isEnabled() || widget->focusProxy() || oneOfSeveral
            || widget->inherits("QScrollArea") || widget->inherits("QSplitterHandle"))
            continue;
        if (!reached.contains(widget))
            found.append(QStringLiteral("%1 (%2)").arg(
                QString::fromLatin1(widget->metaObject()->className()), widget->accessibleName()));
    }
    return found;
}

StageRecord someStage()
{
    StageRecord stage;
    stage.id = StageId(SqliteSource::id(QStringLiteral("ui")));
    stage.name = QStringLiteral("<b>UI</b> & more");
    stage.assigneeName = QStringLiteral("<i>Ines</i>");
    stage.price = {120000, QStringLiteral("GBP")};
    return stage;
}

using Opener = std::function<QDialog *(ShellWorld &, const CommandRules &)>;

template <typename T, typename... Arguments>
Opener opener(Arguments... arguments)
{
    return
        [arguments...](ShellWorld &world, const CommandRules &) { return new T(world.context, arguments..., nullptr); };
}

/// Of dialogs that say the numbers of the rules.
template <typename T, typename... Arguments>
Opener ruled(Arguments... arguments)
{
    return [arguments...](ShellWorld &world, const CommandRules &rules) {
        return new T(world.context, arguments..., rules, nullptr);
    };
}

} // namespace

Q_DECLARE_METATYPE(Opener)

class TestAllPages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { QApplication::setLayoutDirection(Qt::LeftToRight); }
    void pages_data();
    void pages();
    void dialogs_data();
    void dialogs();
    void signIn();
    void everyPage_isReachedByAScreenReader();
    void board_keepsTheChosenCardInView();
    void whatTheRoleForbids_isNotOffered_data();
    void whatTheRoleForbids_isNotOffered();
};

void TestAllPages::pages_data()
{
    QTest::addColumn<bool>("filled");
    QTest::addColumn<bool>("mirrored");
    QTest::newRow("with data") << true << false;
    QTest::newRow("empty") << false << false;
    QTest::newRow("with data, mirrored") << true << true;
}

void TestAllPages::pages()
{
    QFETCH(bool, filled);
    QFETCH(bool, mirrored);
    QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
    ShellWorld world(filled);
    const QString none;
    const QList<PageEntry> entries = navigation(
        {[none] { return none; }, [none] { return none; }, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}});
    MainWindow window(world.context, world.workspaces, world.actions, entries);
    window.resize(1280, 800);
    window.show();
    (void)window.signIn();
    for (const PageEntry &entry : entries) {
        const bool project = entry.kind == Route::Kind::Project;
        const QUuid detail = project && filled ? SqliteSource::id(QStringLiteral("ui")) : QUuid();
        window.go({entry.kind, project ? SqliteSource::id(QStringLiteral("web")) : QUuid(), {}, detail});
        world.settle();
        const QList<QTabBar *> bars = window.currentPage()->findChildren<QTabBar *>();
        for (QTabBar *bar : bars) {
            for (int tab = 0; tab < bar->count(); ++tab) {
                bar->setCurrentIndex(tab);
                world.settle();
            }
        }
        QCOMPARE(nameless(window).join(u'\n'), QString());
        QCOMPARE(markup(window).join(u'\n'), QString());
        QCOMPARE(unreached(window).join(u'\n'), QString());
        QVERIFY2(!window.windowTitle().isEmpty() && !entry.title.isEmpty(), qPrintable(entry.icon));
    }
}

void TestAllPages::dialogs_data()
{
    QTest::addColumn<Opener>("open");
    const StageRecord stage = someStage();
    QTest::newRow("assign") << ruled<AssignDialog>(stage);
    QTest::newRow("accept") << opener<OfferDialog>(OfferDialog::Answer::Accept, stage);
    QTest::newRow("decline") << opener<OfferDialog>(OfferDialog::Answer::Decline, stage);
    QTest::newRow("fund") << opener<FundDialog>(QList<StageRecord>{stage}, QList<StageRecord>{stage, stage});
    QTest::newRow("submit") << ruled<SubmitDialog>(stage);
    QTest::newRow("request changes") << ruled<RevisionDialog>(stage);
    QTest::newRow("answer changes") << opener<RevisionAnswerDialog>(stage);
    QTest::newRow("approve") << ruled<ReleaseDialog>(Step::ApproveAndRelease, stage);
    QTest::newRow("release") << ruled<ReleaseDialog>(Step::Release, stage);
    QTest::newRow("new project") << opener<NewProjectDialog>();
    QTest::newRow("new stage") << ruled<NewStageDialog>(ProjectRecord(), QString());
    QTest::newRow("top up") << Opener([](ShellWorld &world, const CommandRules &rules) {
        return new TopUpDialog(world.context, rules, QStringLiteral("GBP"), nullptr);
    });
    QTest::newRow("shortcuts") << Opener([](ShellWorld &world, const CommandRules &) {
        world.actions.add(
            {QStringLiteral("a"), ActionSet::Group::Do, QStringLiteral("<b>Undo</b>"), {}, QKeySequence::Undo, [] {}});
        world.actions.rebind(QStringLiteral("a"), QKeySequence(Qt::Key_F7)); // with a way back
        return new ShortcutSheet(world.theme, world.actions, nullptr);
    });
    for (const char *profile : {"ines", "northwind", "kilo", "nobody"}) {
        QTest::newRow(qPrintable(QStringLiteral("profile of ") + QLatin1String(profile)))
            << Opener([profile](ShellWorld &world, const CommandRules &) {
                   return new ProfileDialog(world.context, SqliteSource::id(QLatin1String(profile)), nullptr);
               });
    }
    QTest::newRow("not sent yet") << Opener([](ShellWorld &world, const CommandRules &) {
        world.context.hold(QStringLiteral("Releasing <i>all</i>"), {QStringLiteral("release_stage"), {}, {}, {}});
        return new UnsentDialog(world.context, nullptr);
    });
}

void TestAllPages::dialogs()
{
    QFETCH(Opener, open);
    ShellWorld world;
    const CommandRules rules(world.source);
    const std::unique_ptr<QDialog> dialog(open(world, rules));
    dialog->show();
    world.settle();
    QCOMPARE(nameless(*dialog).join(u'\n'), QString());
    QCOMPARE(markup(*dialog).join(u'\n'), QString());
    QCOMPARE(unreached(*dialog).join(u'\n'), QString());
    QVERIFY(!dialog->windowTitle().isEmpty());
}

void TestAllPages::signIn()
{
    ShellWorld world;
    MainWindow window(world.context, world.workspaces, world.actions, {});
    SignInPage &page = window.signIn();
    page.setServer({QStringLiteral("https://a.example"), {}, QStringLiteral("key")}); // with all its fields
    page.setSamples({{QStringLiteral("<b>Mara</b>"), QStringLiteral("Owner"), {}, {}},
        {QStringLiteral("Ines"), QStringLiteral("Designer"), {}, {}}});
    window.show();
    window.showSignIn();
    QCOMPARE(nameless(window).join(u'\n'), QString());
    QCOMPARE(markup(window).join(u'\n'), QString());
    QCOMPARE(unreached(window).join(u'\n'), QString());
}

void TestAllPages::everyPage_isReachedByAScreenReader()
{
    ShellWorld world;
    const QString none;
    MainWindow window(world.context, world.workspaces, world.actions,
        navigation(
            {[none] { return none; }, [none] { return none; }, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    window.show();
    window.go({Route::Kind::Settings, {}, {}, {}});
    world.settle();
    const QList<NavButton *> buttons = window.sidebar().findChildren<NavButton *>();
    QVERIFY(buttons.size() > 5);
    for (NavButton *button : buttons) {
        QSignalSpy went(&window, &MainWindow::routeChanged);
        QSignalSpy searched(&window, &MainWindow::searchRequested);
        QAccessibleActionInterface *actions = QAccessible::queryAccessibleInterface(button)->actionInterface();
        actions->doAction(actions->actionNames().constFirst());
        QTRY_VERIFY2(!went.isEmpty() || !searched.isEmpty(), qPrintable(button->text()));
        QCOMPARE(button->isCurrent(), !went.isEmpty());
    }
}

void TestAllPages::board_keepsTheChosenCardInView()
{
    ShellWorld world;
    const QString none;
    MainWindow window(world.context, world.workspaces, world.actions,
        navigation(
            {[none] { return none; }, [none] { return none; }, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    window.resize(1210, 700); // the details stand beside the board, and take what it needs
    window.show();
    window.go({Route::Kind::Project, SqliteSource::id(QStringLiteral("web")), QStringLiteral("board"),
        SqliteSource::id(QStringLiteral("ui"))});
    world.settle();
    const auto *board = window.currentPage()->findChild<BoardView *>();
    QVERIFY(board->widget()->width() > board->viewport()->width());
    const RowList *chosen = nullptr;
    for (const RowList *list : board->findChildren<RowList *>()) {
        if (!list->selectedRows().isEmpty())
            chosen = list;
    }
    if (chosen == nullptr)
        QFAIL("no row is chosen");
    const QRect card(chosen->mapTo(board->viewport(), QPoint()), chosen->size());
    QVERIFY(card.left() >= 0 && card.right() < board->viewport()->width());
}

void TestAllPages::whatTheRoleForbids_isNotOffered_data()
{
    QTest::addColumn<Workspace>("acting");
    QTest::addColumn<WorkspaceRights>("rights");
    QTest::addColumn<bool>("startsProjects");
    QTest::addColumn<bool>("seesMoney");
    const Workspace northwind{WorkspaceKind::Business, SqliteSource::id(QStringLiteral("northwind"))};
    const Workspace kilo{WorkspaceKind::Team, SqliteSource::id(QStringLiteral("kilo"))};
    QTest::newRow("owner") << northwind << WorkspaceRights{true, true, true} << true << true;
    QTest::newRow("finance") << northwind << WorkspaceRights{false, true, true} << false << true;
    QTest::newRow("hiring manager") << northwind << WorkspaceRights{true, false, false} << true << false;
    QTest::newRow("member of a team") << kilo << WorkspaceRights{false, false, false} << false << false;
    QTest::newRow("nobody") << Workspace() << WorkspaceRights() << false << false;
}

void TestAllPages::whatTheRoleForbids_isNotOffered()
{
    QFETCH(Workspace, acting);
    QFETCH(WorkspaceRights, rights);
    QFETCH(bool, startsProjects);
    QFETCH(bool, seesMoney);
    ShellWorld world;
    world.context.setActing(acting, QStringLiteral("Some of them"), rights);
    ProjectsPage projects(world.context);
    MoneyPage money(world.context);
    projects.open({});
    money.open({});
    world.settle();
    QCOMPARE(projects.primaryAction()->isEnabled(), startsProjects);
    QCOMPARE(projects.primaryAction()->toolTip().isEmpty(), false);
    QCOMPARE(money.primaryAction() != nullptr, seesMoney);
    const QList<WalletCard *> cards = money.findChildren<WalletCard *>();
    const bool shown = std::any_of(
        cards.begin(), cards.end(), [&money](const WalletCard *card) { return card->isVisibleTo(&money); });
    QCOMPARE(shown, seesMoney);
}

QTEST_MAIN(TestAllPages)
#include "tst_allpages.moc"
