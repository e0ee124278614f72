// What the page in hand can do is reached by name and by Ctrl+Enter, and says why where it can't be done.
#include "app/actions.h"
#include "app/navigation.h"
#include "shellworld.h"
#include "ui/delegates/palettedelegate.h"
#include "ui/dialogs/palette.h"
#include "ui/mainwindow.h"
#include "ui/pages/page.h"
#include "ui/widgets/messagestrip.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/textlabel.h"

#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace projective;
using namespace projective::test;

class TestPageActions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void ctrlEnter_takesTheNextStep_data();
    void ctrlEnter_takesTheNextStep();
    void ctrlEnter_withoutAStage_takesThePagesOwn();
    void ctrlEnter_saysWhyItCantBeDone();
    void palette_runsWhatThePageOffers();
    void palette_saysWhyItCantBeDone();
    void offers_followWhatIsOpen();
    void offers_leaveWithTheirPage();
    void markedStages_areFundedAsTheyStandNow();

private:
    void actAsInes();
    void fundTheReview();
    void pressCtrlEnter();
    [[nodiscard]] QString told() const;
    [[nodiscard]] QStringList offers() const;
    /// The palette's first row for what was typed.
    [[nodiscard]] QModelIndex find(const QString &typed);

    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Palette> m_palette;
};

namespace {
QUuid id(const char *name)
{
    return SqliteSource::id(QString::fromLatin1(name));
}

Route projectWith(const char *stage)
{
    return {Route::Kind::Project, id("web"), {}, stage ? id(stage) : QUuid()};
}
} // namespace

void TestPageActions::init()
{
    m_world = std::make_unique<ShellWorld>();
    const auto none = [] { return QString(); };
    m_window = std::make_unique<MainWindow>(m_world->context, m_world->workspaces, m_world->actions,
        navigation({none, none, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    addNextStep(m_world->actions, *m_window);
    m_palette = std::make_unique<Palette>(m_world->context, m_world->actions, m_window.get());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestPageActions::cleanup()
{
    m_palette.reset();
    m_window.reset();
}

void TestPageActions::actAsInes()
{
    m_world->context.setUser(UserId(id("ines")));
    m_world->context.setActing({WorkspaceKind::Freelancer, id("f:ines")}, QStringLiteral("Ines Ribeiro"));
}

void TestPageActions::fundTheReview()
{
    m_world->execute(QStringLiteral(
        "insert into escrows (id, project_stage_id, assignment_id, payer_business_id, payee_type, payee_id, "
        "amount_cents, currency, released_cents, refunded_cents, status, created_at) values (id('e:access'), "
        "id('access'), id('a:access'), id('northwind'), 'freelancer', id('f:ines'), 30000, 'GBP', 0, 0, 'funded', 0)"));
}

void TestPageActions::pressCtrlEnter()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(
        m_window->focusWidget() ? m_window->focusWidget() : m_window.get(), Qt::Key_Return, Qt::ControlModifier);
    m_world->settle();
}

QString TestPageActions::told() const
{
    const auto *strip = m_window->findChild<MessageStrip *>();
    return strip->isVisible() ? strip->findChild<TextLabel *>()->text() : QString();
}

QStringList TestPageActions::offers() const
{
    QStringList result;
    for (const QAction *action : m_world->actions.actions()) {
        if (ActionSet::group(action) == ActionSet::Group::Page && action->isVisible())
            result.append(action->text());
    }
    return result;
}

QModelIndex TestPageActions::find(const QString &typed)
{
    m_palette->popUp();
    auto *field = m_palette->findChild<QLineEdit *>();
    field->clear();
    QTest::keyClicks(field, typed);
    m_world->settle();
    return m_palette->findChild<QListView *>()->model()->index(0, 0);
}

void TestPageActions::ctrlEnter_takesTheNextStep_data()
{
    QTest::addColumn<Route::Kind>("page");
    QTest::newRow("project") << Route::Kind::Project;
    QTest::newRow("my work") << Route::Kind::MyWork;
    QTest::newRow("inbox") << Route::Kind::Inbox;
}

void TestPageActions::ctrlEnter_takesTheNextStep()
{
    QFETCH(Route::Kind, page);
    actAsInes();
    fundTheReview();
    m_world->execute(QStringLiteral(
        "insert into notifications (id, user_id, type, title, params, entity_table, entity_id, ctx_type, ctx_id, "
        "class, count, created_at, updated_at) values (id('n:ines'), id('ines'), 'assignment.accepted', '', '{}', "
        "'projects.project_stages', id('access'), 'freelancer', id('f:ines'), 'normal', 1, at('2026-11-22T10:00:00'), "
        "at('2026-11-22T10:00:00'))"));
    m_window->go(page == Route::Kind::Project ? projectWith("access") : Route{page, {}, {}, {}});
    m_world->settle();
    if (page != Route::Kind::Project) {
        // Down the list, until the stage that can be started is the one in hand.
        auto *list = m_window->currentPage()->findChild<RowList *>();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            list->setCurrentRow(list->model()->index(row, 0));
            m_world->settle();
            if (m_window->nextAction() && m_window->nextAction()->text().startsWith(QStringLiteral("Start")))
                break;
        }
    }
    pressCtrlEnter();
    const QList<Command> started = m_world->sink.named(QStringLiteral("start_stage"));
    QCOMPARE(started.size(), 1);
    QCOMPARE(started.first().args.value(u"stage").toString(), ShellWorld::text(QStringLiteral("access")));
}

void TestPageActions::ctrlEnter_withoutAStage_takesThePagesOwn()
{
    m_window->go({Route::Kind::Project, id("campaign"), {}, {}});
    m_world->settle();
    QCOMPARE(m_window->nextAction(), m_window->currentPage()->primaryAction());
    pressCtrlEnter();
    QCOMPARE(m_world->sink.named(QStringLiteral("activate_project")).size(), 1);
    m_window->go({Route::Kind::Settings, {}, {}, {}});
    pressCtrlEnter();
    QVERIFY2(told().contains(QStringLiteral("next step")), qPrintable(told()));
}

void TestPageActions::ctrlEnter_saysWhyItCantBeDone()
{
    actAsInes();
    m_window->go(projectWith("access"));
    m_world->settle();
    pressCtrlEnter();
    QVERIFY(m_world->sink.named(QStringLiteral("start_stage")).isEmpty());
    QVERIFY2(told().contains(QStringLiteral("in escrow")), qPrintable(told()));
    const QModelIndex row = find(QStringLiteral("next step"));
    QVERIFY(!(row.flags() & Qt::ItemIsEnabled));
    QCOMPARE(row.data(PaletteDelegate::NoteRole).toString(), told());
    // What changes is seen at once: nothing is remembered from before.
    fundTheReview();
    m_world->settle();
    m_palette->hide();
    pressCtrlEnter();
    QCOMPARE(m_world->sink.named(QStringLiteral("start_stage")).size(), 1);
}

void TestPageActions::palette_runsWhatThePageOffers()
{
    m_window->go({Route::Kind::Inbox, {}, {}, {}});
    m_world->settle();
    const QModelIndex row = find(QStringLiteral("mark all"));
    QCOMPARE(row.data().toString(), QStringLiteral("Mark all as read"));
    QVERIFY(row.flags() & Qt::ItemIsEnabled);
    QTest::keyClick(m_palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(m_world->sink.named(QStringLiteral("mark_notification_read")).size(), 1);
}

void TestPageActions::palette_saysWhyItCantBeDone()
{
    m_world->execute(QStringLiteral("update notifications set read_at = 1"));
    m_window->go({Route::Kind::Inbox, {}, {}, {}});
    m_world->settle();
    const QModelIndex row = find(QStringLiteral("mark all"));
    QCOMPARE(row.data().toString(), QStringLiteral("Mark all as read"));
    QVERIFY(!(row.flags() & Qt::ItemIsEnabled));
    QCOMPARE(row.data(PaletteDelegate::NoteRole).toString(), QStringLiteral("Everything is read."));
    QTest::keyClick(m_palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QVERIFY(m_world->sink.named(QStringLiteral("mark_notification_read")).isEmpty());
}

void TestPageActions::offers_followWhatIsOpen()
{
    m_window->go(projectWith(nullptr));
    m_world->settle();
    QVERIFY(offers().contains(QStringLiteral("New stage…")));
    QVERIFY(!offers().join(u' ').contains(QStringLiteral("Release")));
    m_window->go(projectWith("ui"));
    m_world->settle();
    const QString all = offers().join(u'\n');
    QVERIFY2(all.contains(QStringLiteral("release")) && all.contains(QStringLiteral("1,200.00")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("Request changes")), qPrintable(all));
    m_window->leave();
    QVERIFY(!offers().join(u' ').contains(QStringLiteral("1,200.00")));
}

void TestPageActions::offers_leaveWithTheirPage()
{
    m_window->go({Route::Kind::Money, {}, {}, {}});
    m_world->settle();
    QVERIFY(offers().contains(QStringLiteral("Export CSV…")) && offers().contains(QStringLiteral("Top up…")));
    m_window->go({Route::Kind::Attention, {}, {}, {}});
    m_world->settle();
    QVERIFY(!offers().contains(QStringLiteral("Export CSV…")));
    QVERIFY(offers().contains(QStringLiteral("Try again")));
    m_window->showSignIn();
    QVERIFY(offers().isEmpty());
    QVERIFY(m_window->nextAction() == nullptr);
    m_window->go({Route::Kind::Attention, {}, {}, {}});
    QVERIFY(!offers().isEmpty());
    m_window->forget();
    QVERIFY(offers().isEmpty());
}

void TestPageActions::markedStages_areFundedAsTheyStandNow()
{
    m_world->execute(QStringLiteral("update stage_assignments set status = 'invited' where id = id('a:access')"));
    m_window->go(projectWith(nullptr));
    m_world->settle();
    for (const QAction *action : m_world->actions.actions()) {
        if (action->text() == QStringLiteral("Show the list of stages"))
            const_cast<QAction *>(action)->trigger();
    }
    m_world->settle();
    RowList *list = nullptr;
    for (RowList *one : m_window->currentPage()->findChildren<RowList *>()) {
        if (one->isVisible())
            list = one;
    }
    if (list == nullptr)
        QFAIL("no list of stages");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Home);
    for (int row = 1; row < list->model()->rowCount(); ++row)
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
    const auto funding = [this] { return offers().filter(QStringLiteral("Fund")).join(u'|'); };
    const QString before = funding();
    m_world->execute(QStringLiteral("update stage_assignments set status = 'accepted' where id = id('a:access')"));
    m_world->settle();
    QVERIFY2(!before.isEmpty() && !before.contains(QStringLiteral("300.00")), qPrintable(before));
    QVERIFY2(funding().contains(QStringLiteral("300.00")), qPrintable(funding()));
}

QTEST_MAIN(TestPageActions)
#include "tst_pageactions.moc"
