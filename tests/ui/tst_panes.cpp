// What the window shows beside a page, and when.
#include "app/navigation.h"
#include "shellworld.h"
#include "ui/mainwindow.h"
#include "ui/pages/boardview.h"
#include "ui/pages/page.h"
#include "ui/sidebar.h"
#include "ui/widgets/navbutton.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/texttable.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QTest>

using namespace projective;
using namespace projective::test;

class TestPanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void focus_opensNothing();
    void wideWindow_followsTheCurrentRow();
    void narrowWindow_showsWhatIsOpened();
    void narrowWindow_showsTheStageThatOneGoesTo();
    void foldedPane_comesBackForWhatIsOpened();
    void hiddenPage_leavesTheRouteAlone();
    void otherProject_beginsAtItsFirstColumn();
    void table_hasNoMoreRowsThanItsProject();

private:
    [[nodiscard]] RowList *list() const { return m_window->currentPage()->findChild<RowList *>(); }
    [[nodiscard]] bool isPaneShown() const { return m_window->currentPage()->inspector()->isVisible(); }
    void click(int row);
    void press(Qt::Key key);
    void resize(int width);

    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

void TestPanes::init()
{
    m_world = std::make_unique<ShellWorld>();
    const auto none = [] { return QString(); };
    m_window = std::make_unique<MainWindow>(m_world->context, m_world->workspaces, m_world->actions,
        navigation({none, none, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    m_window->show();
    m_window->go({Route::Kind::MyWork, {}, {}, {}});
    m_world->settle();
    QVERIFY(list()->model()->rowCount() > 3);
}

void TestPanes::click(int row)
{
    const QRect area = list()->visualRect(list()->model()->index(row, 0));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, area.center());
    m_world->settle();
}

void TestPanes::press(Qt::Key key)
{
    QTest::keyClick(list(), key);
    m_world->settle();
}

void TestPanes::resize(int width)
{
    m_window->resize(width, 700);
    m_world->settle();
}

void TestPanes::focus_opensNothing()
{
    QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
    QApplication::sendEvent(list(), &byTab);
    m_world->settle();
    QVERIFY(list()->currentRow().isValid());
    QVERIFY(!isPaneShown());
    press(Qt::Key_Space);
    QVERIFY(isPaneShown());
    QCOMPARE(list()->selectedRows().size(), 1);
}

void TestPanes::wideWindow_followsTheCurrentRow()
{
    resize(1280);
    press(Qt::Key_J);
    QVERIFY(isPaneShown());
}

void TestPanes::narrowWindow_showsWhatIsOpened()
{
    resize(1000);
    press(Qt::Key_J);
    QVERIFY(!isPaneShown()); // it takes room from the list
    click(1);
    QVERIFY(isPaneShown());
    m_window->leave();
    QVERIFY(!isPaneShown());
    press(Qt::Key_J);
    QVERIFY(!isPaneShown());
    press(Qt::Key_Space);
    QVERIFY(isPaneShown());
}

void TestPanes::narrowWindow_showsTheStageThatOneGoesTo()
{
    resize(1000);
    press(Qt::Key_J);
    press(Qt::Key_Return);
    QCOMPARE(m_window->route().kind, Route::Kind::Project);
    QVERIFY(isPaneShown());
    m_window->leave();
    QVERIFY(!isPaneShown());
}

void TestPanes::foldedPane_comesBackForWhatIsOpened()
{
    resize(1280);
    click(1);
    m_window->toggleInspector();
    QVERIFY(!isPaneShown());
    press(Qt::Key_J);
    QVERIFY(!isPaneShown());
    click(1);
    QVERIFY(isPaneShown());
}

void TestPanes::hiddenPage_leavesTheRouteAlone()
{
    resize(1280);
    click(0);
    RowList *work = list();
    m_window->go({Route::Kind::Project, SqliteSource::id(QStringLiteral("web")), QStringLiteral("list"), {}});
    m_world->settle();
    work->setCurrentIndex(work->model()->index(work->currentIndex().row() + 1, 0)); // as when its first row is done
    m_world->settle();
    QCOMPARE(m_window->route().kind, Route::Kind::Project);
    for (const NavButton *button : m_window->sidebar().findChildren<NavButton *>())
        QVERIFY2(!button->isCurrent(), qPrintable(button->text()));
}

void TestPanes::otherProject_beginsAtItsFirstColumn()
{
    resize(1000);
    m_window->go({Route::Kind::Project, SqliteSource::id(QStringLiteral("web")), QStringLiteral("board"), {}});
    m_world->settle();
    const QScrollBar *bar = m_window->currentPage()->findChild<BoardView *>()->horizontalScrollBar();
    QVERIFY(bar->maximum() > 0);
    m_window->currentPage()->findChild<BoardView *>()->horizontalScrollBar()->setValue(bar->maximum());
    m_window->go({Route::Kind::Project, SqliteSource::id(QStringLiteral("app")), QStringLiteral("board"), {}});
    m_world->settle();
    QCOMPARE(bar->value(), 0);
}

void TestPanes::table_hasNoMoreRowsThanItsProject()
{
    for (const char *project : {"campaign", "web", "campaign", "web"}) {
        m_window->go({Route::Kind::Project, SqliteSource::id(QLatin1String(project)), QStringLiteral("board"), {}});
        m_world->settle();
        m_window->go({Route::Kind::Project, SqliteSource::id(QLatin1String(project)), QStringLiteral("money"), {}});
        m_world->settle();
        const auto *table = m_window->currentPage()->findChild<TextTable *>();
        QCOMPARE(table->verticalHeader()->count(), table->model()->rowCount());
    }
}

QTEST_MAIN(TestPanes)
#include "tst_panes.moc"
