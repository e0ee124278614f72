#include "tests/gateway/livefixture.h"

#include <QTest>

using namespace projective;
using namespace projective::test;

/// What the gateway does by itself: forgetting the old part of the change feed.
class TestUpkeep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { f.end(); }

    void oldEntries_areForgotten_andOldCursorsStartAfresh();
    void manyEntries_areForgottenInOneGo();
    void onlyOneGatewayPrunes();

private:
    static constexpr const char *turn = "upkeep: had its turn";
    /// As if the gateway had marked this moment longer ago than entries are kept.
    void ageFeed();
    [[nodiscard]] bool waitForgotten();

    LiveFixture f;
};

void TestUpkeep::initTestCase()
{
    const QString problem = f.startPostgres();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestUpkeep::init()
{
    const QString problem = f.begin({QStringLiteral("--prune"), QStringLiteral("1"), QStringLiteral("--log"),
        QStringLiteral("projective.gateway.debug=true")});
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestUpkeep::ageFeed()
{
    f.sql("insert into sync.marks (taken_at, oldest) values (now() - interval '1 year', pg_current_xact_id())");
}

bool TestUpkeep::waitForgotten()
{
    return QTest::qWaitFor([this] { return f.gateway->log().contains("feed entries forgotten"); }, RawClient::waitMs);
}

void TestUpkeep::oldEntries_areForgotten_andOldCursorsStartAfresh()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const qsizetype before = client.rowCount();
    client.cut();
    f.rename(f.acme, "Forgotten");
    QVERIFY(f.value("select count(*) from sync.changes").toInt() > 0);
    ageFeed();
    QVERIFY(waitForgotten());
    QCOMPARE(f.value("select count(*) from sync.changes"), QStringLiteral("0"));
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rowCount(), before);
    QVERIFY2(client.rowsReceived >= before, "the delta was forgotten, so only all of it is right");
    QCOMPARE(client.text(profiles, f.acme, nameColumn), QStringLiteral("Forgotten"));
}

void TestUpkeep::manyEntries_areForgottenInOneGo()
{
    // More than one call of sync.prune() takes.
    const QByteArray half = "insert into sync.changes (relation, key, scope_kind, scope_id)"
                            " select 1, sync.uuid7(), 'user', sync.uuid7() from generate_series(1, 200000)";
    f.sql(half);
    f.sql(half);
    ageFeed();
    QVERIFY(waitForgotten());
    QCOMPARE(f.value("select count(*) from sync.changes"), QStringLiteral("0"));
    QVERIFY2(f.gateway->log().contains(" 4001"), f.gateway->log().constData());
}

void TestUpkeep::onlyOneGatewayPrunes()
{
    gateway::Database other = f.postgres->connect(f.databaseName);
    QVERIFY(other.run("begin; select pg_advisory_xact_lock(hashtextextended('sync.prune', 0))"));
    ageFeed();
    const qsizetype turns = f.gateway->log().count(turn);
    // One may have been under way when the lock was taken; the next was not.
    QVERIFY(QTest::qWaitFor([&] { return f.gateway->log().count(turn) >= turns + 2; }, RawClient::waitMs));
    QVERIFY(f.value("select count(*) from sync.changes").toInt() > 0);
    other.rollback();
    QVERIFY(waitForgotten());
}

QTEST_GUILESS_MAIN(TestUpkeep)
#include "tst_upkeep.moc"
