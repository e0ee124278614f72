// A conversation in the window: where it opens, what can't be done in it and why, its search, and taking back.
#include "app/navigation.h"
#include "models/chatmodel.h"
#include "models/inboxmodel.h"
#include "shellworld.h"
#include "ui/mainwindow.h"
#include "ui/pages/page.h"
#include "ui/widgets/chatsearch.h"
#include "ui/widgets/chatview.h"
#include "ui/widgets/composer.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolTip>

using namespace projective;
using namespace projective::test;

namespace {
QUuid id(const char *name)
{
    return SqliteSource::id(QString::fromLatin1(name));
}
} // namespace

class TestChat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void busyChannel_opensAtTheUnreadLine();
    void unreadMessagesThatAreNotHere_areFetchedAndTheLineStays();
    void readMark_waitsForWhatIsNotLoaded();
    void whoseWorkHasEnded_readsAndIsToldWhyNoMore();
    void ownMessages_areOfferedForChangeOrSayWhyNot();
    void key_saysWhyAMessageStays();
    void hover_tellsTheExactTime();
    void hover_tellsTheExactTimeOfListRows();
    void search_leadsToAMessageThatIsNotLoaded();
    void search_findsWhatIsIndexedLater();
    void search_endsWithEsc();
    void undo_takesBackOneAfterTheOther();
    void undo_passesOverWhatWasSent();

private:
    void talk(int from, int to);
    void go(const char *channel);
    void type(const QString &text);
    void send(const QString &text);
    [[nodiscard]] QString toolTipOf(QAbstractItemView *view, const QPoint &place);
    [[nodiscard]] ChatView *view() const { return m_window->findChild<ChatView *>(); }
    [[nodiscard]] Composer *composer() const { return m_window->findChild<Composer *>(); }
    [[nodiscard]] ChatSearch *search() const { return m_window->findChild<ChatSearch *>(); }
    [[nodiscard]] const MessageRow &messageAt(int y) const;
    [[nodiscard]] QList<QAction *> menuOf(int row);

    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

void TestChat::init()
{
    m_world = std::make_unique<ShellWorld>();
    const auto none = [] { return QString(); };
    m_window = std::make_unique<MainWindow>(m_world->context, m_world->workspaces, m_world->actions,
        navigation({none, none, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestChat::cleanup()
{
    m_window.reset();
    m_world.reset();
}

/// Ines in #ui-design, which Mara has read up to its first message.
void TestChat::talk(int from, int to)
{
    for (int seq = from; seq <= to; ++seq) {
        m_world->execute(
            QStringLiteral("insert into project_messages (id, scope_id, channel_id, seq, sender_user_id, body, "
                           "created_at) values (id('t%1'), id('ch:ui'), id('ch:ui'), %1, id('ines'), "
                           "'Message %1' || iif(%1 = 7, ', with a rarity', ''), "
                           "at('2026-11-18T10:00:00') + %1 * 60000000)")
                .arg(seq));
    }
}

void TestChat::go(const char *channel)
{
    m_window->go({Route::Kind::Messages, id(channel), {}, {}});
    m_world->settle();
}

void TestChat::send(const QString &text)
{
    QTest::keyClicks(composer()->field(), text);
    QTest::keyClick(composer()->field(), Qt::Key_Return);
}

const MessageRow &TestChat::messageAt(int y) const
{
    return view()->chat()->record(view()->indexAt(QPoint(view()->viewport()->width() / 2, y)).row());
}

QString TestChat::toolTipOf(QAbstractItemView *view, const QPoint &place)
{
    QHelpEvent help(QEvent::ToolTip, place, view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view->viewport(), &help);
    const QString text = QToolTip::text();
    QToolTip::hideText();
    return text;
}

void TestChat::busyChannel_opensAtTheUnreadLine()
{
    talk(2, 150);
    go("ch:ui");
    QCOMPARE(messageAt(4).seq, 2);
    QVERIFY(view()->indexAt(QPoint(200, 4)).data(ChatModel::StartsUnreadRole).toBool());
    const qint64 lastSeen = messageAt(view()->viewport()->height() - 2).seq;
    QVERIFY(lastSeen < 100);
    QTRY_COMPARE(m_world->sink.named(QStringLiteral("mark_read")).size(), 1);
    const Command mark = m_world->sink.named(QStringLiteral("mark_read")).constFirst();
    QCOMPARE(mark.args.value(u"last_seq").toInteger(), lastSeen);
}

void TestChat::unreadMessagesThatAreNotHere_areFetchedAndTheLineStays()
{
    talk(251, 400);
    m_world->source.execute(QStringLiteral("delete from project_messages where id = id('msg9')"));
    go("ch:ui");
    QCOMPARE(messageAt(4).seq, 251);
    QCOMPARE(view()->indexAt(QPoint(200, 4)).data(ChatModel::UnreadAboveRole).toInt(), 249);
    const QString channel = ShellWorld::text(QStringLiteral("ch:ui"));
    QCOMPARE(m_world->sink.older,
        QStringList({QStringLiteral("project_messages channel:%1 249").arg(channel),
            QStringLiteral("mentions channel:%1 1000").arg(channel)})); // those whom they name
    talk(2, 250);
    m_world->settle();
    QCOMPARE(messageAt(4).seq, 2);
    const qint64 lastSeen = messageAt(view()->viewport()->height() - 2).seq;
    QTRY_VERIFY(!m_world->sink.named(QStringLiteral("mark_read")).isEmpty());
    const Command mark = m_world->sink.named(QStringLiteral("mark_read")).constFirst();
    QCOMPARE(mark.args.value(u"last_seq").toInteger(), lastSeen);
}

void TestChat::readMark_waitsForWhatIsNotLoaded()
{
    talk(251, 400);
    m_world->source.execute(QStringLiteral("delete from project_messages where id = id('msg9')"));
    go("ch:ui");
    QSignalSpy seen(view(), &ChatView::seen);
    view()->verticalScrollBar()->setValue(view()->verticalScrollBar()->maximum() / 2);
    const auto *timer = view()->findChild<QTimer *>(QStringLiteral("seen"));
    QTRY_VERIFY(!timer->isActive()); // that long it takes to count as seen
    QCOMPARE(seen.size(), 0);
    view()->showNewest(); // past them
    QTRY_COMPARE(seen.size(), 1);
    QCOMPARE(seen.first().first().toLongLong(), 400);
}

void TestChat::whoseWorkHasEnded_readsAndIsToldWhyNoMore()
{
    m_world->context.setUser(UserId(id("ines")));
    m_world->context.setActing({WorkspaceKind::Freelancer, id("f:ines")}, QStringLiteral("Ines Ribeiro"));
    go("ch:ui");
    QVERIFY(composer()->field()->isEnabled());
    m_world->source.execute(QStringLiteral(
        "update stage_assignments set ended_at = 1, end_reason = 'paid' where freelancer_profile_id = id('f:ines')"));
    m_world->settle();
    QVERIFY(!composer()->field()->isEnabled());
    QStringList shown;
    for (const TextLabel *label : composer()->findChildren<TextLabel *>()) {
        if (label->isVisible())
            shown.append(label->text());
    }
    QCOMPARE(shown, QStringList(QStringLiteral("Your work here has ended: you can read on, but no longer write.")));
    QVERIFY(!composer()->field()->accessibleDescription().isEmpty());
    go("ch:web"); // another channel of hers, where the same holds
    QVERIFY(!composer()->field()->isEnabled());
}

/// The entries of a message's menu, which is closed again.
QList<QAction *> TestChat::menuOf(int row)
{
    QList<QAction *> entries;
    QMetaObject::invokeMethod(
        this,
        [&entries] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            for (const QAction *action : menu->actions()) {
                auto *kept = new QAction(action->text());
                kept->setEnabled(action->isEnabled());
                kept->setToolTip(action->toolTip());
                entries.append(kept);
            }
            menu->close();
        },
        Qt::QueuedConnection);
    view()->scrollTo(view()->model()->index(row, 0));
    const QPoint place = view()->visualRect(view()->model()->index(row, 0)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, view()->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view()->viewport(), &event);
    for (QAction *entry : entries)
        entry->setParent(this);
    return entries;
}

void TestChat::ownMessages_areOfferedForChangeOrSayWhyNot()
{
    m_world->source.execute(QStringLiteral(
        "update project_messages set sender_user_id = id('mara'), created_at = strftime('%s', 'now') * 1000000 "
        "where id = id('msg9')"));
    go("ch:ui");
    QList<QAction *> menu = menuOf(0);
    QCOMPARE(menu.size(), 3);
    QVERIFY(menu.at(1)->isEnabled());
    QVERIFY(menu.at(2)->isEnabled());
    m_world->source.execute(QStringLiteral("update project_messages set created_at = 1 where id = id('msg9')"));
    m_world->settle();
    menu = menuOf(0);
    QVERIFY(!menu.at(1)->isEnabled());
    QVERIFY(menu.at(1)->toolTip().contains(QStringLiteral("24 hours")));
    QVERIFY(menu.at(2)->isEnabled());
    m_world->source.execute(QStringLiteral("update escrows set status = 'disputed' where id = id('e:ui')"));
    m_world->settle();
    menu = menuOf(0);
    QVERIFY(!menu.at(2)->isEnabled());
    QVERIFY(menu.at(2)->toolTip().contains(QStringLiteral("in dispute")));
    go("ch:web");
    QCOMPARE(menuOf(1).size(), 1); // somebody else's
}

void TestChat::key_saysWhyAMessageStays()
{
    go("ch:web");
    QSignalSpy said(&m_world->context, &PageContext::said);
    view()->setCurrentIndex(view()->model()->index(0, 0)); // Mara's, of days ago
    QTest::keyClick(view(), Qt::Key_E);
    QCOMPARE(said.size(), 1);
    QVERIFY(said.first().first().toString().contains(QStringLiteral("24 hours")));
    QVERIFY(!composer()->isEditing());
}

void TestChat::hover_tellsTheExactTime()
{
    go("ch:web");
    const QModelIndex grouped = view()->model()->index(2, 0);
    QVERIFY(!grouped.data(ChatModel::StartsGroupRole).toBool());
    view()->scrollTo(grouped);
    const QString text = toolTipOf(view(), view()->visualRect(grouped).center());
    const auto exact = [](const char *time) {
        return words::exactTime(QDateTime::fromString(QString::fromLatin1(time), Qt::ISODate)).toHtmlEscaped();
    };
    QVERIFY2(text.contains(exact("2026-11-19T09:05:00Z")), qPrintable(text));
    QVERIFY2(text.contains(exact("2026-11-19T09:06:00Z")), qPrintable(text)); // when it was edited
}

void TestChat::hover_tellsTheExactTimeOfListRows()
{
    m_window->go({Route::Kind::Inbox, {}, {}, {}});
    m_world->settle();
    auto *inbox = m_window->currentPage()->findChild<RowList *>();
    const QModelIndex row = inbox->model()->index(1, 0);
    const QDateTime at = row.data(InboxModel::RecordRole).value<InboxRecord>().at;
    QVERIFY(at.isValid());
    const QString text = toolTipOf(inbox, inbox->visualRect(row).center());
    QVERIFY2(text.contains(words::exactTime(at).toHtmlEscaped()), qPrintable(text));
}

/// Opens the search and types.
void TestChat::type(const QString &text)
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(search()->isVisible());
    auto *field = search()->findChild<QLineEdit *>();
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field, text);
    m_world->settle();
}

void TestChat::search_leadsToAMessageThatIsNotLoaded()
{
    talk(2, 300);
    m_world->source.execute(QStringLiteral("update channel_reads set last_seq = 300;"
                                           "insert into local_search (rowid, body) "
                                           "select rowid, body from project_messages where body <> ''"));
    go("ch:ui");
    QCOMPARE(view()->chat()->rowCount(), ChatModel::page);
    QCOMPARE(view()->chat()->rowOf(MessageId(id("t7"))), -1);
    type(QStringLiteral("rari"));
    const auto *list = search()->findChild<QListView *>();
    QCOMPARE(list->model()->rowCount(), 1);
    QVERIFY(list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Ines")));
    QTest::keyClick(search()->findChild<QLineEdit *>(), Qt::Key_Return);
    m_world->settle();
    QCOMPARE(view()->currentIndex().data(ChatModel::SeqRole).toInt(), 7);
    QVERIFY(view()->viewport()->rect().contains(view()->visualRect(view()->currentIndex()).center()));
    QVERIFY(view()->hasFocus());
}

void TestChat::search_findsWhatIsIndexedLater()
{
    go("ch:ui");
    type(QStringLiteral("basket"));
    const auto *list = search()->findChild<QListView *>();
    QCOMPARE(list->model()->rowCount(), 0);
    QVERIFY(!list->isVisible());
    m_world->source.execute(QStringLiteral("insert into local_search (rowid, body) "
                                           "select rowid, body from project_messages where body <> ''"));
    m_world->settle();
    QCOMPARE(list->model()->rowCount(), 1);
    QVERIFY(list->isVisible());
}

void TestChat::search_endsWithEsc()
{
    go("ch:ui");
    type(QStringLiteral("basket"));
    m_window->leave();
    QVERIFY(!search()->isVisible());
    QCOMPARE(m_window->route().id, id("ch:ui"));
    QVERIFY(composer()->field()->hasFocus());
    type(QString());
    QVERIFY(search()->findChild<QLineEdit *>()->text().isEmpty());
    go("ch:web");
    QVERIFY(!search()->isVisible());
}

void TestChat::undo_takesBackOneAfterTheOther()
{
    go("ch:web");
    for (const char *text : {"One", "Two", "Three"})
        send(QString::fromLatin1(text));
    const QList<RecordingSink::Submitted> &submitted = m_world->sink.submitted;
    QCOMPARE(submitted.size(), 3);
    m_world->context.undo();
    m_world->context.undo();
    QCOMPARE(m_world->sink.withdrawn, QList<EntryId>({submitted.at(2).entry, submitted.at(1).entry}));
    m_world->context.undo();
    QSignalSpy said(&m_world->context, &PageContext::said);
    m_world->context.undo();
    QCOMPARE(m_world->sink.withdrawn.size(), 3);
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.first().first().toString(), QStringLiteral("There is nothing to undo."));
}

void TestChat::undo_passesOverWhatWasSent()
{
    go("ch:web");
    for (const char *text : {"One", "Two", "Three"})
        send(QString::fromLatin1(text));
    const QList<RecordingSink::Submitted> submitted = m_world->sink.submitted;
    m_world->sink.answer(CommandState::Kind::Applied); // "Three" has arrived
    m_world->sink.sent = {submitted.at(1).entry}; // "Two" is on its way
    QSignalSpy said(&m_world->context, &PageContext::said);
    m_world->context.undo();
    QCOMPARE(m_world->sink.withdrawn, QList<EntryId>({submitted.at(0).entry}));
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.first().first().toString(), QStringLiteral("Undone."));
}

QTEST_MAIN(TestChat)
#include "tst_chat.moc"
