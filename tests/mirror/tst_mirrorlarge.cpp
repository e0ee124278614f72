#include "mirrortest.h"

#include "sync/mirror/reader.h"

#include <QTest>

using namespace projective;
using namespace projective::fixture;
using namespace Qt::StringLiterals;

/// Rounds that are too large to be held in memory.
class TestMirrorLarge : public MirrorTest
{
    Q_OBJECT
private Q_SLOTS:
    void reset_largeOneIsInvisibleUntilItsEnd();
    void reset_largeOneLetsCommandsThrough();
    void reset_largeOneLeavesNothingWhenCut();
    void large_roundIsStagedInTheFile();
    void large_roundThatCantBeDropped_isNoPartOfTheNext();
    void large_roundOfNewRelationsIsLoadedAside();
    void messages_areIndexedWhenIdle_inSlices();
};

void TestMirrorLarge::reset_largeOneIsInvisibleUntilItsEnd()
{
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(reset({channel}), {oneMessage(channel, u"old"_s, 1)}, 1));
    auto reader = Reader::open(profile().folder());
    VERIFY_OK(reader);

    VERIFY_OK(mirror().begin(reset({channel})));
    const auto frames = manyMessages(channel, 60);
    for (const protocol::Rows &frame : frames) {
        VERIFY_OK(mirror().rows(frame));
        const auto seen = reader->run(u"SELECT body FROM project_messages"_s);
        VERIFY_OK(seen);
        QCOMPARE(seen->rows, QList<query::Row>{query::Row{u"old"_s}});
    }
    VERIFY_OK(mirror().commit({cursor(2)}));
    const auto seen = reader->run(u"SELECT count(*), max(seq) FROM project_messages"_s);
    VERIFY_OK(seen);
    QCOMPARE(seen->rows.first(), (query::Row{15000LL, 15000LL}));

    // What was swapped out goes in slices, and the next large reset finds a clean place.
    quieten();
    QCOMPARE(count(u"sqlite_schema WHERE name LIKE 'old_of_%' OR name LIKE 'stage_of_%'"_s), 0);
    VERIFY_OK(mirror().begin(reset({channel})));
    give(frames);
    VERIFY_OK(mirror().commit({cursor(3)}));
    QCOMPARE(count(u"project_messages"_s), 15000);
    const auto plan = mirror().database().rows(
        u"EXPLAIN QUERY PLAN SELECT 1 FROM project_messages WHERE scope_id = x'00' AND seq > 1"_s);
    VERIFY_OK(plan);
    QVERIFY2(plan->first().last().toString().contains("INDEX"_L1), "the swapped tables have their indexes");
}

void TestMirrorLarge::reset_largeOneLetsCommandsThrough()
{
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(mirror().begin(reset({channel})));
    const auto frames = manyMessages(channel, 60);
    for (int i = 0; i < frames.size(); ++i) {
        VERIFY_OK(mirror().rows(frames[i]));
        if (i % 20 == 19) {
            VERIFY_OK(mirror().add(pendingEntry(post(newUuid(), channel.id, u"mine"_s))));
            QCOMPARE(count(u"project_messages"_s), (i + 1) / 20);
        }
    }
    VERIFY_OK(mirror().commit({cursor(2)}));
    QCOMPARE(count(u"project_messages WHERE body = 'mine'"_s), 3);
    QCOMPARE(count(u"project_messages"_s), 15003);
}

void TestMirrorLarge::reset_largeOneLeavesNothingWhenCut()
{
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(mirror().begin(reset({channel})));
    give(manyMessages(channel, 60));
    reopen();
    QVERIFY(mirror().cursor().isNull());
    QCOMPARE(count(u"project_messages"_s), 0);
    QCOMPARE(count(u"sqlite_schema WHERE name LIKE 'stage_of_%'"_s), 0);
}

void TestMirrorLarge::large_roundIsStagedInTheFile()
{
    const Scope held = scope(u"channel"_s);
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(grant({held}), {oneMessage(held, u"old"_s, 1)}, 1));
    VERIFY_OK(mirror().begin(grant({channel})));
    give(manyMessages(channel, 60));
    QVERIFY(count(u"local_staged"_s) > 0);
    VERIFY_OK(mirror().deletes({messagesId, {}}));
    VERIFY_OK(mirror().commit({cursor(2)}));
    QCOMPARE(count(u"project_messages"_s), 15001);
    QCOMPARE(count(u"local_staged"_s), 0);
}

void TestMirrorLarge::large_roundThatCantBeDropped_isNoPartOfTheNext()
{
    const Scope held = scope(u"channel"_s);
    const Scope lost = scope(u"channel"_s);
    VERIFY_OK(round(grant({held}), {oneMessage(held, u"old"_s, 1)}, 1));
    VERIFY_OK(mirror().begin(grant({lost})));
    give(manyMessages(lost, 60));
    VERIFY_OK(mirror().database().execute(u"PRAGMA query_only = ON"_s));
    QVERIFY(!mirror().abandon());
    QVERIFY2(!mirror().begin({}), "it is still in the way");
    VERIFY_OK(mirror().database().execute(u"PRAGMA query_only = OFF"_s));
    VERIFY_OK(mirror().begin({}));
    give(manyMessages(held, 60));
    VERIFY_OK(mirror().commit({cursor(2)}));
    QCOMPARE(count(u"project_messages"_s), 15001);
}

void TestMirrorLarge::large_roundOfNewRelationsIsLoadedAside()
{
    const Scope project = scope(u"project"_s);
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(grant({project}), {oneProject({newUuid(), project, u"old"_s})}, 1));
    VERIFY_OK(mirror().begin(grant({channel})));
    // Rows of a relation that has some already, among those of one that has none.
    VERIFY_OK(mirror().rows(oneProject({newUuid(), channel, u"new"_s})));
    give(manyMessages(channel, 60));
    QCOMPARE(count(u"local_staged"_s), 0);
    QCOMPARE(count(u"project_messages"_s), 0);
    // What is predicted meanwhile is on both sides of the swap.
    VERIFY_OK(mirror().add(pendingEntry(post(newUuid(), channel.id, u"mine"_s))));
    VERIFY_OK(mirror().deletes({messagesId,
        {QUuid::fromRfc4122(value(u"SELECT id FROM stage_of_project_messages WHERE seq = 7"_s).toByteArray())}}));
    VERIFY_OK(mirror().commit({cursor(2)}));
    QCOMPARE(count(u"project_messages"_s), 15000);
    QCOMPARE(count(u"project_messages WHERE body = 'mine'"_s), 1);
    QCOMPARE(count(u"projects"_s), 2);

    // The next one finds rows in all of them.
    const Scope next = scope(u"channel"_s);
    VERIFY_OK(mirror().begin(grant({next})));
    give(manyMessages(next, 60));
    VERIFY_OK(mirror().commit({cursor(3)}));
    QCOMPARE(count(u"project_messages"_s), 30000);
}

void TestMirrorLarge::messages_areIndexedWhenIdle_inSlices()
{
    const Scope held = scope(u"channel"_s);
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(grant({held}), {oneMessage(held, u"plums"_s, 1)}, 1));
    const auto indexed = [&] { return count(u"local_search"_s); };
    QCOMPARE(indexed(), 0);
    quieten();
    QCOMPARE(indexed(), 1);
    const auto frames = manyMessages(channel, 12);
    VERIFY_OK(round(grant({channel}), QList<RoundBuffer::Frame>(frames.begin(), frames.end()), 2));
    int before = indexed();
    QCOMPARE(before, 1);
    while (true) {
        const auto more = mirror().idle();
        VERIFY_OK(more);
        if (!*more)
            break;
        const int now = indexed();
        QVERIFY2(now - before <= 200, qPrintable(QString::number(now - before)));
        before = now;
    }
    QCOMPARE(before, 3001);
    VERIFY_OK(round({}, {oneMessage(held, u"pears"_s, 2)}, 3));
    QCOMPARE(indexed(), 3001);
    quieten();
    QCOMPARE(indexed(), 3002);
}

QTEST_GUILESS_MAIN(TestMirrorLarge)
#include "tst_mirrorlarge.moc"
