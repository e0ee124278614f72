#include "models/chatmodel.h"
#include "shellworld.h"
#include "ui/dialogs/palette.h"
#include "ui/mainwindow.h"
#include "ui/pages/attentionpage.h"
#include "ui/pages/chatpage.h"
#include "ui/pages/settingspage.h"
#include "ui/pages/signinpage.h"
#include "ui/sidebar.h"
#include "ui/widgets/chatview.h"
#include "ui/widgets/composer.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/textlabel.h"

#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace projective;
using namespace projective::test;

namespace {
QUuid id(const char *name)
{
    return SqliteSource::id(QString::fromLatin1(name));
}

QList<PageEntry> pages()
{
    return {{Route::Kind::Messages, QStringLiteral("messages"), QStringLiteral("Messages"), true,
                [](PageContext &c) { return new ChatPage(c); }},
        {Route::Kind::Attention, QStringLiteral("alert"), QStringLiteral("Needs attention"), true,
            [](PageContext &c) { return new AttentionPage(c); }},
        {Route::Kind::Settings, QStringLiteral("settings"), QStringLiteral("Settings"), true,
            [](PageContext &c) { return new SettingsPage(c); }}};
}
} // namespace

class TestShell : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void everyControl_hasAnAccessibleName();
    void send_submitsAndKeepsNothing();
    void draft_isKeptForEachChannel();
    void olderPage_loadsWithoutAJump();
    void newest_isFollowedOnlyWhileThere();
    void seenMessages_areMarkedRead();
    void refusedMessage_leadsToNeedsAttention();
    void attention_triesAgain();
    void back_leadsWhereOneWas();
    void narrowWindow_foldsTheSidebar();
    void palette_findsByLetters();
    void signIn_saysWhatIsMissing();
    void signIn_takesKeyAndSyncAddress();
    void ownLabels_areNeverMarkup();
    void emptyState_takesNoMoreRoomThanItsText();
    void focus_isSeenOnFilledButtons();

private:
    void talk(int from, int to);
    [[nodiscard]] ChatView *view() const { return m_window->findChild<ChatView *>(); }
    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

void TestShell::init()
{
    m_world = std::make_unique<ShellWorld>();
    m_window = std::make_unique<MainWindow>(m_world->context, m_world->workspaces, m_world->actions, pages());
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->go({Route::Kind::Messages, id("ch:web"), {}, {}});
    m_world->settle();
}

void TestShell::cleanup()
{
    m_window.reset();
    m_world.reset();
}

void TestShell::talk(int from, int to)
{
    for (int seq = from; seq <= to; ++seq) {
        m_world->execute(QStringLiteral(
            "insert into project_messages (id, scope_id, channel_id, seq, sender_user_id, body, created_at) values "
            "(id('t%1'), id('ch:ui'), id('ch:ui'), %1, id('ines'), 'Message %1' || substr('%2', 1, (%1 * 37) %% 300), "
            "at('2026-11-18T10:00:00') + %1 * 60000000)")
                             .replace(QStringLiteral("%%"), QStringLiteral("%"))
                             .arg(seq)
                             .arg(QStringLiteral(" and some more words").repeated(15)));
    }
}

void TestShell::everyControl_hasAnAccessibleName()
{
    for (const Route::Kind kind : {Route::Kind::Messages, Route::Kind::Attention, Route::Kind::Settings}) {
        m_window->go({kind, {}, {}, {}});
        m_world->settle();
    }
    (void)m_window->signIn();
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(widget->parentWidget())
            || widget->inherits("QScrollArea") || widget->inherits("QSplitterHandle")
            || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        const QAbstractButton *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                || !widget->toolTip().isEmpty() || widget->inherits("QLabel"),
            widget->metaObject()->className());
    }
}

void TestShell::send_submitsAndKeepsNothing()
{
    auto *field = m_window->findChild<Composer *>()->findChild<QPlainTextEdit *>();
    QTest::keyClicks(field, QStringLiteral("Hello"));
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(field, QStringLiteral("there"));
    QTest::keyClick(field, Qt::Key_Return);
    const QList<Command> sent = m_world->sink.named(QStringLiteral("send_message"));
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().args.value(u"body").toString(), QStringLiteral("Hello\nthere"));
    QCOMPARE(sent.first().args.value(u"channel").toString(), ShellWorld::text(QStringLiteral("ch:web")));
    QCOMPARE(sent.first().actingAs, m_world->context.acting());
    QVERIFY(field->document()->isEmpty());
}

void TestShell::draft_isKeptForEachChannel()
{
    auto *composer = m_window->findChild<Composer *>();
    QTest::keyClicks(composer->field(), QStringLiteral("Half a sent"));
    m_window->go({Route::Kind::Messages, id("ch:ui"), {}, {}});
    m_world->settle();
    QVERIFY(m_world->sink.drafts.contains(std::pair(
        QStringLiteral("channel:") + ShellWorld::text(QStringLiteral("ch:web")), QStringLiteral("Half a sent"))));
    QCOMPARE(composer->text(), QStringLiteral("Before I forget: the"));
}

void TestShell::olderPage_loadsWithoutAJump()
{
    talk(2, 200);
    m_world->source.execute(QStringLiteral("update channel_reads set last_seq = 200"));
    m_world->settle();
    m_window->go({Route::Kind::Messages, id("ch:ui"), {}, {}});
    m_world->settle();
    const int rows = view()->chat()->rowCount();
    QCOMPARE(rows, ChatModel::page);
    QScrollBar *bar = view()->verticalScrollBar();
    bar->setValue(100);
    const QPersistentModelIndex kept = view()->indexAt(QPoint(200, 200));
    const int bottom = view()->visualRect(kept).bottom();
    m_world->settle();
    QVERIFY(view()->chat()->rowCount() > rows);
    QCOMPARE(view()->visualRect(kept).bottom(), bottom);
}

void TestShell::newest_isFollowedOnlyWhileThere()
{
    talk(2, 60);
    m_window->go({Route::Kind::Messages, id("ch:ui"), {}, {}});
    m_world->settle();
    view()->showNewest();
    talk(61, 61);
    m_world->settle();
    QVERIFY(view()->isAtNewest());
    view()->verticalScrollBar()->setValue(view()->verticalScrollBar()->maximum() / 2);
    const int value = view()->verticalScrollBar()->value();
    talk(62, 64);
    m_world->settle();
    QCOMPARE(view()->verticalScrollBar()->value(), value);
}

void TestShell::seenMessages_areMarkedRead()
{
    m_window->activateWindow();
    QTRY_VERIFY(!m_world->sink.named(QStringLiteral("mark_read")).isEmpty());
    const QList<Command> marks = m_world->sink.named(QStringLiteral("mark_read"));
    QCOMPARE(marks.last().args.value(u"last_seq").toInt(), 7);
}

void TestShell::refusedMessage_leadsToNeedsAttention()
{
    const ChatModel *chat = view()->chat();
    QVERIFY(!chat->record(chat->rowCount() - 1).entry.isNull());
    Q_EMIT view()->refusedClicked(chat->record(chat->rowCount() - 1).entry);
    m_world->settle();
    QCOMPARE(m_window->route().kind, Route::Kind::Attention);
    QCOMPARE(m_window->route().id, id("entry9"));
}

void TestShell::attention_triesAgain()
{
    m_window->go({Route::Kind::Attention, id("entry10"), {}, {}});
    m_world->settle();
    for (QPushButton *button : m_window->currentPage()->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Try again"))
            button->click();
    }
    QCOMPARE(m_world->sink.retried, QList<EntryId>({EntryId(id("entry10"))}));
}

void TestShell::back_leadsWhereOneWas()
{
    m_window->go({Route::Kind::Settings, {}, {}, {}});
    m_window->go({Route::Kind::Attention, {}, {}, {}});
    m_window->leave();
    QCOMPARE(m_window->route().kind, Route::Kind::Settings);
    m_window->goBack();
    QCOMPARE(m_window->route().id, id("ch:web"));
}

void TestShell::narrowWindow_foldsTheSidebar()
{
    QVERIFY(!m_window->sidebar().isFolded());
    m_window->resize(880, 700);
    QVERIFY(m_window->sidebar().isFolded());
    m_world->settle();
    QCOMPARE(m_window->sidebar().width(), Sidebar::foldedWidth);
    m_window->resize(1024, 700);
    QVERIFY(!m_window->sidebar().isFolded());
}

void TestShell::palette_findsByLetters()
{
    QVERIFY(Palette::match(QStringLiteral("dark"), QStringLiteral("Dark colours"))
        > Palette::match(QStringLiteral("dkc"), QStringLiteral("Dark colours")));
    QVERIFY(Palette::match(QStringLiteral("dkc"), QStringLiteral("Dark colours")) >= 0);
    QCOMPARE(Palette::match(QStringLiteral("xyz"), QStringLiteral("Dark colours")), -1);
    Palette palette(m_world->context, m_world->actions, m_window.get());
    QSignalSpy routes(&palette, &Palette::routeRequested);
    palette.popUp();
    auto *field = palette.findChild<QLineEdit *>();
    QTest::keyClicks(field, QStringLiteral("ui design"));
    m_world->settle();
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(routes.size(), 1);
    const Route route = routes.first().first().value<Route>();
    QCOMPARE(route.id, id("web"));
    QCOMPARE(route.detail, id("ui"));
}

void TestShell::signIn_saysWhatIsMissing()
{
    SignInPage page(m_world->theme);
    QSignalSpy asked(&page, &SignInPage::signInRequested);
    page.setServer({QStringLiteral("https://example.com"), {}, {}});
    page.setEmail(QStringLiteral("mara@example.com"));
    const QList<QLineEdit *> fields = page.findChildren<QLineEdit *>();
    QTest::keyClick(fields.last(), Qt::Key_Return);
    QCOMPARE(asked.size(), 0);
    QVERIFY(fields.last()->property("wrong").toBool());
    QTest::keyClicks(fields.last(), QStringLiteral("secret"));
    QVERIFY(!fields.last()->property("wrong").toBool());
    QTest::keyClick(fields.last(), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    page.setError(SignInPage::Field::Server, QStringLiteral("Unreachable"));
    QVERIFY(fields.first()->property("wrong").toBool());
}

void TestShell::signIn_takesKeyAndSyncAddress()
{
    SignInPage page(m_world->theme);
    const auto field = [&page](const char *name) {
        for (QLineEdit *edit : page.findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == QLatin1String(name))
                return edit;
        }
        return static_cast<QLineEdit *>(nullptr);
    };
    QLineEdit *key = field("Public key of the server");
    page.setServer({QStringLiteral("https://example.com"), {}, {}});
    QVERIFY(!key->isVisibleTo(&page));
    auto *more = page.findChild<QToolButton *>();
    more->click();
    QVERIFY(key->isVisibleTo(&page));
    page.setEmail(QStringLiteral("mara@example.com"));
    field("Password")->setText(QStringLiteral("secret"));
    key->setText(QStringLiteral("two words"));
    QSignalSpy asked(&page, &SignInPage::signInRequested);
    QTest::keyClick(key, Qt::Key_Return);
    QCOMPARE(asked.size(), 0);
    QVERIFY(key->property("wrong").toBool() && !key->accessibleDescription().isEmpty());
    const ServerEntry wanted{
        QStringLiteral("https://example.com"), QStringLiteral("wss://sync.example.com"), QStringLiteral("eyJ.a-b_c")};
    key->setText(wanted.anonKey + QLatin1Char(' '));
    field("Address of the sync gateway")->setText(wanted.sync);
    QTest::keyClick(key, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<ServerEntry>(), wanted);

    // What is to blame is never folded away, and what was entered before is shown.
    page.setServer({wanted.address, {}, {}});
    QVERIFY(!key->isVisibleTo(&page));
    page.setError(SignInPage::Field::Key, QStringLiteral("Wrong"));
    QVERIFY(key->isVisibleTo(&page));
    page.setServer(wanted);
    QCOMPARE(key->text(), wanted.anonKey);
}

void TestShell::ownLabels_areNeverMarkup()
{
    for (const TextLabel *label : m_window->findChildren<TextLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestShell::emptyState_takesNoMoreRoomThanItsText()
{
    const QString text = QStringLiteral("Words that need several lines. ").repeated(5);
    const auto heightAt = [&](int firstWidth) {
        EmptyState state(m_world->theme);
        state.resize(firstWidth, 400);
        state.setContent(QStringLiteral("inbox"), QStringLiteral("Nothing"), text);
        state.show();
        state.resize(800, 400);
        return state.findChildren<TextLabel *>().constLast()->height();
    };
    QCOMPARE(heightAt(100), heightAt(800));
}

void TestShell::focus_isSeenOnFilledButtons()
{
    QWidget window;
    PrimaryButton filled(m_world->theme, &window);
    QLineEdit other(&window);
    filled.setText(QStringLiteral("Fund"));
    filled.setGeometry(0, 0, 120, 32);
    other.setGeometry(0, 40, 120, 32);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other.setFocus();
    const QImage without = filled.grab().toImage();
    filled.setFocus(Qt::TabFocusReason);
    QVERIFY(filled.hasFocus());
    QVERIFY(filled.grab().toImage() != without);
}

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
