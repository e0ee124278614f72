#include "sync/base/ids.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/ctl.h"
#include "tests/support/dump.h"

#include <QJsonDocument>
#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// kill -9 of the client just before its n-th write to the disk (strace), for every n: before the outbox commits, after
/// it, in the middle of the mirror's transaction. What was reported as saved arrives once, what was not at most once.
class TestKilledWriting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void whileSaving_data();
    void whileSaving();
    void whileSyncing_data();
    void whileSyncing();

private:
    static constexpr int callsMost = 400; ///< of one process; it ends long before
    [[nodiscard]] Ctl::Answer save(const Ctl &client, int number);
    [[nodiscard]] Ctl killedAt(const QString &call, int time) const;
    [[nodiscard]] int inPostgres(const QString &body);
    void expectAllIsWell();

    World m_world;
    Catalog m_catalog;
    QUuid m_channel = idOf(u"channel:kills"_s);
    std::unique_ptr<Ctl> m_mara;
    QStringList m_reported; ///< bodies of what the client said is saved
    QStringList m_tried;
};

void TestKilledWriting::initTestCase()
{
    QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem()));
    QCOMPARE(m_world.run("update ops.settings set value = '{}' where key = 'rate_limits'"), QString());
    QCOMPARE(m_world.command(u"mara"_s, u"create_project"_s, acting(u"business:northwind"_s),
                 {{u"project"_s, textOf(idOf(u"project:kills"_s))}, {u"title"_s, u"Kills"_s},
                     {u"channel"_s, textOf(m_channel)}}),
        QString());
    const auto catalog = readCatalog(m_world.database());
    QVERIFY(catalog.has_value());
    m_catalog = *catalog;
    m_mara = std::make_unique<Ctl>(m_world.profile(u"mara"_s));
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
}

void TestKilledWriting::init()
{
    m_reported.clear();
    m_tried.clear();
    QVERIFY(m_mara->sync().ok());
}

Ctl::Answer TestKilledWriting::save(const Ctl &client, int number)
{
    const QString body = u"%1 %2"_s.arg(QString::fromUtf8(QTest::currentDataTag())).arg(number);
    m_tried.append(body);
    const auto answer = client.save(u"send_message"_s, acting(u"business:northwind"_s),
        {{u"message"_s, textOf(newUuid())}, {u"channel"_s, textOf(m_channel)}, {u"body"_s, body},
            {u"client_created_at"_s, u"2026-01-01T00:00:00Z"_s}});
    if (answer.object().value(u"state"_s).toString() == u"saved"_s)
        m_reported.append(body);
    return answer;
}

/// Of the process itself only: what its threads for the network do is nothing to the disk.
Ctl TestKilledWriting::killedAt(const QString &call, int time) const
{
    return m_mara->through({u"strace"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s, u"trace="_s + call, u"-e"_s,
        u"inject=%1:signal=KILL:when=%2"_s.arg(call).arg(time)});
}

int TestKilledWriting::inPostgres(const QString &body)
{
    return m_world.value("select count(*) from comms.project_messages where body = " + gateway::literal(body.toUtf8()))
        .toInt();
}

void TestKilledWriting::expectAllIsWell()
{
    const auto synced = m_mara->sync();
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
    QCOMPARE(m_mara->call({u"outbox"_s}).output, QByteArray());
    for (const QString &body : std::as_const(m_tried)) {
        const int there = inPostgres(body);
        QVERIFY2(there == 1 || (there == 0 && !m_reported.contains(body)), qPrintable(body));
    }
    const auto mirror = dumpMirror(m_mara->profile(), m_catalog);
    QVERIFY(mirror.has_value());
    const auto server = dumpServer(m_world.database(), m_catalog, idOf(u"user:mara"_s), *mirror);
    QVERIFY(server.has_value());
    QCOMPARE(differenceOf(*mirror, *server), QString());
}

void TestKilledWriting::whileSaving_data()
{
    QTest::addColumn<QString>("call");
    QTest::newRow("saving, before a write") << u"pwrite64"_s;
    QTest::newRow("saving, before it is forced to the disk") << u"fdatasync"_s;
}

void TestKilledWriting::whileSaving()
{
    QFETCH(QString, call);
    int time = 0;
    for (bool killed = true; killed;) {
        QVERIFY2(++time < callsMost, "it never came to its end");
        const auto saved = save(killedAt(call, time), time);
        killed = saved.exitCode == -1;
        QVERIFY2(killed || saved.ok(), qPrintable(saved.said()));
        const QString entry = saved.object().value(u"entry"_s).toString();
        const auto outbox = m_mara->call({u"outbox"_s});
        QVERIFY2(outbox.ok(), qPrintable(outbox.said()));
        QVERIFY2(entry.isEmpty() || outbox.output.contains(entry.toLatin1()), qPrintable(entry));
        // Else each start has more to do than the one before, and the last write is never reached.
        const auto synced = m_mara->sync();
        QVERIFY2(synced.ok(), qPrintable(synced.said()));
    }
    QVERIFY2(m_reported.size() > 1 && m_reported.size() < m_tried.size(), "killed only before, or only after");
    expectAllIsWell();
}

void TestKilledWriting::whileSyncing_data()
{
    QTest::addColumn<QString>("call");
    QTest::newRow("syncing, before a write") << u"pwrite64"_s;
    QTest::newRow("syncing, before it is forced to the disk") << u"fdatasync"_s;
}

void TestKilledWriting::whileSyncing()
{
    QFETCH(QString, call);
    int kills = 0;
    int time = 1;
    for (bool killed = true; killed; time += call == u"pwrite64"_s ? 3 : 1) {
        QVERIFY2(time < callsMost, "it never came to its end");
        QVERIFY(save(*m_mara, time).ok());
        QCOMPARE(m_world.run("insert into comms.project_messages (channel_id, sender_user_id, body) values ('"
                     + textOf(m_channel).toLatin1() + "', cases.id('user:mara'), 'from elsewhere')"),
            QString());
        killed = killedAt(call, time).sync().exitCode == -1;
        kills += killed ? 1 : 0;
        QVERIFY(!m_mara->sql(u"select count(*) from project_messages"_s).isEmpty());
    }
    QVERIFY(kills > 2);
    expectAllIsWell();
}

QTEST_GUILESS_MAIN(TestKilledWriting)
#include "tst_killedwriting.moc"
