// What the window says and offers while something is wrong, and what a screen reader is told of a stage.
#include "app/navigation.h"
#include "shellworld.h"
#include "ui/commandtext.h"
#include "ui/dialogs/topupdialog.h"
#include "ui/mainwindow.h"
#include "ui/pages/page.h"
#include "ui/pages/signinpage.h"
#include "ui/sidebar.h"
#include "ui/widgets/firstfetch.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/stagebadge.h"
#include "ui/widgets/stagestepper.h"
#include "ui/widgets/statebar.h"
#include "ui/widgets/syncline.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QAccessible>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace projective;
using namespace projective::test;

namespace {

SyncStatus statusOf(SyncStatus::State state, bool everSynced, const std::optional<Error> &error = {})
{
    SyncStatus status;
    status.state = state;
    status.everSynced = everSynced;
    status.error = error;
    return status;
}

struct Shell {
    explicit Shell(bool filled)
        : world(filled)
    {
        const auto none = [] { return QString(); };
        window = std::make_unique<MainWindow>(world.context, world.workspaces, world.actions,
            navigation({none, none, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
        window->show();
        window->go({Route::Kind::MyWork, {}, {}, {}});
        world.settle();
    }
    ShellWorld world;
    std::unique_ptr<MainWindow> window;
};

} // namespace

class TestStates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void failedSync_saysWhyAndOffersATry();
    void endedSignIn_offersToSignIn();
    void neverFetched_claimsNoEmptiness();
    void signInAgain_canBePutOff();
    void firstSignIn_hasNoPanesToToggle();
    void partsOfAStage_areReadAsWhatTheyAre();
    void endlessWord_breaks();
    void refusedCommand_isShownInWords();
    void largeSum_isNotCutOff();
    void deadline_isADay();
};

void TestStates::failedSync_saysWhyAndOffersATry()
{
    Shell shell(true);
    const auto *bar = shell.window->findChild<StateBar *>();
    const auto *line = shell.window->sidebar().findChild<SyncLine *>();
    QVERIFY(!bar->isVisible());
    shell.world.context.setStatus(
        statusOf(SyncStatus::State::Failed, true, Error{ErrorCode::UnsupportedVersion, QString()}));
    QVERIFY(bar->isVisible());
    const QString why = words::failure(ErrorCode::UnsupportedVersion);
    QCOMPARE(bar->findChild<TextLabel *>()->text(), why);
    // The line has no room for it, so it has words of its own, and tells the rest to who asks.
    QVERIFY(line->fontMetrics().horizontalAdvance(line->text()) < line->width() - 4 * Theme::grid);
    QCOMPARE(line->accessibleDescription(), why);
    QVERIFY(line->toolTip().contains(why.toHtmlEscaped()));
    QSignalSpy acted(shell.window.get(), &MainWindow::syncLineClicked);
    bar->findChild<QPushButton *>()->click();
    QCOMPARE(acted.count(), 1);
    shell.world.context.setStatus(statusOf(SyncStatus::State::Synced, true));
    QVERIFY(!bar->isVisible());
    QCOMPARE(line->toolTip(), QString());
}

void TestStates::endedSignIn_offersToSignIn()
{
    Shell shell(true);
    shell.world.context.setStatus(statusOf(SyncStatus::State::SignInAgain, true));
    const auto *bar = shell.window->findChild<StateBar *>();
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->findChild<QPushButton *>()->text(), QStringLiteral("Sign in again"));
    shell.world.context.setStatus(statusOf(SyncStatus::State::Offline, true));
    QVERIFY(!bar->isVisible());
}

void TestStates::neverFetched_claimsNoEmptiness()
{
    Shell shell(false);
    const auto *first = shell.window->findChild<FirstFetch *>();
    const Page *page = shell.window->currentPage();
    QVERIFY(page->isVisible() && !first->isVisible()); // it was fetched, and there is nothing
    shell.world.context.setStatus(statusOf(SyncStatus::State::Offline, false));
    QVERIFY(!page->isVisible() && first->isVisible());
    shell.window->go({Route::Kind::Settings, {}, {}, {}});
    QVERIFY(shell.window->currentPage()->isVisible()); // one can still sign out
    shell.window->go({Route::Kind::MyWork, {}, {}, {}});
    QVERIFY(first->isVisible());
    shell.world.context.setStatus(statusOf(SyncStatus::State::Synced, true));
    QVERIFY(page->isVisible() && !first->isVisible());
}

void TestStates::firstSignIn_hasNoPanesToToggle()
{
    ShellWorld world;
    MainWindow window(world.context, world.workspaces, world.actions, {});
    window.showSignIn();
    window.show();
    window.toggleInspector();
    window.toggleSidebar();
    window.leave();
    QVERIFY(window.isSignInShown());
}

void TestStates::signInAgain_canBePutOff()
{
    Shell shell(true);
    SignInPage &page = shell.window->signIn();
    shell.window->showSignIn();
    QSignalSpy left(&page, &SignInPage::left);
    shell.window->leave(); // Esc, with nothing to go back to
    QCOMPARE(left.count(), 0);
    QVERIFY(shell.window->isSignInShown());
    page.setLeavable(true);
    shell.window->leave();
    QCOMPARE(left.count(), 1);
    page.setBusy(true);
    shell.window->leave();
    QCOMPARE(left.count(), 1);
}

void TestStates::partsOfAStage_areReadAsWhatTheyAre()
{
    ShellWorld world;
    StageStepper stepper(world.theme);
    stepper.setStage(StageState::Submitted, StageState::Submitted);
    QAccessibleInterface *steps = QAccessible::queryAccessibleInterface(&stepper);
    QCOMPARE(steps->role(), QAccessible::ProgressBar);
    QCOMPARE(steps->text(QAccessible::Name), QStringLiteral("Step 4 of 6: Submitted"));
    QVERIFY(steps->valueInterface());
    QCOMPARE(steps->valueInterface()->currentValue().toInt(), 4);
    QCOMPARE(steps->valueInterface()->maximumValue().toInt(), 6);
    stepper.setStage(StageState::Paid, StageState::Paid);
    QCOMPARE(steps->valueInterface()->currentValue().toInt(), 6);
    StageBadge badge(world.theme);
    badge.setState(StageState::Frozen);
    const QAccessibleInterface *state = QAccessible::queryAccessibleInterface(&badge);
    QCOMPARE(state->role(), QAccessible::StaticText);
    QCOMPARE(state->text(QAccessible::Name), QStringLiteral("State: In dispute"));
    EscrowBar bar(world.theme);
    bar.setParts({}, QStringLiteral("Nothing in escrow"));
    QCOMPARE(QAccessible::queryAccessibleInterface(&bar)->role(), QAccessible::Graphic);
}

void TestStates::endlessWord_breaks()
{
    ShellWorld world;
    TextLabel label(world.theme);
    label.setFit(TextLabel::Fit::Wrap);
    const QString word(500, QLatin1Char('x'));
    label.setText(word);
    QVERIFY(label.minimumSizeHint().width() < 400);
    QCOMPARE(label.text(), word);
    QCOMPARE(label.accessibleName(), word);
    QVERIFY(label.isBroken());
    // Words that people use stay as they are, and so can be selected.
    label.setText(
        QStringLiteral("Donaudampfschifffahrtsgesellschaft ") + QString::fromUtf8("\u0645\u0631\u062d\u0628\u0627"));
    QVERIFY(!label.isBroken());
}

void TestStates::refusedCommand_isShownInWords()
{
    const QList<commandtext::Line> lines = commandtext::lines(
        {{QStringLiteral("type"), QStringLiteral("minor")}, {QStringLiteral("reason"), QStringLiteral("public")}}, {},
        {});
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0).entered, QStringLiteral("public")); // what someone wrote
    QCOMPARE(lines.at(1).entered, QStringLiteral("Minor changes"));
    const QList<commandtext::Line> answer = commandtext::lines({{QStringLiteral("answer"), QStringLiteral("decline")}},
        {{QStringLiteral("status"), QStringLiteral("in_progress")}}, {});
    QCOMPARE(answer.size(), 2);
    QCOMPARE(answer.at(0).entered, QStringLiteral("Declined"));
    QCOMPARE(answer.at(1).entered, QStringLiteral("In progress"));
}

void TestStates::largeSum_isNotCutOff()
{
    ShellWorld world;
    const CommandRules rules(world.source);
    TopUpDialog dialog(world.context, rules, QStringLiteral("GBP"), nullptr);
    dialog.show();
    world.settle();
    QTest::keyClicks(dialog.findChild<MoneyEdit *>(), QStringLiteral("9999999999"));
    world.settle();
    const auto *verb = dialog.findChild<PrimaryButton *>();
    QVERIFY(verb->text().contains(QStringLiteral("Northwind Ltd")));
    QVERIFY(verb->width() >= verb->sizeHint().width());
    QVERIFY(dialog.rect().contains(QRect(verb->mapTo(&dialog, QPoint()), verb->size())));
}

void TestStates::deadline_isADay()
{
    Shell shell(true);
    shell.window->go({Route::Kind::Project, SqliteSource::id(QStringLiteral("web")), QStringLiteral("list"),
        SqliteSource::id(QStringLiteral("copy"))});
    shell.world.settle();
    QStringList seen;
    for (const TextLabel *label : shell.window->findChildren<TextLabel *>())
        seen.append(label->text());
    const QString words = seen.filter(QStringLiteral("should answer the change request")).value(0);
    QVERIFY2(words.contains(QStringLiteral("by 24\u00a0Nov")), qPrintable(seen.join(u'\n')));
}

QTEST_MAIN(TestStates)
#include "tst_states.moc"
