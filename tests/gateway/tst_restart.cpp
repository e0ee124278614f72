#include "sync/gateway/changereader.h"
#include "tests/gateway/livefixture.h"
#include "tests/support/until.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace projective;
using namespace projective::test;

/// A gateway makes way for another one, in its process, when the catalog has changed; and it ends when it has to.
class TestRestart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { f.end(); }

    void catalogChanged_isServed();
    void catalogChangedWhileNobodyListened_isServed();
    void terminatedWhileMakingWay_ends();
    void terminatedWhileTakenDown_ends();
    void readyFileThatCantBeWritten_isSaid();

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

void TestRestart::terminatedWhileMakingWay_ends()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    tell();
    // Nothing runs here meanwhile that would answer the close, so the gateway waits for it.
    QVERIFY(until([this] { return f.gateway->log().contains("draining 1 sockets"); }, RawClient::waitMs));
    QCOMPARE(f.gateway->terminate(), 0);
}

void TestRestart::terminatedWhileTakenDown_ends()
{
    // A catch-up that waits keeps the gateway from its end, when it hears nothing any more.
    gateway::Database lock = f.postgres->connect(f.databaseName);
    QVERIFY(lock.run("begin; lock table comms.project_messages in access exclusive mode"));
    RawClient client;
    f.open(client, f.ann);
    const auto connections = [this](const QByteArray &condition) {
        return f.value("select count(*) from pg_stat_activity where " + condition);
    };
    QVERIFY(client.wait([&] { return connections("wait_event_type = 'Lock'") == QStringLiteral("1"); }));
    tell();
    QVERIFY(client.wait(
        [&] { return connections("application_name = 'projective-gateway command'") == QStringLiteral("0"); }));
    QCOMPARE(::kill(pid_t(f.gateway->processId()), SIGTERM), 0);
    lock.rollback();
    QCOMPARE(f.gateway->waitForEnd(), 0);
}

void TestRestart::readyFileThatCantBeWritten_isSaid()
{
    const QTemporaryDir folder;
    QFile secret(folder.filePath(QStringLiteral("secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    QVERIFY(secret.write(f.gateway->secret()) > 0);
    secret.close();
    QProcess process;
    process.start(QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projective-gateway"),
        {QStringLiteral("--database"),
            QString::fromUtf8(f.postgres->conninfo(f.databaseName, QStringLiteral("projective_gateway"))),
            QStringLiteral("--jwt-secret-file"), secret.fileName(), QStringLiteral("--ready-file"),
            folder.filePath(QStringLiteral("nowhere/ready"))});
    QVERIFY(process.waitForFinished(RawClient::waitMs));
    QCOMPARE(process.exitCode(), 1);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains("--ready-file can't be written"), said.constData());
}

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"
