#include "mirrorfixture.h"

#include "sync/mirror/reader.h"

#include <QFileInfo>
#include <QTest>

using namespace projective;
using namespace projective::fixture;
using protocol::Deletes;
using protocol::Floors;
using protocol::RoundBegin;

namespace {

RoundBegin reset(const QList<Scope> &granted)
{
    RoundBegin begin;
    begin.reset = true;
    begin.granted = granted;
    return begin;
}

RoundBegin grant(const QList<Scope> &granted)
{
    RoundBegin begin;
    begin.granted = granted;
    return begin;
}

RoundBegin revoke(const QList<Scope> &revoked)
{
    RoundBegin begin;
    begin.revoked = revoked;
    return begin;
}

bool fileHolds(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes);
}

/// Upkeep until there is nothing more to do.
void quieten(Mirror &mirror)
{
    auto more = mirror.idle();
    while (more && *more)
        more = mirror.idle();
    VERIFY_OK(more);
}

OutboxEntry pendingEntry(const Command &command, quint64 number = 0)
{
    static qint64 position = 0;
    OutboxEntry entry;
    entry.id = EntryId(newUuid());
    entry.position = ++position;
    entry.number = number;
    entry.state = number == 0 ? OutboxEntry::State::Queued : OutboxEntry::State::Sent;
    entry.command = command;
    entry.entities = entitiesOfTest(command);
    entry.createdAtUs = 1'700'000'000'000'000;
    return entry;
}

} // namespace

class TestMirror : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void round_bindsEveryType();
    void round_updatesKeepTheRowid();
    void round_deletesAndCounts();
    void round_emptyOneMovesOnlyTheCursor();
    void round_refusesTuplesThatDoNotFit();
    void position_survivesAReopen();
    void abandoned_leavesNothing();
    void reset_replacesAll();
    void reset_largeOneIsInvisibleUntilItsEnd();
    void reset_largeOneLetsCommandsThrough();
    void reset_largeOneLeavesNothingWhenCut();
    void large_roundIsStagedInTheFile();
    void large_roundOfNewRelationsIsLoadedAside();
    void messages_areIndexedWhenIdle_inSlices();
    void walPages_areThoseThatNoCheckpointMoved();
    void revoked_rowsLeaveNoByte();
    void window_dropsRowsBelowTheFloor();
    void window_keepsWhatTheCatalogSays();
    void window_pageLowersTheFloor();
    void window_isTrimmedAtStart();
    void catalog_newColumnIsAddedAndAsksForAllRows();
    void catalog_otherChangesEmptyTheMirror();
    void catalog_refusesHostileNames();
    void outcomes_areOnlyThoseOfThisInstallation();
    void search_followsRowsPredictionsAndPurges();
    void file_isPrivate();
    void file_ofAnotherUserIsPutAside();
    void file_damagedIsPutAsideAndMadeAnew_data();
    void file_damagedIsPutAsideAndMadeAnew();
    void file_replacedWhileRunning();
    void storage_fullLosesNothing();
    void storage_readOnlyIsSaidSo();
};

void TestMirror::round_bindsEveryType()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK(mirror);
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project project{newUuid(), scope(QStringLiteral("project")), QString::fromUtf8("Größe \U0001F600")};
    const auto change = round(**mirror, grant({project.scope}), {rows(projectsId, {projectTuple(project)})}, 1);
    VERIFY_OK(change);
    QCOMPARE(change->rows, 1);
    QVERIFY(change->tables.contains(QStringLiteral("projects")));
    const auto stored = (*mirror)->database().rows(QStringLiteral("SELECT * FROM projects"));
    VERIFY_OK(stored);
    const QVariantList expected{project.id.toRfc4122(), QStringLiteral("project"), project.scope.id.toRfc4122(), 1LL,
        project.title, QStringLiteral("draft"), 1'700'000'000'000'000LL, QStringLiteral("{\"a\":1}"), 1LL};
    QCOMPARE(*stored, QList<QVariantList>{expected});
}

void TestMirror::round_updatesKeepTheRowid()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    Project project{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    VERIFY_OK(round(**mirror, grant({project.scope}), {rows(projectsId, {projectTuple(project)})}, 1));
    const QVariant rowid = value(**mirror, QStringLiteral("SELECT rowid FROM projects"));
    project.title = QStringLiteral("b");
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {projectTuple(project)})}, 2));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT rowid FROM projects")), rowid);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT title FROM projects")).toString(), QStringLiteral("b"));
}

void TestMirror::round_deletesAndCounts()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project a{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    const Project b{newUuid(), a.scope, QStringLiteral("b")};
    VERIFY_OK(round(**mirror, grant({a.scope}), {rows(projectsId, {projectTuple(a), projectTuple(b)})}, 1));
    const auto change = round(**mirror, {}, {Deletes{projectsId, {a.id, newUuid()}}}, 2);
    VERIFY_OK(change);
    QCOMPARE(column(**mirror, QStringLiteral("SELECT title FROM projects")), QVariantList{QStringLiteral("b")});
}

void TestMirror::round_emptyOneMovesOnlyTheCursor()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const auto change = round(**mirror, {}, {}, 7);
    VERIFY_OK(change);
    QVERIFY(change->tables.isEmpty());
    QCOMPARE((*mirror)->cursor(), cursor(7));
}

void TestMirror::round_refusesTuplesThatDoNotFit()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project good{newUuid(), scope(QStringLiteral("project")), QStringLiteral("good")};
    const QByteArray whole = projectTuple(good);
    const QList<QByteArray> bad{tuple({newUuid()}), whole.left(whole.size() - 3), whole + '\0',
        tuple({QStringLiteral("no uuid"), QStringLiteral("k"), newUuid(), 1LL, {}, {}, {}, {}, {}}),
        tuple({{}, QStringLiteral("k"), newUuid(), 1LL, {}, {}, {}, {}, {}}),
        tuple({newUuid(), QStringLiteral("k"), newUuid(), true, {}, {}, {}, {}, {}})};
    for (const QByteArray &one : bad) {
        const auto change = round(**mirror, {}, {rows(projectsId, {whole, one})}, 1);
        QVERIFY(!change);
        QCOMPARE(change.error().code, ErrorCode::ProtocolError);
        QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM projects")).toInt(), 0);
        QVERIFY((*mirror)->cursor().isNull());
    }
    VERIFY_OK((*mirror)->begin({}));
    QCOMPARE((*mirror)->rows(rows(99, {whole})).error().code, ErrorCode::ProtocolError);
    VERIFY_OK((*mirror)->abandon());
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {whole})}, 1));
}

void TestMirror::position_survivesAReopen()
{
    Profile profile;
    const Scope channel = scope(QStringLiteral("channel"));
    {
        auto mirror = profile.openMirror();
        VERIFY_OK(mirror);
        QCOMPARE((*mirror)->found(), Mirror::Found::None);
        VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
        RoundBegin first = grant({channel});
        first.last = false;
        VERIFY_OK(round(**mirror, first, {}, 3, {{messagesId, {{channel, 17}}}}));
        QVERIFY(!(*mirror)->everSynced());
    }
    {
        auto mirror = profile.openMirror();
        VERIFY_OK(mirror);
        QCOMPARE((*mirror)->found(), Mirror::Found::Good);
        QCOMPARE((*mirror)->catalog().version, QByteArray("v1"));
        QCOMPARE((*mirror)->cursor(), cursor(3));
        QCOMPARE((*mirror)->scopes(), QSet<Scope>{channel});
        QCOMPARE((*mirror)->floor(messagesId, channel), 17);
        QCOMPARE((*mirror)->floor(messagesId, scope(QStringLiteral("channel"))), std::numeric_limits<qint64>::min());
        VERIFY_OK(round(**mirror, {}, {}, 4));
        QVERIFY((*mirror)->everSynced());
    }
}

void TestMirror::abandoned_leavesNothing()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    VERIFY_OK((*mirror)->begin({}));
    VERIFY_OK((*mirror)->rows(
        rows(projectsId, {projectTuple({newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")})})));
    VERIFY_OK((*mirror)->abandon());
    QVERIFY(!(*mirror)->commit({cursor(1)}));
    VERIFY_OK(round(**mirror, {}, {}, 1));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM projects")).toInt(), 0);
}

void TestMirror::reset_replacesAll()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope before = scope(QStringLiteral("project"));
    const Scope after = scope(QStringLiteral("project"));
    VERIFY_OK(round(
        **mirror, reset({before}), {rows(projectsId, {projectTuple({newUuid(), before, QStringLiteral("old")})})}, 1));
    VERIFY_OK(round(
        **mirror, reset({after}), {rows(projectsId, {projectTuple({newUuid(), after, QStringLiteral("new")})})}, 2));
    QCOMPARE(column(**mirror, QStringLiteral("SELECT title FROM projects")), QVariantList{QStringLiteral("new")});
    QCOMPARE((*mirror)->scopes(), QSet<Scope>{after});
}

/// 30 MB of messages, so well beyond what is held in memory.
static QList<protocol::Rows> manyMessages(const Scope &channel, int frames)
{
    QList<protocol::Rows> all;
    const QString body = QString(1000, u'x');
    qint64 seq = 0;
    for (int i = 0; i < frames; ++i) {
        QList<QByteArray> tuples;
        for (int j = 0; j < 250; ++j) {
            ++seq;
            tuples.append(messageTuple({newUuid(), channel, newUuid(), body + QString::number(seq), seq}));
        }
        all.append(rows(messagesId, tuples));
    }
    return all;
}

void TestMirror::reset_largeOneIsInvisibleUntilItsEnd()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, reset({channel}),
        {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("old"), 1})})}, 1));
    auto reader = Reader::open(profile.folder());
    VERIFY_OK(reader);

    VERIFY_OK((*mirror)->begin(reset({channel})));
    const auto frames = manyMessages(channel, 60);
    for (const protocol::Rows &frame : frames) {
        VERIFY_OK((*mirror)->rows(frame));
        const auto seen = reader->run(QStringLiteral("SELECT body FROM project_messages"));
        VERIFY_OK(seen);
        QCOMPARE(seen->rows, QList<query::Row>{query::Row{QStringLiteral("old")}});
    }
    VERIFY_OK((*mirror)->commit({cursor(2)}));
    const auto seen = reader->run(QStringLiteral("SELECT count(*), max(seq) FROM project_messages"));
    VERIFY_OK(seen);
    QCOMPARE(seen->rows.first(), (query::Row{15000LL, 15000LL}));

    // What was swapped out goes in slices, and the next large reset finds a clean place.
    quieten(**mirror);
    QCOMPARE(
        value(**mirror,
            QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'old_of_%' OR name LIKE 'stage_of_%'"))
            .toInt(),
        0);
    VERIFY_OK((*mirror)->begin(reset({channel})));
    for (const protocol::Rows &frame : frames)
        VERIFY_OK((*mirror)->rows(frame));
    VERIFY_OK((*mirror)->commit({cursor(3)}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 15000);
    const auto plan = (*mirror)->database().rows(
        QStringLiteral("EXPLAIN QUERY PLAN SELECT 1 FROM project_messages WHERE channel_id = x'00' AND seq > 1"));
    VERIFY_OK(plan);
    QVERIFY2(plan->first().last().toString().contains(QLatin1String("INDEX")), "the swapped tables have their indexes");
}

void TestMirror::reset_largeOneLetsCommandsThrough()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK((*mirror)->begin(reset({channel})));
    const auto frames = manyMessages(channel, 60);
    for (int i = 0; i < frames.size(); ++i) {
        VERIFY_OK((*mirror)->rows(frames[i]));
        if (i % 20 == 19) {
            VERIFY_OK((*mirror)->add(pendingEntry(post(newUuid(), channel.id, QStringLiteral("mine")))));
            QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), (i + 1) / 20);
        }
    }
    VERIFY_OK((*mirror)->commit({cursor(2)}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages WHERE body = 'mine'")).toInt(), 3);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 15003);
}

void TestMirror::reset_largeOneLeavesNothingWhenCut()
{
    Profile profile;
    const Scope channel = scope(QStringLiteral("channel"));
    {
        auto mirror = profile.openMirror();
        VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
        VERIFY_OK((*mirror)->begin(reset({channel})));
        const auto frames = manyMessages(channel, 60);
        for (const protocol::Rows &frame : frames)
            VERIFY_OK((*mirror)->rows(frame));
    }
    auto mirror = profile.openMirror();
    VERIFY_OK(mirror);
    QVERIFY((*mirror)->cursor().isNull());
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 0);
    QCOMPARE(
        value(**mirror, QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'stage_of_%'")).toInt(), 0);
}

void TestMirror::large_roundIsStagedInTheFile()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope held = scope(QStringLiteral("channel"));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, grant({held}),
        {rows(messagesId, {messageTuple({newUuid(), held, newUuid(), QStringLiteral("old"), 1})})}, 1));
    VERIFY_OK((*mirror)->begin(grant({channel})));
    const auto frames = manyMessages(channel, 60);
    for (const protocol::Rows &frame : frames)
        VERIFY_OK((*mirror)->rows(frame));
    QVERIFY(value(**mirror, QStringLiteral("SELECT count(*) FROM local_staged")).toInt() > 0);
    VERIFY_OK((*mirror)->deletes({messagesId, {}}));
    VERIFY_OK((*mirror)->commit({cursor(2)}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 15001);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM local_staged")).toInt(), 0);
}

void TestMirror::large_roundOfNewRelationsIsLoadedAside()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope project = scope(QStringLiteral("project"));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, grant({project}),
        {rows(projectsId, {projectTuple({newUuid(), project, QStringLiteral("old")})})}, 1));
    VERIFY_OK((*mirror)->begin(grant({channel})));
    // Rows of a relation that has some already, among those of one that has none.
    VERIFY_OK((*mirror)->rows(rows(projectsId, {projectTuple({newUuid(), channel, QStringLiteral("new")})})));
    const auto frames = manyMessages(channel, 60);
    for (const protocol::Rows &frame : frames)
        VERIFY_OK((*mirror)->rows(frame));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM local_staged")).toInt(), 0);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 0);
    // What is predicted meanwhile is on both sides of the swap.
    VERIFY_OK((*mirror)->add(pendingEntry(post(newUuid(), channel.id, QStringLiteral("mine")))));
    VERIFY_OK((*mirror)->deletes({messagesId,
        {QUuid::fromRfc4122(value(**mirror, QStringLiteral("SELECT id FROM stage_of_project_messages WHERE seq = 7"))
                                .toByteArray())}}));
    VERIFY_OK((*mirror)->commit({cursor(2)}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 15000);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages WHERE body = 'mine'")).toInt(), 1);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM projects")).toInt(), 2);

    // The next one finds rows in all of them.
    const Scope next = scope(QStringLiteral("channel"));
    VERIFY_OK((*mirror)->begin(grant({next})));
    const auto more = manyMessages(next, 60);
    for (const protocol::Rows &frame : more)
        VERIFY_OK((*mirror)->rows(frame));
    VERIFY_OK((*mirror)->commit({cursor(3)}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 30000);
}

void TestMirror::messages_areIndexedWhenIdle_inSlices()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope held = scope(QStringLiteral("channel"));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, grant({held}),
        {rows(messagesId, {messageTuple({newUuid(), held, newUuid(), QStringLiteral("plums"), 1})})}, 1));
    const auto indexed = [&] { return value(**mirror, QStringLiteral("SELECT count(*) FROM local_search")).toInt(); };
    QCOMPARE(indexed(), 0);
    quieten(**mirror);
    QCOMPARE(indexed(), 1);
    const auto frames = manyMessages(channel, 12);
    VERIFY_OK(round(**mirror, grant({channel}), QList<RoundBuffer::Frame>(frames.begin(), frames.end()), 2));
    int before = indexed();
    QCOMPARE(before, 1);
    while (true) {
        const auto more = (*mirror)->idle();
        VERIFY_OK(more);
        if (!*more)
            break;
        const int now = indexed();
        QVERIFY2(now - before <= 200, qPrintable(QString::number(now - before)));
        before = now;
    }
    QCOMPARE(before, 3001);
    VERIFY_OK(round(**mirror, RoundBegin{},
        {rows(messagesId, {messageTuple({newUuid(), held, newUuid(), QStringLiteral("pears"), 2})})}, 3));
    QCOMPARE(indexed(), 3001);
    quieten(**mirror);
    QCOMPARE(indexed(), 3002);
}

void TestMirror::walPages_areThoseThatNoCheckpointMoved()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    const auto say = [&](int number) {
        return round(**mirror, number == 1 ? grant({channel}) : RoundBegin{},
            {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("plums"), number})})},
            number);
    };
    VERIFY_OK(say(1));
    const int first = (*mirror)->walPages();
    QVERIFY(first > 0);
    VERIFY_OK((*mirror)->checkpoint());
    QCOMPARE((*mirror)->walPages(), 0);
    VERIFY_OK(say(2));
    QVERIFY((*mirror)->walPages() > 0);
    QVERIFY((*mirror)->walPages() < first);

    // What a reader still needs the old pages for stays due, and goes when it has ended.
    auto reader = Reader::open(profile.folder());
    VERIFY_OK(reader);
    VERIFY_OK(reader->database().execute(QStringLiteral("BEGIN; SELECT count(*) FROM project_messages;")));
    VERIFY_OK(say(3));
    VERIFY_OK((*mirror)->checkpoint());
    QVERIFY((*mirror)->walPages() > 0);
    VERIFY_OK(reader->database().execute(QStringLiteral("COMMIT")));
    VERIFY_OK((*mirror)->checkpoint());
    QCOMPARE((*mirror)->walPages(), 0);
}

void TestMirror::revoked_rowsLeaveNoByte()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope gone = scope(QStringLiteral("channel"));
    const Scope kept = scope(QStringLiteral("channel"));
    const QByteArray canary = "canary7f3a";
    VERIFY_OK(round(**mirror, grant({gone, kept}),
        {rows(messagesId,
            {messageTuple({newUuid(), gone, newUuid(), QString::fromLatin1(canary), 1}),
                messageTuple({newUuid(), kept, newUuid(), QStringLiteral("kept"), 1})})},
        1, {{messagesId, {{gone, 1}, {kept, 1}}}}));
    QVERIFY(fileHolds((*mirror)->path() + QStringLiteral("-wal"), canary));
    VERIFY_OK(round(**mirror, revoke({gone}), {}, 2));
    QCOMPARE((*mirror)->scopes(), QSet<Scope>{kept});
    QCOMPARE((*mirror)->floor(messagesId, gone), std::numeric_limits<qint64>::min());
    QCOMPARE(
        column(**mirror, QStringLiteral("SELECT body FROM project_messages")), QVariantList{QStringLiteral("kept")});
    QVERIFY(!fileHolds((*mirror)->path(), canary));
    QVERIFY(!fileHolds((*mirror)->path() + QStringLiteral("-wal"), canary));
}

void TestMirror::window_dropsRowsBelowTheFloor()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    const Message low{newUuid(), channel, newUuid(), QStringLiteral("low"), 5};
    VERIFY_OK(round(**mirror, grant({channel}),
        {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("ten"), 10})})}, 1,
        {{messagesId, {{channel, 10}}}}));
    VERIFY_OK(round(**mirror, {},
        {rows(messagesId,
            {messageTuple(low), messageTuple({newUuid(), channel, newUuid(), QStringLiteral("eleven"), 11})})},
        2));
    QCOMPARE(
        column(**mirror, QStringLiteral("SELECT seq FROM project_messages ORDER BY seq")), (QVariantList{10LL, 11LL}));
}

void TestMirror::window_keepsWhatTheCatalogSays()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope user = scope(QStringLiteral("user"));
    const QUuid id = newUuid();
    const auto notification = [&](const QVariant &readAt) {
        return rows(notificationsId,
            {tuple({id, user.kind, user.id, 1LL, QStringLiteral("t"), 1'600'000'000'000'000LL, readAt}, {5, 6})});
    };
    VERIFY_OK(
        round(**mirror, grant({user}), {notification({})}, 1, {{notificationsId, {{user, 1'700'000'000'000'000LL}}}}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM notifications")).toInt(), 1);
    VERIFY_OK(round(**mirror, {}, {notification(1'700'000'000'000'001LL)}, 2));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM notifications")).toInt(), 0);
}

void TestMirror::window_pageLowersTheFloor()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, grant({channel}), {}, 1, {{messagesId, {{channel, 10}}}}));
    VERIFY_OK(round(**mirror, {},
        {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("older"), 5})})}, 2,
        {{messagesId, {{channel, 5}}}}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 1);
    QCOMPARE((*mirror)->floor(messagesId, channel), 5);
}

void TestMirror::window_isTrimmedAtStart()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    const auto frames = manyMessages(channel, 3); // 750 of a window of 200
    VERIFY_OK(round(**mirror, grant({channel}), {frames[0], frames[1], frames[2]}, 1));
    const auto trimmed = (*mirror)->trim(1'800'000'000'000'000);
    VERIFY_OK(trimmed);
    QCOMPARE(*trimmed, 550);
    QCOMPARE((*mirror)->floor(messagesId, channel), 551);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT min(seq) FROM project_messages")).toInt(), 551);
}

void TestMirror::catalog_newColumnIsAddedAndAsksForAllRows()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project project{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    VERIFY_OK(round(**mirror, grant({project.scope}), {rows(projectsId, {projectTuple(project)})}, 1));
    VERIFY_OK((*mirror)->add(pendingEntry(rename(project.id, QStringLiteral("+")))));

    QList<QJsonObject> extended = relations();
    QJsonArray columns = extended[0][QLatin1String("columns")].toArray();
    columns.append(column(QStringLiteral("budget"), QStringLiteral("int")));
    extended[0][QLatin1String("columns")] = columns;
    extended.append(relation(5, QStringLiteral("wallets"), {{QStringLiteral("balance"), QStringLiteral("int")}}));
    VERIFY_OK((*mirror)->applyCatalog(catalogJson(extended, QStringLiteral("v2"))));
    QCOMPARE((*mirror)->catalog().version, QByteArray("v2"));
    QVERIFY((*mirror)->cursor().isNull());
    QCOMPARE((*mirror)->scopes(), QSet<Scope>{project.scope});
    QCOMPARE(value(**mirror, QStringLiteral("SELECT title FROM projects WHERE budget IS NULL")).toString(),
        QStringLiteral("a+"));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM wallets")).toInt(), 0);
}

void TestMirror::catalog_otherChangesEmptyTheMirror()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project project{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    VERIFY_OK(round(**mirror, grant({project.scope}), {rows(projectsId, {projectTuple(project)})}, 1));
    const QUuid message = newUuid();
    VERIFY_OK((*mirror)->add(pendingEntry(post(message, newUuid(), QStringLiteral("mine")))));
    QList<QJsonObject> changed = relations();
    QJsonArray columns = changed[0][QLatin1String("columns")].toArray();
    columns.removeAt(4);
    changed[0][QLatin1String("columns")] = columns;
    VERIFY_OK((*mirror)->applyCatalog(catalogJson(changed, QStringLiteral("v2"))));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM projects")).toInt(), 0);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT body FROM project_messages")).toString(), QStringLiteral("mine"));
    QVERIFY((*mirror)->scopes().isEmpty());
    QVERIFY((*mirror)->cursor().isNull());
}

void TestMirror::catalog_refusesHostileNames()
{
    for (const QString &name :
        {QStringLiteral("local_meta"), QStringLiteral("x\"; DROP TABLE y"), QStringLiteral("sqlite_master"), QString()})
        QVERIFY(!Catalog::parse(catalogJson({relation(1, name, {})})));
    QVERIFY(!Catalog::parse(
        catalogJson({relation(1, QStringLiteral("a"), {{QStringLiteral("b c"), QStringLiteral("text")}})})));
    QVERIFY(!Catalog::parse(catalogJson({relation(1, QStringLiteral("a"), {}), relation(1, QStringLiteral("b"), {})})));
    QVERIFY(!Catalog::parse("[]"));
}

void TestMirror::outcomes_areOnlyThoseOfThisInstallation()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const auto change = round(**mirror, {},
        {rows(resultsId,
            {resultTuple(profile.installation, 1, QStringLiteral("applied")),
                resultTuple(InstallationId(newUuid()), 2, QStringLiteral("applied")),
                resultTuple(profile.installation, 3, QStringLiteral("rejected"), QStringLiteral("not_allowed"))})},
        1);
    VERIFY_OK(change);
    QCOMPARE(change->outcomes.size(), 2);
    QCOMPARE(change->outcomes[1].number, 3u);
    QCOMPARE(change->outcomes[1].code, QStringLiteral("not_allowed"));
    QCOMPARE(change->outcomes[1].params[QLatin1String("why")].toString(), QStringLiteral("because"));
    const auto again = (*mirror)->outcomesOf({1, 2, 3});
    VERIFY_OK(again);
    QCOMPARE(again->size(), 2);
}

void TestMirror::search_followsRowsPredictionsAndPurges()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    const auto hits = [&](const QString &word) {
        return value(**mirror,
            QStringLiteral("SELECT count(*) FROM local_search s JOIN project_messages m ON m.rowid = s.rowid WHERE "
                           "local_search MATCH ?"),
            {word})
            .toInt();
    };
    Message message{newUuid(), channel, newUuid(), QStringLiteral("apples"), 1};
    VERIFY_OK(round(**mirror, reset({channel}), {rows(messagesId, {messageTuple(message)})}, 1));
    quieten(**mirror);
    QCOMPARE(hits(QStringLiteral("apples")), 1);
    const OutboxEntry entry = pendingEntry(post(newUuid(), channel.id, QStringLiteral("pears")));
    VERIFY_OK((*mirror)->add(entry));
    quieten(**mirror);
    QCOMPARE(hits(QStringLiteral("pears")), 1);
    VERIFY_OK((*mirror)->follow({{}, {entry}}));
    QCOMPARE(hits(QStringLiteral("pears")), 0);
    message.body = QStringLiteral("plums");
    VERIFY_OK(round(**mirror, {}, {rows(messagesId, {messageTuple(message)})}, 2));
    QCOMPARE(hits(QStringLiteral("apples")), 0);
    QCOMPARE(hits(QStringLiteral("plums")), 1);
    VERIFY_OK(round(**mirror, revoke({channel}), {}, 3));
    QCOMPARE(
        value(**mirror, QStringLiteral("SELECT count(*) FROM local_search WHERE local_search MATCH 'plums'")).toInt(),
        0);
}

void TestMirror::file_isPrivate()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK(mirror);
    const auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    const auto mode = [](const QString &path) {
        return QFileInfo(path).permissions() & ~(QFileDevice::ReadUser | QFileDevice::WriteUser | QFileDevice::ExeUser);
    };
    QCOMPARE(mode((*mirror)->path()), owner);
    QCOMPARE(mode((*mirror)->path() + QStringLiteral("-wal")), owner);
    QCOMPARE(mode(profile.folder()), owner | QFileDevice::ExeOwner);
}

void TestMirror::file_ofAnotherUserIsPutAside()
{
    Profile profile;
    {
        auto mirror = profile.openMirror();
        VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
        const Project project{newUuid(), scope(QStringLiteral("project")), QStringLiteral("secret")};
        VERIFY_OK(round(**mirror, grant({project.scope}), {rows(projectsId, {projectTuple(project)})}, 1));
    }
    profile.user = UserId(newUuid());
    auto mirror = profile.openMirror();
    VERIFY_OK(mirror);
    QCOMPARE((*mirror)->found(), Mirror::Found::Foreign);
    QVERIFY(QFileInfo::exists((*mirror)->putAside()));
    QVERIFY((*mirror)->catalog().isEmpty());
    QVERIFY((*mirror)->cursor().isNull());
}

void TestMirror::file_damagedIsPutAsideAndMadeAnew_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("page of zeros") << 0;
    QTest::newRow("truncated") << 1;
    QTest::newRow("no database") << 2;
    QTest::newRow("another schema") << 3;
    QTest::newRow("bits flipped in the header page") << 4;
}

void TestMirror::file_damagedIsPutAsideAndMadeAnew()
{
    QFETCH(int, kind);
    Profile profile;
    QString path;
    {
        auto mirror = profile.openMirror();
        VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
        path = (*mirror)->path();
        QList<QByteArray> tuples;
        const Scope project = scope(QStringLiteral("project"));
        for (int i = 0; i < 2000; ++i)
            tuples.append(projectTuple({newUuid(), project, QStringLiteral("title %1").arg(i)}));
        VERIFY_OK(round(**mirror, grant({project}), {rows(projectsId, tuples)}, 1));
        if (kind == 3)
            VERIFY_OK((*mirror)->database().execute(QStringLiteral("DROP TABLE local_scopes")));
    }
    if (kind != 3) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (kind == 0) {
            QVERIFY(file.seek(4096));
            file.write(QByteArray(4096 * 40, '\0'));
        } else if (kind == 1) {
            QVERIFY(file.resize(file.size() / 2));
        } else if (kind == 2) {
            file.write(QByteArray(4096, 'x'));
        } else {
            QVERIFY(file.seek(100));
            file.write(QByteArray(2000, '\x55'));
        }
        // A process that died leaves a WAL: what makes the next start look closely.
        QFile wal(path + QStringLiteral("-wal"));
        QVERIFY(wal.open(QIODevice::WriteOnly));
        wal.write("not a wal");
    }
    auto mirror = profile.openMirror();
    VERIFY_OK(mirror);
    QCOMPARE((*mirror)->found(), Mirror::Found::Damaged);
    QVERIFY(QFileInfo::exists((*mirror)->putAside()));
    QVERIFY((*mirror)->cursor().isNull());
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    VERIFY_OK(round(**mirror, {}, {}, 1));
}

void TestMirror::file_replacedWhileRunning()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, grant({channel}),
        {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("theirs"), 1})})}, 1));
    VERIFY_OK((*mirror)->add(pendingEntry(post(newUuid(), channel.id, QStringLiteral("mine")))));
    VERIFY_OK((*mirror)->replaceFile());
    QCOMPARE((*mirror)->found(), Mirror::Found::Damaged);
    QVERIFY((*mirror)->cursor().isNull());
    QCOMPARE(
        column(**mirror, QStringLiteral("SELECT body FROM project_messages")), QVariantList{QStringLiteral("mine")});
}

void TestMirror::storage_fullLosesNothing()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope channel = scope(QStringLiteral("channel"));
    VERIFY_OK(round(**mirror, grant({channel}),
        {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("first"), 1})})}, 1));
    VERIFY_OK((*mirror)->add(pendingEntry(post(newUuid(), channel.id, QStringLiteral("mine")))));
    const QString before = dump(**mirror);
    const int pages = value(**mirror, QStringLiteral("PRAGMA page_count")).toInt();
    VERIFY_OK((*mirror)->database().execute(QStringLiteral("PRAGMA max_page_count = %1").arg(pages + 1)));
    const auto frames = manyMessages(channel, 4);
    const auto full = round(**mirror, {}, {frames[0], frames[1], frames[2], frames[3]}, 2);
    QVERIFY(!full);
    QCOMPARE(full.error().code, ErrorCode::StorageFull);
    QCOMPARE(dump(**mirror), before);
    QCOMPARE((*mirror)->cursor(), cursor(1));
    VERIFY_OK((*mirror)->database().execute(QStringLiteral("PRAGMA max_page_count = 1000000")));
    VERIFY_OK((*mirror)->commit({cursor(2)}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), 1002);
}

void TestMirror::storage_readOnlyIsSaidSo()
{
    // /proc takes no files from anybody, root included.
    const auto mirror = Profile(QStringLiteral("/proc/projective")).openMirror();
    QVERIFY(!mirror);
    QCOMPARE(mirror.error().code, ErrorCode::StorageReadOnly);
    const auto outbox = Outbox::open(QStringLiteral("/proc/projective"), UserId(newUuid()));
    QVERIFY(!outbox);
    QCOMPARE(outbox.error().code, ErrorCode::StorageReadOnly);
}

QTEST_GUILESS_MAIN(TestMirror)
#include "tst_mirror.moc"
