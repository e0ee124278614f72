#include "sync/gateway/catchup.h"
#include "tests/gateway/livefixture.h"

#include <QTest>

using namespace projective;
using namespace projective::test;

/// What a mirror gets, from a real Postgres by way of the real gateway.
class TestLive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { f.end(); }

    void firstSync_givesWhatTheUserHolds();
    void change_arrivesWithinTheTickOfItsCommit();
    void rowThatLeavesTheDatabase_isDeleted();
    void grant_addsTheRowsOfTheScope();
    void revoke_purgesTheScope();
    void reconnect_getsOnlyTheDelta();
    void reconnect_afterVeryMuch_missesNothing();
    void reconnect_afterScopesChanged_purgesAndAdds();
    void cursorOfAnotherDatabase_startsAfresh();
    void unreadableCursor_startsAfresh();
    void olderPage_lowersTheFloor();
    void changeReadBeforeACatchUp_doesNotComeAfterIt();
    void pendingTransaction_isNeverSeenInParts();

private:
    /// Of Ann, all read: the newest 500 are held, and all unread ones.
    void notify();

    LiveFixture f;
};

void TestLive::initTestCase()
{
    const QString problem = f.startPostgres();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestLive::init()
{
    const QString problem = f.begin();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestLive::firstSync_givesWhatTheUserHolds()
{
    const QUuid stranger = f.addUser(QStringLiteral("bob"));
    const QUuid foreign = f.addBusiness(stranger, QStringLiteral("Foreign"));
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(client.welcome.has_value());
    QCOMPARE(client.welcome->lastCommand, 0u);
    QVERIFY(client.holds(businessKind, f.acme));
    QVERIFY(client.holds(QStringLiteral("client"), client.installation));
    QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Acme"));
    QVERIFY(!client.rows(profiles).contains(foreign));
    QVERIFY(client.rows(QStringLiteral("commands")).size() > 10);
}

void TestLive::change_arrivesWithinTheTickOfItsCommit()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    f.rename(f.acme, "Renamed");
    QVERIFY(client.wait([&] { return client.text(profiles, f.acme, nameColumn) == QStringLiteral("Renamed"); }));
}

void TestLive::rowThatLeavesTheDatabase_isDeleted()
{
    RawClient client;
    f.sql("insert into security.feature_flags (key) values ('beta')");
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(QStringLiteral("feature_flags")).size(), 1);
    f.sql("delete from security.feature_flags");
    QVERIFY(client.wait([&] { return client.rows(QStringLiteral("feature_flags")).isEmpty(); }));
}

void TestLive::grant_addsTheRowsOfTheScope()
{
    const QUuid friendly = f.addUser(QStringLiteral("bob"));
    const QUuid other = f.addBusiness(friendly, QStringLiteral("Friends"));
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(!client.holds(businessKind, other));
    f.join(other, f.ann);
    QVERIFY(client.wait([&] { return client.holds(businessKind, other); }));
    QCOMPARE(client.text(profiles, other, nameColumn), QStringLiteral("Friends"));
}

void TestLive::revoke_purgesTheScope()
{
    const QUuid other = f.addBusiness(f.addUser(QStringLiteral("bob")), QStringLiteral("Friends"));
    f.join(other, f.ann);
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(client.rows(profiles).contains(other));
    f.leave(other, f.ann);
    f.rename(other, "Secret");
    QVERIFY(client.wait([&] { return !client.holds(businessKind, other); }));
    QVERIFY(!client.rows(profiles).contains(other));
    // What comes after it is a sign that nothing is on its way.
    f.rename(f.acme, "Later");
    QVERIFY(client.wait([&] { return client.text(profiles, f.acme, nameColumn) == QStringLiteral("Later"); }));
    QVERIFY(!client.rows(profiles).contains(other));
    QVERIFY(client.rows(profiles).contains(f.acme));
}

void TestLive::reconnect_getsOnlyTheDelta()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const qsizetype before = client.rowCount();
    client.cut();
    f.rename(f.acme, "Meanwhile");
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(!client.scopesWanted);
    QVERIFY(client.welcome->catalogJson.isEmpty());
    QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Meanwhile"));
    QCOMPARE(client.rowCount(), before);
    QVERIFY2(client.rowsReceived <= 3, qPrintable(QString::number(client.rowsReceived)));
}

void TestLive::reconnect_afterVeryMuch_missesNothing()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.cut();
    // One row again and again, more often than a delta has entries, and then another one of the same scope.
    f.sql("insert into sync.changes (relation, key, scope_kind, scope_id) select "
        + QByteArray::number(client.relationId(profiles)) + ", " + LiveFixture::id(QUuid::createUuid())
        + ", 'business', " + LiveFixture::id(f.acme) + " from generate_series(1, "
        + QByteArray::number(gateway::CatchUp::maxDeltaEntries + 1) + ')');
    f.rename(f.acme, "Last of all");
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Last of all"));
    QVERIFY2(client.freshStarts > 0, "too much for a delta");
}

void TestLive::reconnect_afterScopesChanged_purgesAndAdds()
{
    const QUuid friendly = f.addUser(QStringLiteral("bob"));
    const QUuid lost = f.addBusiness(friendly, QStringLiteral("Lost"));
    const QUuid won = f.addBusiness(friendly, QStringLiteral("Won"));
    f.join(lost, f.ann);
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.cut();
    f.leave(lost, f.ann);
    f.join(won, f.ann);
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(client.scopesWanted);
    QVERIFY(!client.rows(profiles).contains(lost));
    QVERIFY(!client.holds(businessKind, lost));
    QCOMPARE(client.text(profiles, won, nameColumn), QStringLiteral("Won"));
}

void TestLive::cursorOfAnotherDatabase_startsAfresh()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.cut();
    const qsizetype before = client.rowCount();
    client.cursor.identity += QStringLiteral("1");
    f.rename(f.acme, "Afresh");
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(client.rowsReceived >= before);
    QCOMPARE(client.rowCount(), before);
    QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Afresh"));
}

void TestLive::unreadableCursor_startsAfresh()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const qsizetype before = client.rowCount();
    for (const char *bad : {"1:1:'); drop table sync.changes; --", "9:3:", "1:9223372036854775807:", "x"}) {
        client.cut();
        client.cursor.snapshot = QString::fromLatin1(bad);
        f.open(client, f.ann);
        QVERIFY(client.waitSynced());
        QCOMPARE(client.rowCount(), before);
        QVERIFY(client.rowsReceived >= before);
    }
}

void TestLive::notify()
{
    f.sql("insert into comms.notifications (user_id, type, title, read_at, created_at) select " + LiveFixture::id(f.ann)
        + ", 'test', 'Test', now(), now() - make_interval(secs => n) from generate_series(1, 620) n");
}

void TestLive::olderPage_lowersTheFloor()
{
    notify();
    const QString relation = QStringLiteral("notifications");
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(relation).size(), 500);
    const auto floor = client.floors.constBegin();
    QVERIFY(floor != client.floors.constEnd());
    protocol::PageWanted page{floor.key().first, protocol::Scope::fromString(floor.key().second), floor.value(), 100};
    client.send(page);
    QVERIFY(client.wait([&] { return client.rows(relation).size() == 600; }));
    page.below = client.floors.constBegin().value();
    QVERIFY(page.below > std::numeric_limits<qint64>::min());
    client.send(page);
    QVERIFY(client.wait([&] { return client.rows(relation).size() == 620; }));
    QCOMPARE(client.floors.constBegin().value(), std::numeric_limits<qint64>::min());
}

/// The live read is held up between its snapshot and what it tells, and a page overtakes it.
void TestLive::changeReadBeforeACatchUp_doesNotComeAfterIt()
{
    notify();
    const QString relation = QStringLiteral("notifications");
    const QString column = QStringLiteral("title");
    const QByteArray newest = f.value("select id from comms.notifications order by created_at desc limit 1").toLatin1();
    const QUuid key = QUuid::fromString(QLatin1String(newest));
    const auto change = [&newest](const QByteArray &title) {
        return "update comms.notifications set title = '" + title + "' where id = '" + newest + '\'';
    };
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const QByteArray nobodys = QByteArray::number(client.relationId(QStringLiteral("project_messages")))
        + ", gen_random_uuid(), 'channel', gen_random_uuid()";
    gateway::Database blocker = f.postgres->connect(f.databaseName);
    QVERIFY(blocker.run("begin; lock table comms.project_messages in access exclusive mode"));
    f.sql(change("Overtaken") + "; insert into sync.changes (relation, key, scope_kind, scope_id) select " + nobodys);
    QVERIFY(client.wait([&] {
        return f.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == QStringLiteral("1");
    }));
    f.sql(change("Newer"));
    client.watched = "Overtaken";
    const auto floor = client.floors.constBegin();
    client.send(
        protocol::PageWanted{floor.key().first, protocol::Scope::fromString(floor.key().second), floor.value(), 100});
    QVERIFY(client.wait([&] { return client.rows(relation).size() == 600; }));
    QCOMPARE(client.text(relation, key, column), QStringLiteral("Newer"));
    blocker.rollback();
    f.sql(change("Last"));
    QVERIFY(client.wait([&] { return client.text(relation, key, column) == QStringLiteral("Last"); }));
    QCOMPARE(client.sightings, 0);
}

void TestLive::pendingTransaction_isNeverSeenInParts()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    gateway::Database slow = f.postgres->connect(f.databaseName);
    QVERIFY(slow.run("begin; update org.business_profiles set name = 'Slow' where id = " + LiveFixture::id(f.acme)));
    // Later transactions overtake the slow one; a reconnect stands in between.
    for (int i = 0; i < 3; ++i) {
        f.sql("insert into security.feature_flags (key) values ('flag" + QByteArray::number(i) + "')");
        QVERIFY(client.wait([&] { return client.rows(QStringLiteral("feature_flags")).size() == i + 1; }));
        QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Acme"));
    }
    client.cut();
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QVERIFY(slow.run("commit"));
    QVERIFY(client.wait([&] { return client.text(profiles, f.acme, nameColumn) == QStringLiteral("Slow"); }));
    client.cut();
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Slow"));
}

QTEST_GUILESS_MAIN(TestLive)
#include "tst_live.moc"
