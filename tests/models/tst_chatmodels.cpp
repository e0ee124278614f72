#include "models/channellistmodel.h"
#include "models/chatmodel.h"
#include "models/draft.h"
#include "models/projecttreemodel.h"
#include "sqlitesource.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace projective;
using projective::test::SqliteSource;

namespace {
QUuid id(const char *name)
{
    return SqliteSource::id(QString::fromLatin1(name));
}

Viewer mara()
{
    return {UserId(id("mara")), {WorkspaceKind::Business, id("northwind")}};
}

/// `count` messages of Ines in #general, from seq `from` on.
void talk(SqliteSource &source, int from, int count)
{
    for (int seq = from; seq < from + count; ++seq) {
        source.execute(QStringLiteral(
            "insert into project_messages (id, scope_kind, scope_id, channel_id, seq, sender_user_id, body, "
            "created_at) values (id('talk%1'), 'channel', id('ch:web'), id('ch:web'), %1, id('ines'), "
            "'Message %1', at('2026-11-20T10:00:00') + %1 * 60000000)")
                           .arg(seq));
    }
}
} // namespace

class TestChatModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void window_growsAtTheTop();
    void olderPages_areAskedOfTheServerOnce();
    void olderPages_areAskedAgainWhenTheChannelWasLost();
    void pendingMessage_standsLastAndGetsItsPlace();
    void refusedMessage_staysInTheChannel();
    void heads_followDaySenderAndPause();
    void unreadLine_staysWhileReading();
    void unreadMessages_areLoadedBackToTheLine();
    void unreadMessages_thatAreNotHereAreAskedFor();
    void unreadMessages_areLoadedOnlySoFar();
    void tree_countsOthersUnreadMessages();
    void tree_countsNoFurtherThanAHundred();
    void tree_marksOnlyTheChannelThatIsReadOrWrittenTo();
    void tree_showsOnlyTheWorkspace();
    void channels_liveliestFirst();
    void draft_isFoundOnce();

private:
    std::unique_ptr<SqliteSource> m_source;
};

void TestChatModels::init()
{
    m_source = std::make_unique<SqliteSource>();
    m_source->executeFile(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/models/world.sql"));
}

void TestChatModels::cleanup()
{
    QCOMPARE(m_source->liveDifference(), QString());
    m_source.reset();
}

void TestChatModels::window_growsAtTheTop()
{
    talk(*m_source, 1, 150);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 150);
    QAbstractItemModelTester tester(&chat, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy resets(&chat, &ChatModel::modelReset);
    QSignalSpy inserts(&chat, &ChatModel::rowsInserted);
    m_source->deliver();
    QCOMPARE(chat.rowCount(), ChatModel::page);
    QCOMPARE(chat.record(0).seq, 91);
    QVERIFY(chat.hasOlder());
    inserts.clear();
    chat.loadOlder();
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 2 * ChatModel::page);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(inserts.first().at(1).toInt(), 0);
    QCOMPARE(resets.size(), 0);
}

void TestChatModels::olderPages_areAskedOfTheServerOnce()
{
    talk(*m_source, 31, 20);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 50);
    QSignalSpy wanted(&chat, &ChatModel::olderWanted);
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 20);
    chat.loadOlder();
    chat.loadOlder();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("channel:") + ChannelId(id("ch:web")).toString());
    talk(*m_source, 1, 30);
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 50);
    QVERIFY(!chat.hasOlder());
}

void TestChatModels::olderPages_areAskedAgainWhenTheChannelWasLost()
{
    talk(*m_source, 31, 20);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 50);
    QSignalSpy wanted(&chat, &ChatModel::olderWanted);
    m_source->deliver();
    chat.loadOlder();
    m_source->execute(QStringLiteral("delete from project_messages"));
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 0);
    talk(*m_source, 31, 20);
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 20);
    chat.loadOlder();
    QCOMPARE(wanted.size(), 2);
}

void TestChatModels::pendingMessage_standsLastAndGetsItsPlace()
{
    talk(*m_source, 1, 3);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 3);
    QAbstractItemModelTester tester(&chat, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_source->execute(QStringLiteral(
        "insert into project_messages (id, scope_id, channel_id, sender_user_id, body, client_created_at) "
        "values (id('mine'), id('ch:web'), id('ch:web'), id('mara'), 'Hello', at('2026-11-22T10:00:00'));"
        "insert into local_pending values ('project_messages', id('mine'), id('entry'))"));
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 4);
    QCOMPARE(chat.record(3).state, MessageState::Pending);
    QCOMPARE(chat.newestSeq(), 3);
    talk(*m_source, 4, 1);
    m_source->execute(QStringLiteral(
        "update project_messages set seq = 5, created_at = at('2026-11-22T10:00:01') where id = id('mine');"
        "delete from local_pending"));
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 5);
    QCOMPARE(chat.record(4).id.uuid(), id("mine"));
    QCOMPARE(chat.record(4).state, MessageState::Sent);
}

void TestChatModels::refusedMessage_staysInTheChannel()
{
    talk(*m_source, 1, 1);
    const QString channel = ChannelId(id("ch:web")).toString();
    m_source->execute(
        QStringLiteral("insert into local_commands (entry, name, args, state, code, created_at) values "
                       "(id('entry'), 'send_message', json_object('channel', '%1', 'body', 'Lost?'), 'refused', "
                       "'not_allowed', at('2026-11-22T10:00:00'))")
            .arg(channel));
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 1);
    m_source->deliver();
    QCOMPARE(chat.rowCount(), 2);
    QCOMPARE(chat.record(1).state, MessageState::Refused);
    QCOMPARE(chat.record(1).entry.uuid(), id("entry"));
    QCOMPARE(chat.record(1).body, QStringLiteral("Lost?"));
    QVERIFY(chat.record(1).id.isNull());
}

void TestChatModels::heads_followDaySenderAndPause()
{
    const auto say = [this](int seq, const char *who, const char *when) {
        m_source->execute(QStringLiteral(
            "insert into project_messages (id, scope_id, channel_id, seq, sender_user_id, body, created_at) "
            "values (id('h%1'), id('ch:web'), id('ch:web'), %1, id('%2'), 'x', at('%3'))")
                              .arg(seq)
                              .arg(QString::fromLatin1(who), QString::fromLatin1(when)));
    };
    say(1, "ines", "2026-11-20T10:00:00");
    say(2, "ines", "2026-11-20T10:01:00");
    say(3, "mara", "2026-11-20T10:02:00");
    say(4, "mara", "2026-11-20T10:30:00");
    say(5, "mara", "2026-11-21T10:30:00");
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 9);
    m_source->deliver();
    QList<bool> groups;
    QList<bool> days;
    for (int row = 0; row < chat.rowCount(); ++row) {
        groups.append(chat.index(row, 0).data(ChatModel::StartsGroupRole).toBool());
        days.append(chat.index(row, 0).data(ChatModel::StartsDayRole).toBool());
    }
    QCOMPARE(groups, QList<bool>({true, false, true, true, true}));
    QCOMPARE(days, QList<bool>({true, false, false, false, true}));
}

void TestChatModels::unreadLine_staysWhileReading()
{
    talk(*m_source, 1, 5);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 3);
    m_source->deliver();
    QCOMPARE(chat.firstUnread(), 3);
    talk(*m_source, 6, 2);
    m_source->deliver();
    QCOMPARE(chat.firstUnread(), 3);
}

void TestChatModels::unreadMessages_areLoadedBackToTheLine()
{
    talk(*m_source, 1, 200);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 50, 200);
    m_source->deliver();
    QVERIFY(chat.firstUnread() > 0);
    QCOMPARE(chat.record(chat.firstUnread()).seq, 51);
    QCOMPARE(chat.unreadAbove(), 0);
}

void TestChatModels::unreadMessages_thatAreNotHereAreAskedFor()
{
    talk(*m_source, 251, 200);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 100, 450);
    QSignalSpy wanted(&chat, &ChatModel::olderWanted);
    m_source->deliver();
    QCOMPARE(chat.firstUnread(), 0);
    QCOMPARE(chat.index(0, 0).data(ChatModel::UnreadAboveRole).toInt(), 150);
    chat.loadOlder();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(1).toInt(), 150);
    talk(*m_source, 91, 160);
    m_source->deliver();
    QCOMPARE(chat.record(0).seq, 101);
    QCOMPARE(chat.index(0, 0).data(ChatModel::UnreadAboveRole).toInt(), 0);
}

void TestChatModels::unreadMessages_areLoadedOnlySoFar()
{
    talk(*m_source, 1, 700);
    ChatModel chat(*m_source, mara(), ChannelId(id("ch:web")), 0, 700);
    m_source->deliver();
    QCOMPARE(chat.rowCount(), ChatModel::mostUnread + ChatModel::page);
    chat.loadOlder();
    m_source->deliver();
    QCOMPARE(chat.rowCount(), ChatModel::mostUnread + 2 * ChatModel::page);
}

void TestChatModels::tree_countsOthersUnreadMessages()
{
    talk(*m_source, 1, 5);
    ProjectTreeModel tree(*m_source);
    QAbstractItemModelTester tester(&tree, QAbstractItemModelTester::FailureReportingMode::Fatal);
    tree.setViewer(mara());
    m_source->deliver();
    QVERIFY(tree.rowOf(id("ch:web")) > 0);
    QCOMPARE(tree.unread(), 0); // not before it is asked for
    tree.countUnread();
    m_source->deliver();
    const int row = tree.rowOf(id("ch:web"));
    QVERIFY(row > 0);
    QCOMPARE(tree.record(row).title, QStringLiteral("general"));
    QCOMPARE(tree.index(row, 0).data(ProjectTreeModel::UnreadRole).toInt(), 5);
    QVERIFY(tree.index(row, 0).data(ProjectTreeModel::UnreadIsExactRole).toBool());
    QCOMPARE(tree.unread(), 5);
    // Only a window is here: what was read before it can't be known.
    m_source->execute(QStringLiteral("delete from project_messages where seq <= 2"));
    m_source->deliver();
    QVERIFY(!tree.index(row, 0).data(ProjectTreeModel::UnreadIsExactRole).toBool());
    m_source->execute(
        QStringLiteral("insert into channel_reads (id, user_id, channel_type, channel_id, last_seq, notify_level) "
                       "values (id('r'), id('mara'), 'project', id('ch:web'), 4, 'none')"));
    m_source->deliver();
    QCOMPARE(tree.index(row, 0).data(ProjectTreeModel::UnreadRole).toInt(), 1);
    QVERIFY(tree.index(row, 0).data(ProjectTreeModel::UnreadIsExactRole).toBool());
    QCOMPARE(tree.unread(), 0);
}

void TestChatModels::tree_countsNoFurtherThanAHundred()
{
    talk(*m_source, 1, 100);
    ProjectTreeModel tree(*m_source);
    tree.setViewer(mara());
    tree.countUnread();
    m_source->deliver();
    const int row = tree.rowOf(id("ch:web"));
    QCOMPARE(tree.index(row, 0).data(ProjectTreeModel::UnreadRole).toInt(), 100);
    QVERIFY(tree.index(row, 0).data(ProjectTreeModel::UnreadIsExactRole).toBool());
    talk(*m_source, 101, 1);
    m_source->deliver();
    QCOMPARE(tree.index(row, 0).data(ProjectTreeModel::UnreadRole).toInt(), 100);
    QVERIFY(!tree.index(row, 0).data(ProjectTreeModel::UnreadIsExactRole).toBool());
}

void TestChatModels::tree_marksOnlyTheChannelThatIsReadOrWrittenTo()
{
    ProjectTreeModel tree(*m_source);
    tree.setViewer(mara());
    tree.countUnread();
    m_source->deliver();
    const int row = tree.rowOf(id("ch:web"));
    QSignalSpy rows(&tree, &ProjectTreeModel::dataChanged);
    QSignalSpy sums(&tree, &ProjectTreeModel::unreadChanged);
    talk(*m_source, 1, 2);
    m_source->deliver();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.last().at(0).toModelIndex(), tree.index(row, 0));
    QCOMPARE(rows.last().at(1).toModelIndex(), tree.index(row, 0));
    QCOMPARE(tree.unread(), 2);
    m_source->execute(
        QStringLiteral("insert into channel_reads (id, user_id, channel_type, channel_id, last_seq, notify_level) "
                       "values (id('r'), id('mara'), 'project', id('ch:web'), 2, 'all')"));
    m_source->deliver();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(tree.unread(), 0);
    QCOMPARE(sums.size(), 2);
}

void TestChatModels::tree_showsOnlyTheWorkspace()
{
    ProjectTreeModel tree(*m_source);
    tree.setViewer({UserId(id("dmitri")), {WorkspaceKind::Freelancer, id("f:dmitri")}});
    m_source->deliver();
    QVERIFY(tree.rowOf(id("web")) >= 0);
    QVERIFY(tree.rowOf(id("campaign")) < 0);
    QSignalSpy resets(&tree, &ProjectTreeModel::modelReset);
    tree.setViewer(mara());
    m_source->deliver();
    QVERIFY(tree.rowOf(id("campaign")) >= 0);
    QCOMPARE(resets.size(), 0);
}

void TestChatModels::channels_liveliestFirst()
{
    talk(*m_source, 1, 2);
    ChannelListModel channels(*m_source);
    QAbstractItemModelTester tester(&channels, QAbstractItemModelTester::FailureReportingMode::Fatal);
    channels.setViewer(mara());
    m_source->deliver();
    QCOMPARE(channels.rowCount(), 2);
    QCOMPARE(channels.record(0).id.uuid(), id("ch:web"));
    QCOMPARE(channels.record(0).lastBody, QStringLiteral("Message 2"));
    m_source->execute(
        QStringLiteral("insert into project_messages (id, scope_id, channel_id, seq, sender_user_id, body, created_at) "
                       "values (id('n'), id('ch:ui'), id('ch:ui'), 1, id('ines'), 'New', at('2026-11-22T10:00:00'))"));
    m_source->deliver();
    QCOMPARE(channels.record(0).id.uuid(), id("ch:ui"));
}

void TestChatModels::draft_isFoundOnce()
{
    m_source->execute(QStringLiteral("insert into local_drafts values ('channel:a', 'Dear', 0)"));
    Draft draft(*m_source);
    QSignalSpy found(&draft, &Draft::found);
    draft.open(QStringLiteral("channel:a"));
    m_source->deliver();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().at(1).toString(), QStringLiteral("Dear"));
    m_source->execute(QStringLiteral("update local_drafts set text = 'Dear Ines'"));
    m_source->deliver();
    QCOMPARE(found.size(), 1);
    draft.open(QStringLiteral("channel:b"));
    m_source->deliver();
    QCOMPARE(found.size(), 2);
    QVERIFY(found.last().at(1).toString().isEmpty());
}

QTEST_GUILESS_MAIN(TestChatModels)
#include "tst_chatmodels.moc"
