#include "sync/gateway/tickread.h"
#include "sync/protocol/version.h"
#include "tests/gateway/livefixture.h"

#include <QTest>

using namespace projective;
using namespace projective::test;

/// A scope is lost while its rows wait for a slow client: they must not go any more, and the socket stays.
class TestRevocation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { f.end(); }

    void whileLiveRoundsWait_nothingOfTheScopeGoes();
    void whileCatchingUp_theRoundBeginsAnew();
    void lossAmongVeryMuch_theRoundBeginsAnew();
    void lossThatNoTickTellsOf_theRoundBeginsAnew();
    void lostAndHeldAgain_isWhole();
    void pageInAVoidRound_comesAgain();

private:
    /// Notifications of Ann, each of 20 kB: two hundred fill a client's window.
    void notify(int count);
    void touchNotifications(int from, int to);
    /// Until the window of a client that does not acknowledge is full, or nearly so.
    [[nodiscard]] bool waitFull(RawClient &client, qint64 bytesBefore);
    [[nodiscard]] bool rewound(RawClient &client, int times);
    /// Opens a client with many notifications, whose first round stands still in their midst.
    void openHalfway(RawClient &client);
    /// Lets it go on, after Ann has left her friends: they were in that round, and in no other.
    void finishWithoutFriends(RawClient &client);

    static constexpr int many = 400;
    LiveFixture f;
    QUuid m_bob;
    QUuid m_friends; ///< Bob's, with Ann
};

namespace {
constexpr QLatin1String notifications{"notifications"};
}

void TestRevocation::initTestCase()
{
    const QString problem = f.startPostgres();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestRevocation::init()
{
    const QString problem = f.begin();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
    m_bob = f.addUser(QStringLiteral("bob"));
    m_friends = f.addBusiness(m_bob, QStringLiteral("Friends"));
    f.join(m_friends, f.ann);
}

void TestRevocation::notify(int count)
{
    f.sql("insert into comms.notifications (user_id, type, title, params, created_at) select " + LiveFixture::id(f.ann)
        + ", 'test', 'Test', jsonb_build_object('text', repeat('x', 20000), 'n', n), now() - make_interval(secs => n)"
          " from generate_series(1, "
        + QByteArray::number(count) + ") n");
}

void TestRevocation::touchNotifications(int from, int to)
{
    f.sql("update comms.notifications set count = count + 1 where (params ->> 'n')::int between "
        + QByteArray::number(from) + " and " + QByteArray::number(to));
}

bool TestRevocation::waitFull(RawClient &client, qint64 bytesBefore)
{
    constexpr qint64 nearlyFull = protocol::windowBytes - 2 * protocol::rowsFrameBytes;
    return client.wait([&] { return client.bytesReceived - bytesBefore >= nearlyFull; });
}

bool TestRevocation::rewound(RawClient &client, int times)
{
    return client.wait([&] { return f.gateway->log().count("rights have changed") == times; });
}

void TestRevocation::whileLiveRoundsWait_nothingOfTheScopeGoes()
{
    notify(many);
    RawClient client;
    RawClient witness;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(notifications).size(), many);
    f.open(witness, f.ann);
    QVERIFY(witness.waitSynced());
    client.acknowledges = false;
    client.watched = "Secret";
    const qint64 before = client.bytesReceived;
    for (const int from : {1, 101, 201})
        touchNotifications(from, from + 99); // 2 MB each: the third one does not fit
    QVERIFY(waitFull(client, before));
    // The tick of the third touch is over too: what comes now is in none of those rounds, which may have gone in part.
    f.rename(f.acme, "Between");
    QVERIFY(witness.wait([&] { return witness.text(profiles, f.acme, nameColumn) == QStringLiteral("Between"); }));
    f.rename(m_friends, "Secret");
    QVERIFY(witness.wait([&] { return witness.text(profiles, m_friends, nameColumn) == QStringLiteral("Secret"); }));
    f.leave(m_friends, f.ann);
    QVERIFY(rewound(client, 1));
    client.acknowledge();
    QVERIFY(client.wait([&] { return !client.holds(businessKind, m_friends); }));
    f.rename(f.acme, "Later");
    QVERIFY(client.wait([&] { return client.text(profiles, f.acme, nameColumn) == QStringLiteral("Later"); }));
    QVERIFY(client.isOpen());
    QVERIFY(!client.goodbye);
    QCOMPARE(client.sightings, 0);
    QCOMPARE(client.abandoned, 1);
    QVERIFY(!client.rows(profiles).contains(m_friends));
    QCOMPARE(client.rows(notifications), witness.rows(notifications));
}

void TestRevocation::openHalfway(RawClient &client)
{
    notify(many);
    client.acknowledges = false;
    client.watched = "Friends";
    f.open(client, f.ann);
    QVERIFY(waitFull(client, 0));
}

void TestRevocation::finishWithoutFriends(RawClient &client)
{
    QCOMPARE(client.rounds, 0);
    client.acknowledge();
    QVERIFY(client.wait([&] { return client.lastRounds > 0; }));
    QCOMPARE(client.abandoned, 1);
    QCOMPARE(client.sightings, 0);
    QVERIFY(client.isOpen());
    QVERIFY(!client.holds(businessKind, m_friends));
    QVERIFY(!client.rows(profiles).contains(m_friends));
    QCOMPARE(client.rows(notifications).size(), many);
}

void TestRevocation::whileCatchingUp_theRoundBeginsAnew()
{
    RawClient client;
    openHalfway(client);
    f.leave(m_friends, f.ann);
    QVERIFY(rewound(client, 1));
    finishWithoutFriends(client);
}

/// More than is read entry by entry, the one that tells of the loss among it, while a catch-up is still being read.
void TestRevocation::lossAmongVeryMuch_theRoundBeginsAnew()
{
    RawClient witness;
    f.open(witness, m_bob);
    QVERIFY(witness.waitSynced());
    const QUuid membership = QUuid::fromString(f.value("select id from org.business_memberships where user_id = "
        + LiveFixture::id(f.ann) + " and business_profile_id = " + LiveFixture::id(m_friends)));
    QVERIFY(beforeEachRow(*f.database, "org.business_profiles", "perform pg_advisory_xact_lock_shared(1)"));
    gateway::Database lock = f.postgres->connect(f.databaseName);
    QVERIFY(lock.run("select pg_advisory_lock(1)"));
    RawClient client;
    openHalfway(client);
    QVERIFY(client.wait([&] {
        return f.value("select count(*) from pg_stat_activity where wait_event = 'advisory'") == QStringLiteral("1");
    }));
    f.sql("begin; insert into sync.changes (relation, key, scope_kind, scope_id) select "
        + QByteArray::number(witness.relationId(notifications))
        + ", gen_random_uuid(), 'channel', gen_random_uuid() from generate_series(1, "
        + QByteArray::number(gateway::TickRead::maxEntries + 1) + ')');
    f.leave(m_friends, f.ann);
    f.sql("commit");
    QVERIFY(witness.wait([&] {
        return witness.text(QStringLiteral("business_memberships"), membership, QStringLiteral("status"))
            == QStringLiteral("left");
    }));
    lock.close();
    finishWithoutFriends(client);
}

/// The feed's connection breaks, and the loss is committed before there is another one.
void TestRevocation::lossThatNoTickTellsOf_theRoundBeginsAnew()
{
    RawClient client;
    openHalfway(client);
    RawClient witness;
    f.open(witness, f.ann);
    QVERIFY(witness.waitSynced());
    f.cutFeed();
    f.leave(m_friends, f.ann);
    f.restoreFeed();
    QVERIFY(witness.wait([&] { return !witness.holds(businessKind, m_friends); }));
    finishWithoutFriends(client);
}

/// What a void round took away may be purged already: held again in the next one, it has to come whole.
void TestRevocation::lostAndHeldAgain_isWhole()
{
    notify(many);
    const QUuid third = f.addBusiness(f.addUser(QStringLiteral("eve")), QStringLiteral("Third"));
    f.join(third, f.ann);
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    client.acknowledges = false;
    const qint64 before = client.bytesReceived;
    touchNotifications(1, many); // 8 MB: too much for a live round, and for the window
    QVERIFY(waitFull(client, before));
    f.leave(m_friends, f.ann);
    QVERIFY(rewound(client, 1));
    QVERIFY(client.wait([&] { return !client.holds(businessKind, m_friends); })); // purged by a begin
    f.sql("begin");
    f.leave(third, f.ann);
    f.join(m_friends, f.ann);
    f.sql("commit");
    QVERIFY(rewound(client, 2));
    client.acknowledge();
    QVERIFY(client.waitSynced());
    QVERIFY(client.wait([&] { return client.holds(businessKind, m_friends); }));
    QCOMPARE(client.text(profiles, m_friends, nameColumn), QStringLiteral("Friends"));
    QVERIFY(!client.holds(businessKind, third));
    QVERIFY(!client.rows(profiles).contains(third));
    QCOMPARE(client.rows(notifications).size(), many);
}

void TestRevocation::pageInAVoidRound_comesAgain()
{
    notify(900);
    f.sql("update comms.notifications set read_at = now()"); // unread ones are held below the floor too
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(notifications).size(), 500);
    client.acknowledges = false;
    const qint64 before = client.bytesReceived;
    const auto floor = client.floors.constBegin();
    client.send(
        protocol::PageWanted{floor.key().first, protocol::Scope::fromString(floor.key().second), floor.value(), 300});
    QVERIFY(waitFull(client, before));
    f.leave(m_friends, f.ann);
    QVERIFY(rewound(client, 1));
    client.acknowledge();
    QVERIFY(client.wait([&] { return client.rows(notifications).size() == 800; }));
    QVERIFY(client.abandoned > 0);
    QVERIFY(!client.holds(businessKind, m_friends));
}

QTEST_GUILESS_MAIN(TestRevocation)
#include "tst_revocation.moc"
