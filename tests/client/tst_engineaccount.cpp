#include "sync/client/engine.h"
#include "sync/mirror/reader.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// What the engine keeps of an account: its files and its tokens. Each test has a gateway of its own.
class TestEngineAccount : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void openingThatFailed_isTriedAgain();
    void shortLivedToken_isRenewedOnTheOpenSocket();
    void signInThatFails_changesNothing();

private:
    void signIn(Engine &engine, const GatewayProcess &gateway) const;

    const QString m_email = u"ada@example.com"_s;
    const QString m_password = u"a password of hers"_s;
    Postgres m_postgres;
    QString m_name;
};

void TestEngineAccount::initTestCase()
{
    QVERIFY2(m_postgres.problem().isEmpty(), qPrintable(m_postgres.problem()));
    m_name = m_postgres.createDatabase();
    auto database = m_postgres.connect(m_name);
    QVERIFY(!createUser(database, m_email, m_password).isNull());
}

void TestEngineAccount::signIn(Engine &engine, const GatewayProcess &gateway) const
{
    QVERIFY(engine.open());
    engine.signIn(*Server::fromEntry(gateway.http().toString()), m_email, m_password);
    QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::Synced, 20'000);
}

void TestEngineAccount::openingThatFailed_isTriedAgain()
{
    GatewayProcess gateway(m_postgres, m_name);
    QCOMPARE(gateway.start(), QString());
    const QTemporaryDir folder;
    const Engine::Options options{folder.path(), TokenStore::Kind::File, u"test"_s, {}};
    {
        Engine engine(options);
        signIn(engine, gateway);
    }
    const QString outbox = folder.filePath(u"outbox.db"_s);
    QVERIFY(QFile::rename(outbox, outbox + u".kept"_s));
    QVERIFY(QDir().mkdir(outbox));
    Engine engine(options);
    QVERIFY(!engine.open());
    QVERIFY(QDir().rmdir(outbox));
    QVERIFY(QFile::rename(outbox + u".kept"_s, outbox));
    const auto opened = engine.open();
    QVERIFY2(opened, opened ? "" : qPrintable(errorCodeName(opened.error().code)));
    QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::Synced, 20'000);
}

void TestEngineAccount::shortLivedToken_isRenewedOnTheOpenSocket()
{
    GatewayProcess gateway(m_postgres, m_name, {u"--jwt-lifetime"_s, u"3"_s});
    QCOMPARE(gateway.start(), QString());
    auto database = m_postgres.connect(m_name);
    QVERIFY(database.run("delete from auth.refresh_tokens"));
    const QTemporaryDir folder;
    Engine engine({folder.path(), TokenStore::Kind::Memory, u"test"_s, {}});
    signIn(engine, gateway);
    bool stayed = true;
    const QObject listening; // the engine outlives what it writes to
    connect(&engine, &Engine::statusChanged, &listening,
        [&stayed](const SyncStatus &status) { stayed = stayed && status.state == SyncStatus::State::Synced; });
    const auto refreshes = [&database]() -> int {
        const auto count = database.query("select count(*) from auth.refresh_tokens");
        return count ? count->bytes(0, 0).toInt() : 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(refreshes() >= 5, 20'000); // more than three lifetimes
    QVERIFY(stayed);
    // The session is revoked: within seconds the client knows, keeps what it has and asks to sign in again.
    QVERIFY(database.run("delete from auth.refresh_tokens; delete from auth.sessions"));
    QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::SignInAgain, 15'000);
    auto mirror = Reader::open(folder.path());
    QVERIFY(mirror);
    const auto people = mirror->run(u"select 1 from users_public"_s, {});
    QVERIFY(people && !people->rows.isEmpty());
}

void TestEngineAccount::signInThatFails_changesNothing()
{
    GatewayProcess gateway(m_postgres, m_name, {u"--jwt-lifetime"_s, u"3"_s});
    QCOMPARE(gateway.start(), QString());
    auto database = m_postgres.connect(m_name);
    const QTemporaryDir folder;
    Engine engine({folder.path(), TokenStore::Kind::File, u"test"_s, {}});
    signIn(engine, gateway);
    const QSignalSpy failed(&engine, &Engine::signInFailed);
    const auto tryInVain = [&] {
        engine.signIn(*Server::fromEntry(gateway.http().toString()), m_email, u"a wrong one"_s);
        return QTest::qWaitFor([&failed, tries = failed.size()] { return failed.size() > tries; }, 10'000);
    };
    QVERIFY(tryInVain());
    QCOMPARE(engine.status().state, SyncStatus::State::Synced);
    QVERIFY(database.run("delete from auth.refresh_tokens; delete from auth.sessions"));
    QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::SignInAgain, 15'000);
    QVERIFY(tryInVain());
    QCOMPARE(engine.status().state, SyncStatus::State::SignInAgain); // what leads back to the sign-in
    engine.signIn(*Server::fromEntry(gateway.http().toString()), m_email, m_password);
    QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::Synced, 20'000);
}

QTEST_GUILESS_MAIN(TestEngineAccount)
#include "tst_engineaccount.moc"
