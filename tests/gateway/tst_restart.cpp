#include "sync/gateway/changereader.h"
#include "tests/gateway/livefixture.h"

#include <QTest>

using namespace projective;
using namespace projective::test;

/// A gateway makes way for another one, in its process, when the catalog has changed.
class TestRestart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { f.end(); }

    void catalogChanged_isServed();
    void catalogChangedWhileNobodyListened_isServed();

private:
    /// As a migration does: a new column, which those who may see the row may see too.
    void addColumn();
    void tell();
    /// The client is sent away, and one that comes then gets the column.
    void comesBackTo(RawClient &client);

    LiveFixture f;
};

void TestRestart::initTestCase()
{
    const QString problem = f.startPostgres();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestRestart::init()
{
    const QString problem = f.begin();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestRestart::addColumn()
{
    f.sql("alter table org.business_profiles add column colour text;"
          "grant select (colour) on org.business_profiles to authenticated;"
          "update sync.relations r set columns = sync.granted_columns(r.relation)"
          " where r.relation = 'org.business_profiles'::regclass;"
          "select sync.install('org.business_profiles');"
          "update org.business_profiles set colour = 'teal'");
}

void TestRestart::tell()
{
    f.sql(
        QByteArray("notify ") + gateway::ChangeReader::channel + ", '" + gateway::ChangeReader::catalogChanged + '\'');
}

void TestRestart::comesBackTo(RawClient &client)
{
    QVERIFY(client.waitClosed());
    QVERIFY(client.goodbye.has_value());
    QCOMPARE(client.goodbye->code, ErrorCode::ServerUnavailable);
    QVERIFY(client.wait([&] { return f.gateway->log().count("listening on") == 2; }));
    RawClient later;
    f.open(later, f.ann);
    QVERIFY(later.waitSynced());
    QVERIFY(later.catalog != client.catalog);
    QCOMPARE(later.text(profiles, f.acme, QStringLiteral("colour")), QStringLiteral("teal"));
}

void TestRestart::catalogChanged_isServed()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    addColumn();
    tell();
    comesBackTo(client);
}

void TestRestart::catalogChangedWhileNobodyListened_isServed()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    f.cutFeed();
    addColumn();
    tell();
    f.restoreFeed();
    comesBackTo(client);
}

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"
