// What was confirmed waits ten seconds, and whatever happens to the window meanwhile, it is sent, undone, or said not
// to be done.
#include "app/navigation.h"
#include "shellworld.h"
#include "sync/commands/release_stage.h"
#include "sync/commands/top_up_wallet.h"
#include "ui/dialogs/unsentdialog.h"
#include "ui/mainwindow.h"
#include "ui/pages/page.h"
#include "ui/pages/stageinspector.h"
#include "ui/widgets/messagestrip.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QPushButton>
#include <QTest>

using namespace projective;
using namespace projective::test;

class TestHeldCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void isUndoneOrSent();
    void outcome_isSaid();
    void message_waitsForItsEnd();
    void workspaceSwitch_letsItGoOn();
    void closing_asks_data();
    void closing_asks();
    void closing_offline_offersNoSending();
    void closing_waitsUntilItIsSent();
    void closing_staysWhereItIsRefused();
    void signOut_saysThatItIsNotDone();
    void lostWorkspace_saysThatItIsNotDone();
    void itsStage_offersNothingElse();
    void itsWallet_isNotToppedUpTwice();

private:
    [[nodiscard]] Command release() const;
    void hold() { m_world->context.hold(m_text, release(), QStringLiteral("It went")); }
    [[nodiscard]] int sent() const { return static_cast<int>(m_world->sink.named(m_name).size()); }
    [[nodiscard]] MessageStrip *strip() const { return m_window->findChild<MessageStrip *>(); }
    [[nodiscard]] QString told() const { return strip()->findChild<TextLabel *>()->text(); }
    [[nodiscard]] QPushButton *choice(const QString &text) const;
    void setState(SyncStatus::State state);

    const QString m_name = QStringLiteral("release_stage");
    const QString m_text = QStringLiteral("Releasing 400.00 GBP to Studio Kilo as Northwind Ltd");
    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

void TestHeldCommand::init()
{
    QGuiApplication::setQuitOnLastWindowClosed(false);
    m_world = std::make_unique<ShellWorld>();
    const auto none = [] { return QString(); };
    m_window = std::make_unique<MainWindow>(m_world->context, m_world->workspaces, m_world->actions,
        navigation({none, none, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    m_window->show();
    m_window->go({Route::Kind::MyWork, {}, {}, {}});
    m_world->settle();
}

Command TestHeldCommand::release() const
{
    ReleaseStage release;
    release.stage = StageId(SqliteSource::id(QStringLiteral("photo")));
    return release.command(m_world->context.acting());
}

QPushButton *TestHeldCommand::choice(const QString &text) const
{
    const auto *dialog = m_window->findChild<UnsentDialog *>();
    for (QPushButton *button : dialog ? dialog->findChildren<QPushButton *>() : QList<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

void TestHeldCommand::setState(SyncStatus::State state)
{
    SyncStatus status = m_world->context.status();
    status.state = state;
    m_world->context.setStatus(status);
}

void TestHeldCommand::isUndoneOrSent()
{
    hold();
    QVERIFY(strip()->isVisible() && strip()->isHolding());
    QCOMPARE(told(), m_text);
    strip()->findChild<QPushButton *>()->click();
    QVERIFY(!strip()->isHolding() && !strip()->isVisible() && !m_world->context.held().isHolding());
    QCOMPARE(sent(), 0);
    hold();
    hold(); // the one before has to make room
    QCOMPARE(sent(), 1);
    QVERIFY(strip()->isHolding());
    m_world->context.held().send();
    QCOMPARE(sent(), 2);
    QVERIFY(!strip()->isHolding());
}

void TestHeldCommand::outcome_isSaid()
{
    hold();
    m_world->context.held().send();
    m_world->sink.answer(CommandState::Kind::Applied);
    QCOMPARE(told(), QStringLiteral("It went"));
    hold();
    m_world->context.held().send();
    m_world->sink.answer(CommandState::Kind::Rejected, QStringLiteral("insufficient_funds"));
    QCOMPARE(strip()->findChild<QPushButton *>()->text(), QStringLiteral("Show"));
}

void TestHeldCommand::message_waitsForItsEnd()
{
    hold();
    m_world->context.say(QStringLiteral("Something else"));
    QCOMPARE(told(), m_text);
    m_world->context.held().drop();
    QCOMPARE(told(), QStringLiteral("Something else"));
    QVERIFY(strip()->isVisible());
}

void TestHeldCommand::workspaceSwitch_letsItGoOn()
{
    const Workspace confirmed = m_world->context.acting();
    hold();
    m_world->context.setActing({WorkspaceKind::Freelancer, SqliteSource::id(QStringLiteral("f:priya"))}, {});
    m_window->forget();
    m_window->go({Route::Kind::MyWork, {}, {}, {}});
    m_world->settle();
    QVERIFY(strip()->isHolding() && strip()->isVisible());
    QCOMPARE(told(), m_text);
    m_world->context.held().send();
    QCOMPARE(sent(), 1);
    QCOMPARE(m_world->sink.named(m_name).first().actingAs, confirmed);
}

void TestHeldCommand::closing_asks_data()
{
    QTest::addColumn<QString>("choice");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<bool>("holds");
    QTest::newRow("stay") << QStringLiteral("Stay") << false << true;
    QTest::newRow("drop") << QStringLiteral("Don't send") << true << false;
}

void TestHeldCommand::closing_asks()
{
    QFETCH(QString, choice);
    QFETCH(bool, closes);
    QFETCH(bool, holds);
    hold();
    QVERIFY(!m_window->close());
    QVERIFY(!m_window->close()); // asks once
    QCOMPARE(m_window->findChildren<UnsentDialog *>().size(), 1);
    QCOMPARE(m_window->findChild<UnsentDialog *>()->informativeText(), m_text);
    this->choice(choice)->click();
    m_world->settle();
    QCOMPARE(m_window->isVisible(), !closes);
    QCOMPARE(m_world->context.held().isHolding(), holds);
    QCOMPARE(strip()->isHolding(), holds);
    QCOMPARE(sent(), 0);
}

void TestHeldCommand::closing_offline_offersNoSending()
{
    hold();
    setState(SyncStatus::State::Offline);
    QVERIFY(!m_window->close());
    m_world->settle();
    QVERIFY(!choice(QStringLiteral("Send now"))->isEnabled());
    QVERIFY(m_window->findChild<UnsentDialog *>()->informativeText().contains(PageContext::offlineReason()));
    setState(SyncStatus::State::Synced);
    QVERIFY(choice(QStringLiteral("Send now"))->isEnabled());
}

void TestHeldCommand::closing_waitsUntilItIsSent()
{
    hold();
    QVERIFY(!m_window->close());
    m_world->settle();
    choice(QStringLiteral("Send now"))->click();
    QCOMPARE(sent(), 1);
    QVERIFY(m_window->isVisible()); // saved, but the server has not answered
    m_world->sink.answer(CommandState::Kind::Applied);
    QVERIFY(!m_window->isVisible());
}

void TestHeldCommand::closing_staysWhereItIsRefused()
{
    hold();
    QVERIFY(!m_window->close());
    m_world->settle();
    choice(QStringLiteral("Send now"))->click();
    m_world->sink.answer(CommandState::Kind::Rejected, QStringLiteral("insufficient_funds"));
    QVERIFY(m_window->isVisible());
    QCOMPARE(strip()->findChild<QPushButton *>()->text(), QStringLiteral("Show"));
}

void TestHeldCommand::signOut_saysThatItIsNotDone()
{
    hold();
    m_window->forget();
    m_world->context.setUser({});
    m_window->showSignIn();
    QVERIFY(!strip()->isHolding() && strip()->isVisible());
    QVERIFY2(told().startsWith(QStringLiteral("Not done")) && told().contains(m_text), qPrintable(told()));
    QCOMPARE(sent(), 0);
}

void TestHeldCommand::lostWorkspace_saysThatItIsNotDone()
{
    hold();
    m_world->execute(QStringLiteral("update project_stages set name = name || '!'"));
    m_world->settle();
    QVERIFY(strip()->isHolding());
    // While everything comes anew there are no workspaces, and none is lost.
    setState(SyncStatus::State::Syncing);
    m_world->execute(QStringLiteral("delete from business_profiles"));
    m_world->settle();
    QVERIFY(strip()->isHolding());
    setState(SyncStatus::State::Synced);
    QVERIFY(!strip()->isHolding() && strip()->isVisible());
    QVERIFY2(told().startsWith(QStringLiteral("Not done")) && told().contains(m_text), qPrintable(told()));
    QCOMPARE(sent(), 0);
}

void TestHeldCommand::itsStage_offersNothingElse()
{
    m_window->go(
        {Route::Kind::Project, SqliteSource::id(QStringLiteral("web")), {}, SqliteSource::id(QStringLiteral("photo"))});
    m_world->settle();
    const auto *inspector = static_cast<StageInspector *>(m_window->currentPage()->inspector());
    const auto *button = inspector->findChild<PrimaryButton *>();
    QVERIFY(button->isVisible() && button->isEnabled());
    hold();
    QVERIFY(button->isVisible() && !button->isEnabled());
    QVERIFY(button->accessibleDescription().contains(QStringLiteral("Undo")));
    QTest::mouseClick(inspector->findChild<PrimaryButton *>(), Qt::LeftButton);
    QVERIFY(m_window->findChild<QDialog *>() == nullptr);
    strip()->findChild<QPushButton *>()->click();
    QVERIFY(button->isEnabled());
}

void TestHeldCommand::itsWallet_isNotToppedUpTwice()
{
    m_window->go({Route::Kind::Money, {}, {}, {}});
    m_world->settle();
    const QAction *topUp = m_window->currentPage()->primaryAction();
    QVERIFY(topUp && topUp->isEnabled());
    TopUpWallet more;
    more.amount = {1000, QStringLiteral("GBP")};
    m_world->context.hold(QStringLiteral("Topping up"), more.command(m_world->context.acting()));
    QVERIFY(!topUp->isEnabled());
    QVERIFY(topUp->toolTip().contains(QStringLiteral("Undo")));
    m_world->context.held().drop();
    QVERIFY(topUp->isEnabled());
}

QTEST_MAIN(TestHeldCommand)
#include "tst_heldcommand.moc"
