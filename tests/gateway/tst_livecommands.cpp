#include "tests/gateway/livefixture.h"

#include <QDeadlineTimer>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// Commands run exactly once, whatever dies in between.
class TestLiveCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { f.end(); }

    void command_appliedArrivesWithItsOutcome();
    void command_rejectedIsARow();
    void argumentsThatAreNoJson_areRefusedAtOnce_data();
    void argumentsThatAreNoJson_areRefusedAtOnce();
    void commandsThatWait_areBounded();
    void command_repeatedRunsOnce();
    void command_withoutPredecessor_isRefused();
    void command_numberOfAnotherCommand_isRefused();
    void gatewayKilledInMidCommand_retryRunsExactlyOnce();
    void commandThatAlwaysTimesOut_isRefusedAtLast();
    void postgresKilled_healsByItself();
    void answerLostAfterTheCommit_theNextNumberGoesOn();
    void terminate_saysGoodbyeAndEnds();

private:
    LiveFixture f;
};

void TestLiveCommands::initTestCase()
{
    const QString problem = f.startPostgres();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestLiveCommands::init()
{
    const QString problem = f.begin();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestLiveCommands::command_appliedArrivesWithItsOutcome()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const QUuid business = QUuid::createUuid();
    client.run(1, QStringLiteral("create_business"), f.asAnn,
        {{QStringLiteral("business"), business.toString(QUuid::WithoutBraces)}, {nameColumn, QStringLiteral("Mine")}});
    QVERIFY(client.wait([&] { return !client.outcome(1).isEmpty(); }));
    QVERIFY2(client.outcome(1) == QStringLiteral("applied"),
        qUtf8Printable(f.value("select code || coalesce(field, '') from sync.results")));
    QVERIFY2(client.rows(profiles).contains(business), "outcome and effect belong to one round");
}

void TestLiveCommands::command_rejectedIsARow()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.run(
        1, QStringLiteral("create_business"), f.asAnn, {{QStringLiteral("business"), QStringLiteral("no uuid")}});
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    client.send(protocol::CommandMessage{3, QStringLiteral("create_business"), f.asAnn, "no json", {}});
    QVERIFY(client.wait([&] { return !client.outcome(3).isEmpty(); }));
    for (const quint64 number : {1, 2, 3})
        QCOMPARE(client.outcome(number), QStringLiteral("rejected"));
    QVERIFY(client.isOpen());
}

void TestLiveCommands::argumentsThatAreNoJson_areRefusedAtOnce_data()
{
    QTest::addColumn<QByteArray>("args");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray fine = R"({"business": "0198f3a0-0000-7000-8000-000000000001", "name": "Fine"})";
    QTest::newRow("NUL") << QByteArray(fine).replace("Fine", R"(Fi\u0000ne)") << QByteArray();
    QTest::newRow("half a character") << QByteArray(fine).replace("Fine", R"(Fi\ud83d ne)") << QByteArray();
    QTest::newRow("a list") << QByteArray("[]") << QByteArray();
    QTest::newRow("a huge number") << QByteArray(R"({"business": 1e99999})") << QByteArray();
    QTest::newRow("expected is no JSON") << fine << QByteArray("{");
    QTest::newRow("expected has a NUL") << fine << QByteArray(R"({"status": "\u0000"})");
    QTest::newRow("expected is a list") << fine << QByteArray("[]");
}

void TestLiveCommands::argumentsThatAreNoJson_areRefusedAtOnce()
{
    QFETCH(QByteArray, args);
    QFETCH(QByteArray, expected);
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.send(protocol::CommandMessage{1, QStringLiteral("create_business"), f.asAnn, args, expected});
    QVERIFY(client.wait([&] { return !client.outcome(1).isEmpty() || !client.deferred.isEmpty(); }));
    QCOMPARE(client.outcome(1), QStringLiteral("rejected"));
    QCOMPARE(f.value("select code from sync.results"), QStringLiteral("invalid_argument"));
    QVERIFY(client.deferred.isEmpty());
    QCOMPARE(f.value("select count(*) from sync.faults"), QStringLiteral("0"));
}

void TestLiveCommands::commandsThatWait_areBounded()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    // None of them gets on while the row of the installation is locked.
    gateway::Database blocker = f.postgres->connect(f.databaseName);
    QVERIFY(blocker.run("begin; select from sync.clients for update"));
    const QByteArray args = "{\"x\": \"" + QByteArray(60'000, 'x') + "\"}";
    for (quint64 number = 1; number <= 100; ++number)
        client.send(protocol::CommandMessage{number, QStringLiteral("create_business"), f.asAnn, args, {}});
    QVERIFY(client.waitClosed());
    QVERIFY(client.goodbye.has_value());
    QCOMPARE(client.goodbye->code, ErrorCode::TooManyRequests);
    blocker.rollback();
}

void TestLiveCommands::command_repeatedRunsOnce()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const QJsonObject args{{QStringLiteral("business"), QUuid::createUuid().toString(QUuid::WithoutBraces)},
        {nameColumn, QStringLiteral("Once")}};
    client.run(1, QStringLiteral("create_business"), f.asAnn, args);
    client.run(1, QStringLiteral("create_business"), f.asAnn, args);
    QVERIFY(client.wait([&] { return !client.outcome(1).isEmpty(); }));
    client.cut();
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.welcome->lastCommand, 1u);
    client.run(1, QStringLiteral("create_business"), f.asAnn, args);
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY(client.wait([&] { return !client.outcome(2).isEmpty(); }));
    QCOMPARE(f.value("select count(*) from org.business_profiles where name = 'Once'"), QStringLiteral("1"));
    QVERIFY(client.refused.isEmpty());
}

void TestLiveCommands::command_withoutPredecessor_isRefused()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY(client.wait([&] { return !client.refused.isEmpty(); }));
    QCOMPARE(client.refused.first().code, QStringLiteral("out_of_order"));
    QCOMPARE(client.refused.first().lastCommand, 0u);
}

void TestLiveCommands::command_numberOfAnotherCommand_isRefused()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.run(1, QStringLiteral("no_such_command"), f.asAnn, {});
    client.run(1, QStringLiteral("another_command"), f.asAnn, {});
    QVERIFY(client.wait([&] { return !client.refused.isEmpty(); }));
    QCOMPARE(client.refused.first().code, QStringLiteral("command_reused"));
}

void TestLiveCommands::gatewayKilledInMidCommand_retryRunsExactlyOnce()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const QJsonObject args{{QStringLiteral("business"), QUuid::createUuid().toString(QUuid::WithoutBraces)},
        {nameColumn, QStringLiteral("Once")}};
    // The lock keeps the command in the middle of its transaction while the gateway dies.
    for (const bool commits : {false, true}) {
        gateway::Database blocker = f.postgres->connect(f.databaseName);
        QVERIFY(blocker.run("begin; lock table org.business_memberships in exclusive mode"));
        client.run(1, QStringLiteral("create_business"), f.asAnn, args);
        QVERIFY(client.wait([&] {
            return f.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                == QStringLiteral("1")
                || !client.outcome(1).isEmpty();
        }));
        if (commits)
            blocker.rollback(); // the command gets through before the gateway dies, or not: nobody knows
        f.gateway->kill();
        blocker.rollback();
        QVERIFY(client.waitClosed());
        QVERIFY(f.gateway->start().isEmpty());
        f.open(client, f.ann);
        QVERIFY(client.waitSynced());
    }
    client.run(1, QStringLiteral("create_business"), f.asAnn, args);
    QVERIFY(client.wait([&] { return client.outcome(1) == QStringLiteral("applied"); }));
    QCOMPARE(f.value("select count(*) from org.business_profiles where name = 'Once'"), QStringLiteral("1"));
    QCOMPARE(f.value("select count(*) from sync.results"), QStringLiteral("1"));
}

/// It would keep all behind it from running, for ever.
void TestLiveCommands::commandThatAlwaysTimesOut_isRefusedAtLast()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    gateway::Database blocker = f.postgres->connect(f.databaseName);
    QVERIFY(blocker.run("begin; lock table org.business_memberships in exclusive mode"));
    const QByteArray waits = " from pg_stat_activity where wait_event_type = 'Lock'";
    constexpr int tries = 5;
    for (int time = 1; time <= tries; ++time) {
        client.run(1, QStringLiteral("create_business"), f.asAnn,
            {{QStringLiteral("business"), QUuid::createUuid().toString(QUuid::WithoutBraces)},
                {nameColumn, QStringLiteral("Slow")}});
        QVERIFY(client.wait([&] { return f.value("select count(*)" + waits) == QStringLiteral("1"); }));
        f.sql("select pg_cancel_backend(pid)" + waits); // as the timeout does
        QVERIFY(client.wait([&] { return client.deferred.size() == time || !client.outcome(1).isEmpty(); }));
    }
    QCOMPARE(client.outcome(1), QStringLiteral("rejected"));
    QCOMPARE(f.value("select code from sync.results"), QStringLiteral("internal"));
    QCOMPARE(client.deferred.size(), tries - 1);
    QCOMPARE(client.deferred.first().code, QStringLiteral("internal"));
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY(client.wait([&] { return client.outcome(2) == QStringLiteral("rejected"); }));
}

void TestLiveCommands::postgresKilled_healsByItself()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    f.postgres->kill();
    client.run(1, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY(client.wait([&] { return !client.deferred.isEmpty(); }));
    QCOMPARE(client.deferred.first().code, QStringLiteral("server_unavailable"));
    QCOMPARE(f.postgres->start(), QString());
    f.database = std::make_unique<gateway::Database>(f.postgres->connect(f.databaseName));
    f.rename(f.acme, "Healed");
    QVERIFY(client.wait([&] { return client.text(profiles, f.acme, nameColumn) == QStringLiteral("Healed"); }));
    client.run(1, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY(client.wait([&] { return client.outcome(1) == QStringLiteral("rejected"); }));
    QVERIFY(client.isOpen());
}

/// What a gateway knows of a command whose connection broke may be wrong: it is deferred, and its outcome comes anyway.
/// Its number is never sent again then, so those behind it must not wait for it.
void TestLiveCommands::answerLostAfterTheCommit_theNextNumberGoesOn()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    gateway::Database blocker = f.postgres->connect(f.databaseName);
    QVERIFY(blocker.run("begin; select from sync.clients for update"));
    client.run(1, QStringLiteral("no_such_command"), f.asAnn, {});
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    const QByteArray waits = " from pg_stat_activity where wait_event_type = 'Lock'";
    QVERIFY(client.wait([&] { return f.value("select count(*)" + waits) == QStringLiteral("1"); }));
    f.sql("select pg_terminate_backend(pid)" + waits);
    QVERIFY(client.wait([&] { return client.deferred.size() == 2; }));
    const QDeadlineTimer wait(client.deferred.last().retryAfterMs);
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY2(client.wait([&] { return client.deferred.size() == 3; }), "within the wait the first has to come again");

    blocker.rollback();
    f.sql("select set_config('request.jwt.claims', '{\"sub\": \"" + f.ann.toByteArray(QUuid::WithoutBraces)
        + "\"}', false), api.run(" + LiveFixture::id(client.installation) + ", 1, 'no_such_command', '"
        + f.asAnn.toUtf8() + "', '{}', '{}')");
    QVERIFY(client.wait([&] { return !client.outcome(1).isEmpty() && wait.hasExpired(); }));
    client.run(2, QStringLiteral("no_such_command"), f.asAnn, {});
    QVERIFY2(client.wait([&] { return !client.outcome(2).isEmpty(); }), "it waits for a number that never comes");
    QVERIFY(client.refused.isEmpty());
    QVERIFY(client.isOpen());
}

void TestLiveCommands::terminate_saysGoodbyeAndEnds()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(f.gateway->terminate(), 0);
    QVERIFY(client.waitClosed());
    QVERIFY(client.goodbye.has_value());
    QCOMPARE(client.goodbye->code, ErrorCode::ServerUnavailable);
    QVERIFY(client.goodbye->retryAfterMs > 0);
}

QTEST_GUILESS_MAIN(TestLiveCommands)
#include "tst_livecommands.moc"
