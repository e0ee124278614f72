// What one may do in a channel, and what one finds in it.
#include "models/channelrightsmodel.h"
#include "models/chatmodel.h"
#include "models/messagesearchmodel.h"
#include "worldtest.h"

#include <QSignalSpy>

using namespace projective;
using namespace projective::test;

namespace {
ChannelId channel(const char *name = "ch:web")
{
    return ChannelId(World::id(name));
}

Viewer freelancer(const char *user)
{
    return {UserId(World::id(user)), {WorkspaceKind::Freelancer, World::id(QByteArray("f:").append(user).constData())}};
}
} // namespace

class TestChannelModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_world = std::make_unique<World>(); }
    void cleanup() { m_world.reset(); }
    void posting_goesWithRoleAndLiveWork_data();
    void posting_goesWithRoleAndLiveWork();
    void posting_isAllowedWhileNothingIsKnown();
    void ownMessage_isChangedForADay();
    void ownMessage_staysWhileTheStageIsInDispute();
    void moderator_deletesMessagesOfOthers();
    void search_findsBeginningsOfWordsNewestFirst();
    void search_takesWhatIsTypedLiterally_data();
    void search_takesWhatIsTypedLiterally();
    void search_saysHowFarBackItLooks();

private:
    [[nodiscard]] ChannelRights rightsOf(const Viewer &viewer, const char *name);
    void say(const char *name, int seq, const char *body, const char *sender = "ines");
    void index();

    std::unique_ptr<World> m_world;
};

ChannelRights TestChannelModels::rightsOf(const Viewer &viewer, const char *name)
{
    ChannelRightsModel rights(m_world->source);
    rights.setChannel(viewer, channel(name));
    m_world->source.deliver();
    return rights.of(channel(name));
}

void TestChannelModels::posting_goesWithRoleAndLiveWork_data()
{
    QTest::addColumn<Viewer>("viewer");
    QTest::addColumn<QString>("change"); // of the mirror, before
    QTest::addColumn<QString>("channel");
    QTest::addColumn<PostBlocker>("blocker");
    const auto row
        = [](const char *name, const Viewer &viewer, const char *change, const char *where, PostBlocker why) {
              QTest::newRow(name) << viewer << QString::fromLatin1(change) << QString::fromLatin1(where) << why;
          };
    const char *members = "update business_memberships set role = '%1' where user_id = id('jonas')";
    const QByteArray viewers = QByteArray(members).replace("%1", "viewer");
    row("owner", World::business(), "", "ch:ui", PostBlocker::None);
    row("finance where all read", World::business("jonas"), "", "ch:web", PostBlocker::None);
    row("finance in a stage's channel", World::business("jonas"), "", "ch:ui", PostBlocker::NotHiring);
    row("who hires", World::business("priya"), "", "ch:ui", PostBlocker::None);
    row("viewer of the business", World::business("jonas"), viewers.constData(), "ch:web", PostBlocker::Viewer);
    row("who works", World::ines(), "", "ch:ui", PostBlocker::None);
    row("who works elsewhere in the project", freelancer("dmitri"), "", "ch:web", PostBlocker::None);
    row("who was paid", World::ines(),
        "update stage_assignments set ended_at = 1, end_reason = 'paid' where freelancer_profile_id = id('f:ines')",
        "ch:ui", PostBlocker::WorkEnded);
    row("who was paid, as the server marks it", World::ines(),
        "update stage_assignments set ended_at = 1, end_reason = 'paid' where freelancer_profile_id = id('f:ines');"
        "insert into project_channel_participants (id, channel_id, profile_type, profile_id, role) "
        "values (id('cp'), id('ch:ui'), 'freelancer', id('f:ines'), 'viewer')",
        "ch:ui", PostBlocker::WorkEnded);
    row("viewer of the project", freelancer("priya"),
        "insert into project_channel_participants (id, channel_id, profile_type, profile_id, role) "
        "values (id('cp'), id('ch:web'), 'freelancer', id('f:priya'), 'viewer')",
        "ch:web", PostBlocker::Viewer);
    row("collaborator without a stage", freelancer("priya"),
        "insert into project_participants (id, project_id, profile_type, profile_id, role) "
        "values (id('pp'), id('web'), 'freelancer', id('f:priya'), 'collaborator')",
        "ch:web", PostBlocker::None);
    row("lead of a team", World::team("ines"), "", "ch:web", PostBlocker::None);
    row("member whose role posts", World::team("lea"), "", "ch:web", PostBlocker::None);
    row("member whose role does not", World::team("lea"), "update team_roles set permissions = '{\"submit\": true}'",
        "ch:web", PostBlocker::TeamRole);
    row("member without a role of the team's own", World::team("lea"), "update team_memberships set role_id = null",
        "ch:web", PostBlocker::None);
    row("team that is only asked", World::team("ines"),
        "update stage_assignments set status = 'declined' where id = id('a:photo')", "ch:web", PostBlocker::NotAtWork);
}

void TestChannelModels::posting_goesWithRoleAndLiveWork()
{
    QFETCH(Viewer, viewer);
    QFETCH(QString, change);
    QFETCH(QString, channel);
    QFETCH(PostBlocker, blocker);
    m_world->source.execute(QStringLiteral(
        "update project_channels set visibility = iif(stage_id is null, 'project_all', 'owner_and_assignees')"));
    if (!change.isEmpty())
        m_world->source.execute(change);
    QCOMPARE(rightsOf(viewer, channel.toLatin1().constData()).post, blocker);
}

void TestChannelModels::posting_isAllowedWhileNothingIsKnown()
{
    ChannelRightsModel rights(m_world->source);
    QAbstractItemModelTester tester(&rights, QAbstractItemModelTester::FailureReportingMode::Fatal);
    rights.setChannel(World::business(), channel());
    QCOMPARE(rights.of(channel()).post, PostBlocker::None);
    // The membership is not here: nothing can be said of the role.
    m_world->source.execute(QStringLiteral("delete from business_memberships; delete from projects;"));
    QCOMPARE(rightsOf(World::business("jonas"), "ch:ui").post, PostBlocker::None);
}

void TestChannelModels::say(const char *name, int seq, const char *body, const char *sender)
{
    m_world->source.execute(QStringLiteral(
        "insert into project_messages (id, scope_kind, scope_id, channel_id, seq, sender_user_id, body, created_at) "
        "values (id('%1'), 'channel', id('ch:ui'), id('ch:ui'), %2, id('%4'), '%3', "
        "at('2026-11-20T10:00:00') + %2 * 60000000)")
                                .arg(QString::fromLatin1(name))
                                .arg(seq)
                                .arg(QString::fromUtf8(body).replace(u'\'', QStringLiteral("''")),
                                    QString::fromLatin1(sender)));
}

void TestChannelModels::ownMessage_isChangedForADay()
{
    say("old", 1, "Old", "mara");
    say("new", 2, "New", "mara");
    say("other", 3, "Other");
    say("gone", 4, "", "mara");
    m_world->source.execute(QStringLiteral(
        "update project_messages set created_at = (strftime('%s', 'now') - 23 * 3600) * 1000000 where id = id('new');"
        "update project_messages set deleted_at = 1 where id = id('gone');"
        "insert into project_messages (id, scope_id, channel_id, sender_user_id, body, client_created_at) "
        "values (id('waits'), id('ch:ui'), id('ch:ui'), id('mara'), 'Waits', 1)"));
    ChatModel chat(m_world->source, World::business(), channel("ch:ui"), 9);
    m_world->source.deliver();
    const auto blockers = [&chat](int role) {
        QList<MessageBlocker> found;
        for (int row = 0; row < chat.rowCount(); ++row)
            found.append(static_cast<MessageBlocker>(chat.index(row, 0).data(role).toInt()));
        return found;
    };
    using enum MessageBlocker;
    QCOMPARE(blockers(ChatModel::EditBlockerRole), QList<MessageBlocker>({TooLate, None, NotYours, NotThere, None}));
    QCOMPARE(blockers(ChatModel::DeleteBlockerRole), QList<MessageBlocker>({None, None, NotYours, NotThere, None}));
    m_world->source.execute(QStringLiteral("insert into settings (id, key, value) values "
                                           "(id('hours'), 'message_edit_hours', '12')"));
    chat.setRights(rightsOf(World::business(), "ch:ui"));
    QCOMPARE(blockers(ChatModel::EditBlockerRole).at(1), TooLate);
}

void TestChannelModels::ownMessage_staysWhileTheStageIsInDispute()
{
    say("mine", 1, "Mine", "mara");
    m_world->source.execute(QStringLiteral("update project_messages set created_at = strftime('%s', 'now') * 1000000"));
    ChatModel chat(m_world->source, World::business(), channel("ch:ui"), 9);
    QAbstractItemModelTester tester(&chat, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_world->source.deliver();
    const auto blocker = [&chat](int role) { return chat.index(0, 0).data(role).toInt(); };
    QCOMPARE(blocker(ChatModel::EditBlockerRole), static_cast<int>(MessageBlocker::None));
    m_world->source.execute(QStringLiteral("update escrows set status = 'disputed' where id = id('e:ui')"));
    chat.setRights(rightsOf(World::business(), "ch:ui"));
    QCOMPARE(blocker(ChatModel::EditBlockerRole), static_cast<int>(MessageBlocker::InDispute));
    QCOMPARE(blocker(ChatModel::DeleteBlockerRole), static_cast<int>(MessageBlocker::InDispute));
}

void TestChannelModels::moderator_deletesMessagesOfOthers()
{
    say("other", 1, "Other");
    m_world->source.execute(
        QStringLiteral("insert into project_channel_participants (id, channel_id, profile_type, profile_id, role) "
                       "values (id('cp'), id('ch:ui'), 'business', id('northwind'), 'moderator')"));
    ChatModel chat(m_world->source, World::business(), channel("ch:ui"), 9);
    chat.setRights(rightsOf(World::business(), "ch:ui"));
    m_world->source.deliver();
    const QModelIndex other = chat.index(0, 0);
    QCOMPARE(other.data(ChatModel::DeleteBlockerRole).toInt(), static_cast<int>(MessageBlocker::None));
    QCOMPARE(other.data(ChatModel::EditBlockerRole).toInt(), static_cast<int>(MessageBlocker::NotYours));
}

/// As the mirror does in a quiet moment.
void TestChannelModels::index()
{
    m_world->source.execute(QStringLiteral("delete from local_search; insert into local_search (rowid, body) "
                                           "select rowid, body from project_messages where body <> ''"));
}

void TestChannelModels::search_findsBeginningsOfWordsNewestFirst()
{
    say("first", 1, "The basket is missing on small screens.");
    say("second", 2, "Which one?", "mara");
    say("third", 3, "The **baskets** of the shop, in `basket.css` and everywhere else where one can put something in.");
    m_world->source.execute(QStringLiteral(
        "insert into project_messages (id, scope_id, channel_id, seq, sender_user_id, body, created_at) "
        "values (id('elsewhere'), id('ch:web'), id('ch:web'), 1, id('ines'), 'Another basket', 1);"
        "insert into project_messages (id, scope_id, channel_id, sender_user_id, body, client_created_at) "
        "values (id('waits'), id('ch:ui'), id('ch:ui'), id('mara'), 'This basket waits', at('2026-11-22T10:00:00'))"));
    index();
    MessageSearchModel search(m_world->source);
    QAbstractItemModelTester tester(&search, QAbstractItemModelTester::FailureReportingMode::Fatal);
    search.search(channel("ch:ui"), QStringLiteral("bask"));
    m_world->source.deliver();
    COMPARE_GOLDEN(search, "messagesearchmodel");
    search.search(channel("ch:ui"), QStringLiteral("small bask"));
    m_world->source.deliver();
    QCOMPARE(search.rowCount(), 1);
    search.search(channel("ch:ui"), QString());
    m_world->source.deliver();
    QCOMPARE(search.rowCount(), 0);
}

void TestChannelModels::search_takesWhatIsTypedLiterally_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("found");
    // None of these may be an error of the index's language, which would end the program (SqliteSource).
    QTest::newRow("quote") << QStringLiteral("\"") << 0;
    QTest::newRow("quoted") << QStringLiteral("\"sku") << 1;
    QTest::newRow("operator") << QStringLiteral("sku AND") << 1;
    QTest::newRow("column") << QStringLiteral("body:sku") << 0;
    QTest::newRow("bracket") << QStringLiteral("(sku") << 1;
    QTest::newRow("star") << QStringLiteral("*") << 0;
    QTest::newRow("minus") << QStringLiteral("-sku") << 1;
    QTest::newRow("word in parts") << QStringLiteral("e-ma") << 1;
    QTest::newRow("accent") << QStringLiteral("tomas") << 1;
    QTest::newRow("only marks beside a word") << QStringLiteral("sku ...") << 1;
}

void TestChannelModels::search_takesWhatIsTypedLiterally()
{
    QFETCH(QString, typed);
    say("one", 1, "The `sku` and Tomás's e-mail");
    index();
    MessageSearchModel search(m_world->source);
    search.search(channel("ch:ui"), typed);
    m_world->source.deliver();
    QTEST(search.rowCount(), "found");
}

void TestChannelModels::search_saysHowFarBackItLooks()
{
    say("one", 31, "One");
    MessageSearchModel search(m_world->source);
    search.search(channel("ch:ui"), QStringLiteral("x"));
    m_world->source.deliver();
    QCOMPARE(search.reach(), QDateTime::fromString(QStringLiteral("2026-11-20T10:31:00Z"), Qt::ISODate));
    QSignalSpy changes(&search, &MessageSearchModel::reachChanged);
    say("older", 1, "Older");
    m_world->source.deliver();
    QCOMPARE(changes.size(), 1);
    QVERIFY(!search.reach().isValid()); // to the beginning
}

QTEST_GUILESS_MAIN(TestChannelModels)
#include "tst_channelmodels.moc"
