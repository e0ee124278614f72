#include "tests/e2e/offlinework.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/ctl.h"
#include "tests/support/dump.h"
#include "tests/support/proxy.h"

#include <QDeadlineTimer>
#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

namespace {

enum class Victim { Nobody, Client, Gateway, Postgres };

/// Moments of a sync, spread over the bytes that pass in each direction. More of them: PROJECTIVE_CRASH_MOMENTS.
int moments()
{
    bool set = false;
    const int wanted = qEnvironmentVariableIntValue("PROJECTIVE_CRASH_MOMENTS", &set);
    return set ? wanted : 4;
}

/// Shorter than this test waits, so that the client itself says what it lacks.
constexpr int syncMs = 50'000;
constexpr int waitMs = 60'000;

} // namespace

/// What Ines did offline reaches the server once, whoever is killed while it is on its way: the end is the same rows as
/// when nobody is.
class TestCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void offlineWorkArrivesOnce_data();
    void offlineWorkArrivesOnce();

private:
    void syncWith(Victim victim, Proxy::Direction direction, qint64 bytes);
    [[nodiscard]] std::unique_ptr<QProcess> startSync() const;
    void kill(Victim victim, QProcess &client);
    void checkEnd();
    [[nodiscard]] QString traces(QProcess &client);

    std::unique_ptr<World> m_world;
    Catalog m_catalog;
    std::unique_ptr<Proxy> m_line;
    QStringList m_undisturbed;
    qint64 m_bytes[2] = {0, 0}; ///< of the undisturbed sync, by direction
};

Q_DECLARE_METATYPE(Proxy::Direction)
Q_DECLARE_METATYPE(Victim)

void TestCrash::initTestCase()
{
    m_world = std::make_unique<World>(Postgres::Durability::Full);
    QVERIFY2(m_world->problem().isEmpty(), qPrintable(m_world->problem()));
    QCOMPARE(m_world->value("show fsync") + m_world->value("show synchronous_commit"), u"onon"_s);
    const auto catalog = readCatalog(m_world->database());
    QVERIFY(catalog.has_value());
    m_catalog = *catalog;
    QCOMPARE(prepareOfflineWork(*m_world), QString());
    m_world->keepDatabase();
}

void TestCrash::offlineWorkArrivesOnce_data()
{
    QTest::addColumn<Victim>("victim");
    QTest::addColumn<Proxy::Direction>("direction");
    QTest::addColumn<int>("moment");
    QTest::newRow("when nobody is killed") << Victim::Nobody << Proxy::Direction::ToServer << 0;
    const std::pair<Victim, const char *> victims[]{
        {Victim::Client, "the client"}, {Victim::Gateway, "the gateway"}, {Victim::Postgres, "Postgres"}};
    const std::pair<Proxy::Direction, const char *> directions[]{
        {Proxy::Direction::ToServer, "to"}, {Proxy::Direction::ToClient, "from"}};
    for (const auto &[victim, name] : victims) {
        for (const auto &[direction, way] : directions) {
            for (int moment = 0; moment < moments(); ++moment) {
                QTest::addRow(
                    "when %s is killed, %d/%d of the bytes %s the server", name, moment + 1, moments() + 1, way)
                    << victim << direction << moment;
            }
        }
    }
}

void TestCrash::offlineWorkArrivesOnce()
{
    QFETCH(Victim, victim);
    QFETCH(Proxy::Direction, direction);
    QFETCH(int, moment);
    QCOMPARE(m_world->startAnew(), QString());
    m_line = std::make_unique<Proxy>(m_world->port());
    const Ctl ines(m_world->profile(u"ines"_s));
    const Ctl::Answer signedIn = ines.login(m_line->address(), World::email(u"ines"_s), World::password);
    QVERIFY2(signedIn.ok(), qPrintable(signedIn.said()));
    const Ctl::Answer synced = ines.sync();
    QVERIFY2(synced.ok(), qPrintable(synced.said()));

    m_line->cut();
    QCOMPARE(workOffline(ines), QString());
    m_line->restore();
    const qint64 bytes = m_bytes[int(direction)] * (moment + 1) / (moments() + 1);
    syncWith(victim, direction, bytes);
    if (!QTest::currentTestFailed())
        checkEnd();
}

void TestCrash::syncWith(Victim victim, Proxy::Direction direction, qint64 bytes)
{
    const qint64 before[]{m_line->passed(Proxy::Direction::ToServer), m_line->passed(Proxy::Direction::ToClient)};
    if (victim != Victim::Nobody)
        m_line->holdAfter(direction, bytes);
    auto client = startSync();
    if (victim != Victim::Nobody) {
        if (!m_line->waitForHold(waitMs))
            QFAIL(qPrintable(u"the moment never came\n"_s + traces(*client)));
        kill(victim, *client);
        if (victim == Victim::Client)
            client = startSync();
    }
    if (!client->waitForFinished(waitMs) || client->exitCode() != 0)
        QFAIL(qPrintable(traces(*client)));
    if (victim == Victim::Nobody) {
        m_bytes[0] = m_line->passed(Proxy::Direction::ToServer) - before[0];
        m_bytes[1] = m_line->passed(Proxy::Direction::ToClient) - before[1];
    }
}

std::unique_ptr<QProcess> TestCrash::startSync() const
{
    return Ctl(m_world->profile(u"ines"_s))
        .start({u"sync"_s, u"--until-idle"_s, u"--timeout"_s, QString::number(syncMs / 1000)});
}

/// What is needed to understand a failure that comes once in many runs.
QString TestCrash::traces(QProcess &client)
{
    const auto list = [this](const QByteArray &what) {
        return m_world->value("select coalesce(string_agg(to_jsonb(t)::text, '; '), 'none') from (" + what + ") t");
    };
    return QStringList{u"the client is %1, exit code %2"_s.arg(client.state()).arg(client.exitCode()),
        QString::fromUtf8(client.readAllStandardError() + client.readAllStandardOutput()),
        u"bytes passed: %1 to, %2 from the server; undisturbed %3 and %4"_s
            .arg(m_line->passed(Proxy::Direction::ToServer))
            .arg(m_line->passed(Proxy::Direction::ToClient))
            .arg(m_bytes[0])
            .arg(m_bytes[1]),
        u"clients: "_s + list("select id, last_command from sync.clients where last_command > 0"),
        u"outcomes: "_s + list("select client_id, number, outcome from sync.results order by 1, 2"),
        u"gateway:\n"_s + m_world->gatewayLog()}
        .join(u'\n');
}

void TestCrash::kill(Victim victim, QProcess &client)
{
    if (victim == Victim::Client) {
        client.kill();
        QVERIFY(client.waitForFinished());
    } else if (victim == Victim::Gateway) {
        m_world->killGateway();
    } else {
        m_world->killPostgres();
    }
    m_line->release();
    QCOMPARE(victim == Victim::Gateway ? m_world->startGateway() : QString(), QString());
    QCOMPARE(victim == Victim::Postgres ? m_world->startPostgres() : QString(), QString());
}

void TestCrash::checkEnd()
{
    const QStringList rows = rowsOfOfflineWork(*m_world);
    if (m_undisturbed.isEmpty()) {
        m_undisturbed = rows;
        QCOMPARE(m_world->value("select last_command from sync.clients where last_command > 4 and user_id = '"
                     + textOf(idOf(u"user:ines"_s)).toLatin1() + '\''),
            u"5"_s);
    }
    for (qsizetype i = 0; i < qMax(rows.size(), m_undisturbed.size()); ++i)
        QCOMPARE(rows.value(i), m_undisturbed.value(i));
    // The client knows it too, and has nothing left to say.
    const auto mirror = dumpMirror(m_world->profile(u"ines"_s), m_catalog);
    QVERIFY2(mirror.has_value(), mirror ? "" : qPrintable(mirror.error().detail));
    const auto server = dumpServer(m_world->database(), m_catalog, idOf(u"user:ines"_s), *mirror);
    QVERIFY2(server.has_value(), server ? "" : qPrintable(server.error().detail));
    QCOMPARE(differenceOf(*mirror, *server), QString());
    QCOMPARE(Ctl(m_world->profile(u"ines"_s)).call({u"outbox"_s}).output, QByteArray());
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
