#include "mirrortest.h"

#include <QTest>

using namespace projective;
using namespace projective::fixture;
using namespace Qt::StringLiterals;
using protocol::Deletes;
using protocol::RoundBegin;

/// How rounds, positions, catalogs and outcomes get into the mirror.
class TestMirror : public MirrorTest
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
    void catalog_newColumnIsAddedAndAsksForAllRows();
    void catalog_otherChangesEmptyTheMirror();
    void catalog_refusesHostileNames();
    void outcomes_areOnlyThoseOfThisInstallation();
    void search_followsRowsPredictionsAndPurges();
};

void TestMirror::round_bindsEveryType()
{
    const Project project{newUuid(), scope(u"project"_s), QString::fromUtf8("Größe \U0001F600")};
    const auto change = round(grant({project.scope}), {oneProject(project)}, 1);
    VERIFY_OK(change);
    QCOMPARE(change->rows, 1);
    QVERIFY(change->tables.contains(u"projects"_s));
    const auto stored = mirror().database().rows(u"SELECT * FROM projects"_s);
    VERIFY_OK(stored);
    const QVariantList expected{project.id.toRfc4122(), u"project"_s, project.scope.id.toRfc4122(), 1LL, project.title,
        u"draft"_s, 1'700'000'000'000'000LL, u"{\"a\":1}"_s, 1LL};
    QCOMPARE(*stored, QList<QVariantList>{expected});
}

void TestMirror::round_updatesKeepTheRowid()
{
    Project project{newUuid(), scope(u"project"_s), u"a"_s};
    VERIFY_OK(round(grant({project.scope}), {oneProject(project)}, 1));
    const QVariant rowid = value(u"SELECT rowid FROM projects"_s);
    project.title = u"b"_s;
    VERIFY_OK(round({}, {oneProject(project)}, 2));
    QCOMPARE(value(u"SELECT rowid FROM projects"_s), rowid);
    QCOMPARE(value(u"SELECT title FROM projects"_s).toString(), u"b"_s);
}

void TestMirror::round_deletesAndCounts()
{
    const Project a{newUuid(), scope(u"project"_s), u"a"_s};
    const Project b{newUuid(), a.scope, u"b"_s};
    VERIFY_OK(round(grant({a.scope}), {rows(projectsId, {projectTuple(a), projectTuple(b)})}, 1));
    const auto change = round({}, {Deletes{projectsId, {a.id, newUuid()}}}, 2);
    VERIFY_OK(change);
    QCOMPARE(column(u"SELECT title FROM projects"_s), QVariantList{u"b"_s});
}

void TestMirror::round_emptyOneMovesOnlyTheCursor()
{
    const auto change = round({}, {}, 7);
    VERIFY_OK(change);
    QVERIFY(change->tables.isEmpty());
    QCOMPARE(mirror().cursor(), cursor(7));
}

void TestMirror::round_refusesTuplesThatDoNotFit()
{
    const Project good{newUuid(), scope(u"project"_s), u"good"_s};
    const QByteArray whole = projectTuple(good);
    const QList<QByteArray> bad{tuple({newUuid()}), whole.left(whole.size() - 3), whole + '\0',
        tuple({u"no uuid"_s, u"k"_s, newUuid(), 1LL, {}, {}, {}, {}, {}}),
        tuple({{}, u"k"_s, newUuid(), 1LL, {}, {}, {}, {}, {}}),
        tuple({newUuid(), u"k"_s, newUuid(), true, {}, {}, {}, {}, {}})};
    for (const QByteArray &one : bad) {
        const auto change = round({}, {rows(projectsId, {whole, one})}, 1);
        QVERIFY(!change);
        QCOMPARE(change.error().code, ErrorCode::ProtocolError);
        QCOMPARE(count(u"projects"_s), 0);
        QVERIFY(mirror().cursor().isNull());
    }
    VERIFY_OK(mirror().begin({}));
    QCOMPARE(mirror().rows(rows(99, {whole})).error().code, ErrorCode::ProtocolError);
    VERIFY_OK(mirror().abandon());
    VERIFY_OK(round({}, {rows(projectsId, {whole})}, 1));
}

void TestMirror::position_survivesAReopen()
{
    const Scope channel = scope(u"channel"_s);
    QCOMPARE(mirror().found(), Mirror::Found::None);
    RoundBegin first = grant({channel});
    first.last = false;
    VERIFY_OK(round(first, {}, 3, {{messagesId, {{channel, 17}}}}));
    QVERIFY(!mirror().everSynced());
    reopen();
    QCOMPARE(mirror().found(), Mirror::Found::Good);
    QCOMPARE(mirror().catalog().version, QByteArray("v1"));
    QCOMPARE(mirror().cursor(), cursor(3));
    QCOMPARE(mirror().scopes(), QSet<Scope>{channel});
    QCOMPARE(mirror().floor(messagesId, channel), 17);
    QCOMPARE(mirror().floor(messagesId, scope(u"channel"_s)), std::numeric_limits<qint64>::min());
    VERIFY_OK(round({}, {}, 4));
    QVERIFY(mirror().everSynced());
}

void TestMirror::abandoned_leavesNothing()
{
    VERIFY_OK(mirror().begin({}));
    VERIFY_OK(mirror().rows(oneProject({newUuid(), scope(u"project"_s), u"a"_s})));
    VERIFY_OK(mirror().abandon());
    QVERIFY(!mirror().commit({cursor(1)}));
    VERIFY_OK(round({}, {}, 1));
    QCOMPARE(count(u"projects"_s), 0);
}

void TestMirror::reset_replacesAll()
{
    const Scope before = scope(u"project"_s);
    const Scope after = scope(u"project"_s);
    VERIFY_OK(round(reset({before}), {oneProject({newUuid(), before, u"old"_s})}, 1));
    VERIFY_OK(round(reset({after}), {oneProject({newUuid(), after, u"new"_s})}, 2));
    QCOMPARE(column(u"SELECT title FROM projects"_s), QVariantList{u"new"_s});
    QCOMPARE(mirror().scopes(), QSet<Scope>{after});
}

void TestMirror::catalog_newColumnIsAddedAndAsksForAllRows()
{
    const Project project{newUuid(), scope(u"project"_s), u"a"_s};
    VERIFY_OK(round(grant({project.scope}), {oneProject(project)}, 1));
    VERIFY_OK(mirror().add(pendingEntry(rename(project.id, u"+"_s))));

    QList<QJsonObject> extended = relations();
    QJsonArray columns = extended[0]["columns"_L1].toArray();
    columns.append(fixture::column(u"budget"_s, u"int"_s));
    extended[0]["columns"_L1] = columns;
    extended.append(relation(5, u"wallets"_s, {{u"balance"_s, u"int"_s}}));
    VERIFY_OK(mirror().applyCatalog(catalogJson(extended, u"v2"_s)));
    QCOMPARE(mirror().catalog().version, QByteArray("v2"));
    QVERIFY(mirror().cursor().isNull());
    QCOMPARE(mirror().scopes(), QSet<Scope>{project.scope});
    QCOMPARE(value(u"SELECT title FROM projects WHERE budget IS NULL"_s).toString(), u"a+"_s);
    QCOMPARE(count(u"wallets"_s), 0);
}

void TestMirror::catalog_otherChangesEmptyTheMirror()
{
    const Project project{newUuid(), scope(u"project"_s), u"a"_s};
    VERIFY_OK(round(grant({project.scope}), {oneProject(project)}, 1));
    const QUuid message = newUuid();
    VERIFY_OK(mirror().add(pendingEntry(post(message, newUuid(), u"mine"_s))));
    QList<QJsonObject> changed = relations();
    QJsonArray columns = changed[0]["columns"_L1].toArray();
    columns.removeAt(4);
    changed[0]["columns"_L1] = columns;
    VERIFY_OK(mirror().applyCatalog(catalogJson(changed, u"v2"_s)));
    QCOMPARE(count(u"projects"_s), 0);
    QCOMPARE(value(u"SELECT body FROM project_messages"_s).toString(), u"mine"_s);
    QVERIFY(mirror().scopes().isEmpty());
    QVERIFY(mirror().cursor().isNull());
}

void TestMirror::catalog_refusesHostileNames()
{
    for (const QString &name : {u"local_meta"_s, u"x\"; DROP TABLE y"_s, u"sqlite_master"_s, QString()})
        QVERIFY(!Catalog::parse(catalogJson({relation(1, name, {})})));
    QVERIFY(!Catalog::parse(catalogJson({relation(1, u"a"_s, {{u"b c"_s, u"text"_s}})})));
    QVERIFY(!Catalog::parse(catalogJson({relation(1, u"a"_s, {}), relation(1, u"b"_s, {})})));
    QVERIFY(!Catalog::parse("[]"));
}

void TestMirror::outcomes_areOnlyThoseOfThisInstallation()
{
    const auto change = round({},
        {rows(resultsId,
            {resultTuple(profile().installation, 1, u"applied"_s),
                resultTuple(InstallationId(newUuid()), 2, u"applied"_s),
                resultTuple(profile().installation, 3, u"rejected"_s, u"not_allowed"_s)})},
        1);
    VERIFY_OK(change);
    QCOMPARE(change->outcomes.size(), 2);
    QCOMPARE(change->outcomes[1].number, 3u);
    QCOMPARE(change->outcomes[1].code, u"not_allowed"_s);
    QCOMPARE(change->outcomes[1].params["why"_L1].toString(), u"because"_s);
    const auto again = mirror().outcomesOf({1, 2, 3});
    VERIFY_OK(again);
    QCOMPARE(again->size(), 2);
}

void TestMirror::search_followsRowsPredictionsAndPurges()
{
    const Scope channel = scope(u"channel"_s);
    const auto hits = [&](const QString &word) {
        return value(u"SELECT count(*) FROM local_search s JOIN project_messages m ON m.rowid = s.rowid WHERE "
                     "local_search MATCH ?"_s,
            {word})
            .toInt();
    };
    Message message{newUuid(), channel, newUuid(), u"apples"_s, 1};
    VERIFY_OK(round(reset({channel}), {oneMessage(message)}, 1));
    quieten();
    QCOMPARE(hits(u"apples"_s), 1);
    const OutboxEntry entry = pendingEntry(post(newUuid(), channel.id, u"pears"_s));
    VERIFY_OK(mirror().add(entry));
    quieten();
    QCOMPARE(hits(u"pears"_s), 1);
    VERIFY_OK(mirror().follow({{}, {entry}}));
    QCOMPARE(hits(u"pears"_s), 0);
    message.body = u"plums"_s;
    VERIFY_OK(round({}, {oneMessage(message)}, 2));
    QCOMPARE(hits(u"apples"_s), 0);
    QCOMPARE(hits(u"plums"_s), 1);
    VERIFY_OK(round(revoke({channel}), {}, 3));
    QCOMPARE(count(u"local_search WHERE local_search MATCH 'plums'"_s), 0);
}

QTEST_GUILESS_MAIN(TestMirror)
#include "tst_mirror.moc"
