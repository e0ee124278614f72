#include "tests/gateway/rawclient.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QTest>

using namespace projective;
using namespace projective::test;

/// A real Postgres, the real gateway, and clients that speak the protocol.
class TestLive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void firstSync_givesWhatTheUserHolds();
    void change_arrivesWithinTheTickOfItsCommit();
    void rowThatLeavesTheDatabase_isDeleted();
    void grant_addsTheRowsOfTheScope();
    void revoke_purgesTheScope();
    void reconnect_getsOnlyTheDelta();
    void reconnect_afterScopesChanged_purgesAndAdds();
    void cursorOfAnotherDatabase_startsAfresh();
    void unreadableCursor_startsAfresh();
    void command_appliedArrivesWithItsOutcome();
    void command_rejectedIsARow();
    void command_repeatedRunsOnce();
    void command_withoutPredecessor_isRefused();
    void command_numberOfAnotherCommand_isRefused();
    void olderPage_lowersTheFloor();
    void pendingTransaction_isNeverSeenInParts();
    void gatewayKilledInMidCommand_retryRunsExactlyOnce();
    void postgresKilled_healsByItself();
    void terminate_saysGoodbyeAndEnds();

private:
    [[nodiscard]] QUuid addUser(const QString &name);
    [[nodiscard]] QUuid addBusiness(const QUuid &owner, const QString &name);
    void join(const QUuid &business, const QUuid &user);
    void leave(const QUuid &business, const QUuid &user);
    void sql(const QByteArray &text);
    [[nodiscard]] QString value(const QByteArray &text);
    void open(RawClient &client, const QUuid &user) { client.open(m_gateway->sync(), m_gateway->issueToken(user)); }
    static QByteArray id(const QUuid &uuid) { return '\'' + uuid.toByteArray(QUuid::WithoutBraces) + '\''; }

    std::unique_ptr<Postgres> m_postgres;
    std::unique_ptr<GatewayProcess> m_gateway;
    std::unique_ptr<gateway::Database> m_database;
    QString m_name;
    QUuid m_user;
    QUuid m_business;
    QString m_me; ///< acting as oneself
};

namespace {
const QString profiles = QStringLiteral("business_profiles");
const QString nameColumn = QStringLiteral("name");
const QString businessKind = QStringLiteral("business");
}

void TestLive::initTestCase()
{
    m_postgres = std::make_unique<Postgres>();
    QVERIFY2(m_postgres->problem().isEmpty(), qUtf8Printable(m_postgres->problem()));
}

void TestLive::init()
{
    m_name = m_postgres->createDatabase();
    QVERIFY(!m_name.isEmpty());
    m_database = std::make_unique<gateway::Database>(m_postgres->connect(m_name));
    m_user = addUser(QStringLiteral("ann"));
    m_me = QStringLiteral("user:") + m_user.toString(QUuid::WithoutBraces);
    m_business = addBusiness(m_user, QStringLiteral("Acme"));
    m_gateway = std::make_unique<GatewayProcess>(*m_postgres, m_name);
    const QString problem = m_gateway->start();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestLive::cleanup()
{
    if (QTest::currentTestFailed() && m_gateway)
        qWarning("gateway's log:\n%s", m_gateway->log().constData());
    m_gateway.reset();
    m_database.reset();
    m_postgres->dropDatabase(m_name);
}

void TestLive::sql(const QByteArray &text)
{
    const auto done = m_database->run(text);
    QVERIFY2(done, done ? "" : qUtf8Printable(done.error().detail));
}

QString TestLive::value(const QByteArray &text)
{
    const auto table = m_database->query(text);
    return table && table->rows() > 0 ? QString::fromUtf8(table->view(0, 0)) : QString();
}

QUuid TestLive::addUser(const QString &name)
{
    return createUser(*m_database, name + QStringLiteral("@example.org"), QStringLiteral("secret-") + name);
}

QUuid TestLive::addBusiness(const QUuid &owner, const QString &name)
{
    const QUuid business = QUuid::createUuid();
    sql("insert into org.business_profiles (id, owner_user_id, name) values (" + id(business) + ", " + id(owner) + ", '"
        + name.toUtf8() + "')");
    sql("insert into org.business_memberships (business_profile_id, user_id, role) values (" + id(business) + ", " + id(owner) + ", 'owner')");
    return business;
}

void TestLive::join(const QUuid &business, const QUuid &user)
{
    sql("insert into org.business_memberships (business_profile_id, user_id, role) values (" + id(business) + ", " + id(user)
        + ", 'viewer') on conflict (business_profile_id, user_id) do update set status = 'active'");
}

void TestLive::leave(const QUuid &business, const QUuid &user)
{
    sql("update org.business_memberships set status = 'left' where business_profile_id = " + id(business) + " and user_id = " + id(user));
}

void TestLive::firstSync_givesWhatTheUserHolds()
{
    const QUuid stranger = addUser(QStringLiteral("bob"));
    const QUuid foreign = addBusiness(stranger, QStringLiteral("Foreign"));
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(client.welcome.has_value());
    QCOMPARE(client.welcome->lastCommand, 0u);
    QVERIFY(client.holds(businessKind, m_business));
    QVERIFY(client.holds(QStringLiteral("client"), client.installation));
    QCOMPARE(client.text(profiles, m_business, nameColumn), QStringLiteral("Acme"));
    QVERIFY(!client.rows(profiles).contains(foreign));
    QVERIFY(client.rows(QStringLiteral("commands")).size() > 10);
}

void TestLive::change_arrivesWithinTheTickOfItsCommit()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    sql("update org.business_profiles set name = 'Renamed' where id = " + id(m_business));
    QVERIFY(client.wait([&] { return client.text(profiles, m_business, nameColumn) == QStringLiteral("Renamed"); }));
}

void TestLive::rowThatLeavesTheDatabase_isDeleted()
{
    RawClient client;
    sql("insert into security.feature_flags (key) values ('beta')");
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(QStringLiteral("feature_flags")).size(), 1);
    sql("delete from security.feature_flags");
    QVERIFY(client.wait([&] { return client.rows(QStringLiteral("feature_flags")).isEmpty(); }));
}

void TestLive::grant_addsTheRowsOfTheScope()
{
    const QUuid friendly = addUser(QStringLiteral("bob"));
    const QUuid other = addBusiness(friendly, QStringLiteral("Friends"));
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(!client.holds(businessKind, other));
    join(other, m_user);
    QVERIFY(client.wait([&] { return client.holds(businessKind, other); }));
    QCOMPARE(client.text(profiles, other, nameColumn), QStringLiteral("Friends"));
}

void TestLive::revoke_purgesTheScope()
{
    const QUuid other = addBusiness(addUser(QStringLiteral("bob")), QStringLiteral("Friends"));
    join(other, m_user);
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(client.rows(profiles).contains(other));
    leave(other, m_user);
    sql("update org.business_profiles set name = 'Secret' where id = " + id(other));
    QVERIFY(client.wait([&] { return !client.holds(businessKind, other); }));
    QVERIFY(!client.rows(profiles).contains(other));
    // What comes after it is a sign that nothing is on its way.
    sql("update org.business_profiles set name = 'Later' where id = " + id(m_business));
    QVERIFY(client.wait([&] { return client.text(profiles, m_business, nameColumn) == QStringLiteral("Later"); }));
    QVERIFY(!client.rows(profiles).contains(other));
    QVERIFY(client.rows(profiles).contains(m_business));
}

void TestLive::reconnect_getsOnlyTheDelta()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    const qsizetype before = client.rowCount();
    client.cut();
    sql("update org.business_profiles set name = 'Meanwhile' where id = " + id(m_business));
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(!client.scopesWanted);
    QVERIFY(client.welcome->catalogJson.isEmpty());
    QCOMPARE(client.text(profiles, m_business, nameColumn), QStringLiteral("Meanwhile"));
    QCOMPARE(client.rowCount(), before);
    QVERIFY2(client.rowsReceived <= 3, qPrintable(QString::number(client.rowsReceived)));
}

void TestLive::reconnect_afterScopesChanged_purgesAndAdds()
{
    const QUuid friendly = addUser(QStringLiteral("bob"));
    const QUuid lost = addBusiness(friendly, QStringLiteral("Lost"));
    const QUuid won = addBusiness(friendly, QStringLiteral("Won"));
    join(lost, m_user);
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    client.cut();
    leave(lost, m_user);
    join(won, m_user);
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(client.scopesWanted);
    QVERIFY(!client.rows(profiles).contains(lost));
    QVERIFY(!client.holds(businessKind, lost));
    QCOMPARE(client.text(profiles, won, nameColumn), QStringLiteral("Won"));
}

void TestLive::cursorOfAnotherDatabase_startsAfresh()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    client.cut();
    const qsizetype before = client.rowCount();
    client.cursor.identity += QStringLiteral("1");
    sql("update org.business_profiles set name = 'Afresh' where id = " + id(m_business));
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(client.rowsReceived >= before);
    QCOMPARE(client.rowCount(), before);
    QCOMPARE(client.text(profiles, m_business, nameColumn), QStringLiteral("Afresh"));
}

void TestLive::unreadableCursor_startsAfresh()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    const qsizetype before = client.rowCount();
    for (const char *bad : {"1:1:'); drop table sync.changes; --", "9:3:", "1:9223372036854775807:", "x"}) {
        client.cut();
        client.cursor.snapshot = QString::fromLatin1(bad);
        open(client, m_user);
        QVERIFY(client.waitSynced());
        QCOMPARE(client.rowCount(), before);
        QVERIFY(client.rowsReceived >= before);
    }
}

void TestLive::command_appliedArrivesWithItsOutcome()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    const QUuid business = QUuid::createUuid();
    client.run(1, QStringLiteral("create_business"), m_me,
        {{QStringLiteral("business"), business.toString(QUuid::WithoutBraces)}, {nameColumn, QStringLiteral("Mine")}});
    QVERIFY(client.wait([&] { return !client.outcome(1).isEmpty(); }));
    QVERIFY2(client.outcome(1) == QStringLiteral("applied"), qUtf8Printable(value("select code || coalesce(field, '') from sync.results")));
    QVERIFY2(client.rows(profiles).contains(business), "outcome and effect belong to one round");
}

void TestLive::command_rejectedIsARow()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    client.run(1, QStringLiteral("create_business"), m_me, {{QStringLiteral("business"), QStringLiteral("no uuid")}});
    client.run(2, QStringLiteral("no_such_command"), m_me, {});
    client.send(protocol::CommandMessage {3, QStringLiteral("create_business"), m_me, "no json", {}});
    QVERIFY(client.wait([&] { return !client.outcome(3).isEmpty(); }));
    for (const quint64 number : {1, 2, 3})
        QCOMPARE(client.outcome(number), QStringLiteral("rejected"));
    QVERIFY(client.isOpen());
}

void TestLive::command_repeatedRunsOnce()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    const QJsonObject args {{QStringLiteral("business"), QUuid::createUuid().toString(QUuid::WithoutBraces)}, {nameColumn, QStringLiteral("Once")}};
    client.run(1, QStringLiteral("create_business"), m_me, args);
    client.run(1, QStringLiteral("create_business"), m_me, args);
    QVERIFY(client.wait([&] { return !client.outcome(1).isEmpty(); }));
    client.cut();
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.welcome->lastCommand, 1u);
    client.run(1, QStringLiteral("create_business"), m_me, args);
    client.run(2, QStringLiteral("no_such_command"), m_me, {});
    QVERIFY(client.wait([&] { return !client.outcome(2).isEmpty(); }));
    QCOMPARE(value("select count(*) from org.business_profiles where name = 'Once'"), QStringLiteral("1"));
    QVERIFY(client.refused.isEmpty());
}

void TestLive::command_withoutPredecessor_isRefused()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    client.run(2, QStringLiteral("no_such_command"), m_me, {});
    QVERIFY(client.wait([&] { return !client.refused.isEmpty(); }));
    QCOMPARE(client.refused.first().code, QStringLiteral("out_of_order"));
    QCOMPARE(client.refused.first().lastCommand, 0u);
}

void TestLive::command_numberOfAnotherCommand_isRefused()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    client.run(1, QStringLiteral("no_such_command"), m_me, {});
    client.run(1, QStringLiteral("another_command"), m_me, {});
    QVERIFY(client.wait([&] { return !client.refused.isEmpty(); }));
    QCOMPARE(client.refused.first().code, QStringLiteral("command_reused"));
}

void TestLive::olderPage_lowersTheFloor()
{
    // The newest 500 are held, and all unread ones.
    sql("insert into comms.notifications (user_id, type, title, read_at, created_at) select " + id(m_user)
        + ", 'test', 'Test', now(), now() - make_interval(secs => n) from generate_series(1, 620) n");
    const QString relation = QStringLiteral("notifications");
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(relation).size(), 500);
    const auto floor = client.floors.constBegin();
    QVERIFY(floor != client.floors.constEnd());
    protocol::PageWanted page {floor.key().first, protocol::Scope::fromString(floor.key().second), floor.value(), 100};
    client.send(page);
    QVERIFY(client.wait([&] { return client.rows(relation).size() == 600; }));
    page.below = client.floors.constBegin().value();
    QVERIFY(page.below > std::numeric_limits<qint64>::min());
    client.send(page);
    QVERIFY(client.wait([&] { return client.rows(relation).size() == 620; }));
    QCOMPARE(client.floors.constBegin().value(), std::numeric_limits<qint64>::min());
}

void TestLive::pendingTransaction_isNeverSeenInParts()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    gateway::Database slow = m_postgres->connect(m_name);
    QVERIFY(slow.run("begin; update org.business_profiles set name = 'Slow' where id = " + id(m_business)));
    // Later transactions overtake the slow one; a reconnect stands in between.
    for (int i = 0; i < 3; ++i) {
        sql("insert into security.feature_flags (key) values ('flag" + QByteArray::number(i) + "')");
        QVERIFY(client.wait([&] { return client.rows(QStringLiteral("feature_flags")).size() == i + 1; }));
        QCOMPARE(client.text(profiles, m_business, nameColumn), QStringLiteral("Acme"));
    }
    client.cut();
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QVERIFY(slow.run("commit"));
    QVERIFY(client.wait([&] { return client.text(profiles, m_business, nameColumn) == QStringLiteral("Slow"); }));
    client.cut();
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.text(profiles, m_business, nameColumn), QStringLiteral("Slow"));
}

void TestLive::gatewayKilledInMidCommand_retryRunsExactlyOnce()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    const QJsonObject args {{QStringLiteral("business"), QUuid::createUuid().toString(QUuid::WithoutBraces)}, {nameColumn, QStringLiteral("Once")}};
    // The lock keeps the command in the middle of its transaction while the gateway dies.
    for (const bool commits : {false, true}) {
        gateway::Database blocker = m_postgres->connect(m_name);
        QVERIFY(blocker.run("begin; lock table org.business_memberships in exclusive mode"));
        client.run(1, QStringLiteral("create_business"), m_me, args);
        QVERIFY(client.wait([&] {
            return value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == QStringLiteral("1")
                || !client.outcome(1).isEmpty();
        }));
        if (commits)
            blocker.rollback(); // the command gets through before the gateway dies, or not: nobody knows
        m_gateway->kill();
        blocker.rollback();
        QVERIFY(client.waitClosed());
        QVERIFY(m_gateway->start().isEmpty());
        open(client, m_user);
        QVERIFY(client.waitSynced());
    }
    client.run(1, QStringLiteral("create_business"), m_me, args);
    QVERIFY(client.wait([&] { return client.outcome(1) == QStringLiteral("applied"); }));
    QCOMPARE(value("select count(*) from org.business_profiles where name = 'Once'"), QStringLiteral("1"));
    QCOMPARE(value("select count(*) from sync.results"), QStringLiteral("1"));
}

void TestLive::postgresKilled_healsByItself()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    m_postgres->kill();
    client.run(1, QStringLiteral("no_such_command"), m_me, {});
    QVERIFY(client.wait([&] { return !client.deferred.isEmpty(); }));
    QCOMPARE(client.deferred.first().code, QStringLiteral("server_unavailable"));
    QCOMPARE(m_postgres->start(), QString());
    m_database = std::make_unique<gateway::Database>(m_postgres->connect(m_name));
    sql("update org.business_profiles set name = 'Healed' where id = " + id(m_business));
    QVERIFY(client.wait([&] { return client.text(profiles, m_business, nameColumn) == QStringLiteral("Healed"); }));
    client.run(1, QStringLiteral("no_such_command"), m_me, {});
    QVERIFY(client.wait([&] { return client.outcome(1) == QStringLiteral("rejected"); }));
    QVERIFY(client.isOpen());
}

void TestLive::terminate_saysGoodbyeAndEnds()
{
    RawClient client;
    open(client, m_user);
    QVERIFY(client.waitSynced());
    QCOMPARE(m_gateway->terminate(), 0);
    QVERIFY(client.waitClosed());
    QVERIFY(client.goodbye.has_value());
    QCOMPARE(client.goodbye->code, ErrorCode::ServerUnavailable);
    QVERIFY(client.goodbye->retryAfterMs > 0);
}

QTEST_GUILESS_MAIN(TestLive)
#include "tst_live.moc"
