#include "tests/e2e/ctltest.h"

#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// kill -9 of the client just before its n-th write to the disk (strace), for every n: before the outbox commits, after
/// it, in the middle of the mirror's transaction. What was reported as saved arrives once, what was not at most once.
class TestKilledWriting : public CtlTest
{
    Q_OBJECT
public:
    TestKilledWriting()
        : CtlTest(u"kills"_s)
    {
    }

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
    void expectAllIsWell();

    QStringList m_reported; ///< bodies of what the client said is saved
    QStringList m_tried;
};

void TestKilledWriting::initTestCase()
{
    begin();
    QCOMPARE(world().liftRateLimits(), QString());
}

void TestKilledWriting::init()
{
    m_reported.clear();
    m_tried.clear();
    QVERIFY(mara().sync().ok());
}

Ctl::Answer TestKilledWriting::save(const Ctl &client, int number)
{
    const QString body = u"%1 %2"_s.arg(QString::fromUtf8(QTest::currentDataTag())).arg(number);
    m_tried.append(body);
    const auto answer = client.save(u"send_message"_s, northwind(), message(body));
    if (answer.object().value(u"state"_s).toString() == u"saved"_s)
        m_reported.append(body);
    return answer;
}

/// Of the process itself only: what its threads for the network do is nothing to the disk.
Ctl TestKilledWriting::killedAt(const QString &call, int time) const
{
    return mara().through({u"strace"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s, u"trace="_s + call, u"-e"_s,
        u"inject=%1:signal=KILL:when=%2"_s.arg(call).arg(time)});
}

void TestKilledWriting::expectAllIsWell()
{
    const auto synced = mara().sync();
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
    for (const QString &body : std::as_const(m_tried)) {
        const int there = inPostgres(body);
        QVERIFY2(there == 1 || (there == 0 && !m_reported.contains(body)), qPrintable(body));
    }
    expectEqualsServer();
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
        const auto outbox = mara().call({u"outbox"_s});
        QVERIFY2(outbox.ok(), qPrintable(outbox.said()));
        QVERIFY2(entry.isEmpty() || outbox.output.contains(entry.toLatin1()), qPrintable(entry));
        // Else each start has more to do than the one before, and the last write is never reached.
        const auto synced = mara().sync();
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
        QVERIFY(save(mara(), time).ok());
        QCOMPARE(post(u"mara"_s, u"from elsewhere"_s), QString());
        killed = killedAt(call, time).sync().exitCode == -1;
        kills += killed ? 1 : 0;
        QVERIFY(!mara().sql(u"select count(*) from project_messages"_s).isEmpty());
    }
    QVERIFY(kills > 2);
    expectAllIsWell();
}

QTEST_GUILESS_MAIN(TestKilledWriting)
#include "tst_killedwriting.moc"
