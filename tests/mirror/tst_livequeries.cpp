#include "mirrorfixture.h"

#include "sync/mirror/livequeries.h"

#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <atomic>

using namespace projective;
using namespace projective::fixture;
using query::Change;
using query::Difference;
using query::Row;

namespace {

/// What a model would hold.
struct Held {
    QList<Row> rows;
    int calls = 0;
    void apply(const Difference &difference)
    {
        ++calls;
        for (const Change &change : difference) {
            if (change.kind == Change::Kind::Insert) {
                for (int i = 0; i < change.count; ++i)
                    rows.insert(change.first + i, change.rows[i]);
            } else if (change.kind == Change::Kind::Remove) {
                rows.remove(change.first, change.count);
            } else if (change.kind == Change::Kind::Update) {
                for (int i = 0; i < change.count; ++i)
                    rows[change.first + i] = change.rows[i];
            } else {
                rows.move(change.first, change.to > change.first ? change.to - 1 : change.to);
            }
        }
    }
};

query::Query titles(const QString &like = QStringLiteral("%"))
{
    return {QStringLiteral("SELECT id, title FROM projects WHERE title LIKE ? ORDER BY title"), {like}, 1};
}

} // namespace

class TestLiveQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_deliversTheWholeResultFirst();
    void changed_sendsTheDifferenceOnly();
    void changed_ofOtherTablesDoesNothing();
    void views_andJoinsAreFollowedToTheirTables();
    void replace_leadsFromTheOldResultToTheNew();
    void closed_subscriptionHearsNothing();
    void missing_tableIsWaitedFor();
    void damagedFile_isSaid_andWhatWasReadStays();
    void wrongSql_isAnErrorInTheLogOnce();
    void subscription_mayOutliveTheSource();
    void snapshot_isTheSameForAllQueries();
    void prepared_isAnsweredWithWhatIsThere();
    void prepared_isForgottenWhenItsTablesChange();
    void known_userIsTheOnlyOneReadUntilOpened();
};

void TestLiveQueries::open_deliversTheWholeResultFirst()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    Held empty;
    const auto first = live.open(titles(), [&](const Difference &d) { empty.apply(d); });
    QTRY_COMPARE(empty.calls, 1);
    QVERIFY(empty.rows.isEmpty());

    const Project project{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    const auto change = round(**mirror, {}, {rows(projectsId, {projectTuple(project)})}, 1);
    Held one;
    const auto second = live.open(titles(), [&](const Difference &d) { one.apply(d); });
    QTRY_COMPARE(one.calls, 1);
    QCOMPARE(one.rows, QList<Row>{(Row{project.id.toRfc4122(), QStringLiteral("a")})});
}

void TestLiveQueries::changed_sendsTheDifferenceOnly()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    Held result;
    Difference last;
    const auto subscription = live.open(titles(), [&](const Difference &d) {
        last = d;
        result.apply(d);
    });
    QTRY_COMPARE(result.calls, 1);
    const Scope scopeOfAll = scope(QStringLiteral("project"));
    Project a{newUuid(), scopeOfAll, QStringLiteral("a")};
    const Project b{newUuid(), scopeOfAll, QStringLiteral("b")};
    live.changed(round(**mirror, {}, {rows(projectsId, {projectTuple(a), projectTuple(b)})}, 1)->tables);
    QTRY_COMPARE(result.rows.size(), 2);
    a.title = QStringLiteral("c");
    live.changed(round(**mirror, {}, {rows(projectsId, {projectTuple(a)})}, 2)->tables);
    QTRY_COMPARE(result.calls, 3);
    QCOMPARE(last.size(), 2); // a move and an update, no reset
    QCOMPARE(
        result.rows, (QList<Row>{{b.id.toRfc4122(), QStringLiteral("b")}, {a.id.toRfc4122(), QStringLiteral("c")}}));
}

void TestLiveQueries::changed_ofOtherTablesDoesNothing()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    Held result;
    Held marker;
    const auto subscription = live.open(titles(), [&](const Difference &d) { result.apply(d); });
    QTRY_COMPARE(result.calls, 1);
    // Written behind the engine's back, so that only a re-run would see it.
    VERIFY_OK((*mirror)->database().execute(QStringLiteral("INSERT INTO projects (id, title) VALUES (x'01', 'x')")));
    live.changed({QStringLiteral("project_messages")});
    const auto later = live.open(titles(), [&](const Difference &d) { marker.apply(d); });
    QTRY_COMPARE(marker.calls, 1);
    QCOMPARE(marker.rows.size(), 1);
    QCOMPARE(result.calls, 1);
    live.changed({QStringLiteral("projects")});
    QTRY_COMPARE(result.calls, 2);
}

void TestLiveQueries::views_andJoinsAreFollowedToTheirTables()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    Held result;
    const auto subscription
        = live.open({QStringLiteral("SELECT 1, (SELECT count(*) FROM project_messages), count(*) FROM projects p "
                                    "LEFT JOIN local_pending l ON l.key = p.id"),
                        {}, 1},
            [&](const Difference &d) { result.apply(d); });
    QTRY_COMPARE(result.calls, 1);
    const Scope channel = scope(QStringLiteral("channel"));
    live.changed(round(
        **mirror, {}, {rows(messagesId, {messageTuple({newUuid(), channel, newUuid(), QStringLiteral("x"), 1})})}, 1)
                     ->tables);
    QTRY_COMPARE(result.rows.value(0).value(1), QVariant(1LL));
}

void TestLiveQueries::replace_leadsFromTheOldResultToTheNew()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope all = scope(QStringLiteral("project"));
    VERIFY_OK(round(**mirror, {},
        {rows(projectsId,
            {projectTuple({newUuid(), all, QStringLiteral("ant")}),
                projectTuple({newUuid(), all, QStringLiteral("bee")})})},
        1));
    LiveQueries live(profile.folder());
    Held result;
    Difference last;
    const auto subscription = live.open(titles(QStringLiteral("a%")), [&](const Difference &d) {
        last = d;
        result.apply(d);
    });
    QTRY_COMPARE(result.rows.size(), 1);
    subscription->replace(titles());
    QTRY_COMPARE(result.rows.size(), 2);
    QCOMPARE(last.size(), 1);
    QCOMPARE(last.first().kind, Change::Kind::Insert);
}

void TestLiveQueries::closed_subscriptionHearsNothing()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    int calls = 0;
    auto subscription = live.open(titles(), [&](const Difference &) { ++calls; });
    subscription.reset(); // perhaps with a delivery on its way
    Held marker;
    const auto later = live.open(titles(), [&](const Difference &d) { marker.apply(d); });
    QTRY_COMPARE(marker.calls, 1);
    QCOMPARE(calls, 0);
}

void TestLiveQueries::missing_tableIsWaitedFor()
{
    Profile profile;
    LiveQueries live(profile.folder());
    Held result;
    const auto subscription = live.open(titles(), [&](const Difference &d) { result.apply(d); });
    QTRY_COMPARE(result.calls, 1);
    auto mirror = profile.openMirror();
    live.reopen();
    live.changed((*mirror)->applyCatalog(catalogJson())->tables);
    live.changed(round(**mirror, {},
        {rows(projectsId, {projectTuple({newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")})})}, 1)
                     ->tables);
    QTRY_COMPARE(result.rows.size(), 1);
}

void TestLiveQueries::damagedFile_isSaid_andWhatWasReadStays()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope project = scope(QStringLiteral("project"));
    QList<QByteArray> tuples;
    for (int i = 0; i < 300; ++i)
        tuples.append(projectTuple({newUuid(), project, QStringLiteral("title %1").arg(i)}));
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, tuples)}, 1));
    LiveQueries live(profile.folder());
    std::atomic<int> said = 0;
    live.setDamaged([&said](const Error &error) { said += error.code == ErrorCode::StorageCorrupt ? 1 : 100; });
    Held result;
    const auto subscription = live.open(titles(), [&](const Difference &d) { result.apply(d); });
    QTRY_COMPARE(result.rows.size(), 300);

    VERIFY_OK((*mirror)->checkpoint());
    {
        QFile file((*mirror)->path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(4096));
        file.write(QByteArray(file.size() - 4096, '\x5a'));
    }
    // The writer has its pages in memory; a commit makes the reader look at the disk again.
    const auto change
        = round(**mirror, {}, {rows(projectsId, {projectTuple({newUuid(), project, QStringLiteral("one more")})})}, 2);
    VERIFY_OK(change);
    live.changed(change->tables);
    QTRY_COMPARE(said.load(), 1);
    live.changed(change->tables);
    Held later;
    const auto another = live.open(
        {QStringLiteral("SELECT 1"), {}, 1}, [&](const Difference &d) { later.apply(d); }); // after the second try
    QTRY_COMPARE(later.rows.size(), 1);
    QCOMPARE(said.load(), 1);
    QCOMPARE(result.rows.size(), 300);

    VERIFY_OK((*mirror)->replaceFile());
    live.reopen();
    QTRY_COMPARE(result.rows.size(), 0);
}

void TestLiveQueries::wrongSql_isAnErrorInTheLogOnce()
{
    static std::atomic<int> errors;
    errors = 0;
    const auto before = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &text) {
        errors += type == QtCriticalMsg && text.contains(QStringLiteral("no such column: titel"));
    });
    const auto restore = qScopeGuard([before] { qInstallMessageHandler(before); });
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    Held wrong;
    Held right;
    const auto first = live.open(
        {QStringLiteral("SELECT id, titel FROM projects"), {}, 1}, [&](const Difference &d) { wrong.apply(d); });
    const auto second = live.open(titles(), [&](const Difference &d) { right.apply(d); });
    QTRY_COMPARE(wrong.calls, 1);
    QCOMPARE(errors.load(), 1);
    for (int i = 1; i <= 2; ++i) {
        live.changed(round(**mirror, {},
            {rows(projectsId, {projectTuple({newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")})})}, i)
                         ->tables);
        QTRY_COMPARE(right.rows.size(), i);
    }
    QCOMPARE(errors.load(), 1);
}

void TestLiveQueries::subscription_mayOutliveTheSource()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    auto live = std::make_unique<LiveQueries>(profile.folder());
    auto subscription = live->open(titles(), [](const Difference &) {});
    live.reset();
    subscription->replace(titles(QStringLiteral("a%")));
    subscription.reset();
}

void TestLiveQueries::snapshot_isTheSameForAllQueries()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    const Scope all = scope(QStringLiteral("project"));
    const Project project{newUuid(), all, QStringLiteral("0")};
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {projectTuple(project)})}, 1));
    Held a;
    Held b;
    QStringList seen;
    const auto first = live.open(titles(), [&](const Difference &d) { a.apply(d); });
    const auto second = live.open(titles(QStringLiteral("%%")), [&](const Difference &d) {
        b.apply(d);
        // Both were read in one transaction, and the first was delivered before.
        if (a.rows != b.rows)
            seen.append(QStringLiteral("different states"));
    });
    QTRY_COMPARE(b.calls, 1);
    for (int i = 1; i <= 50; ++i) {
        Project next = project;
        next.title = QString::number(i);
        live.changed(round(**mirror, {}, {rows(projectsId, {projectTuple(next)})}, i + 1)->tables);
        if (i % 5 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE(b.rows.value(0).value(1).toString(), QStringLiteral("50"));
    QVERIFY2(seen.isEmpty(), qPrintable(seen.join(u',')));
}

void TestLiveQueries::prepared_isAnsweredWithWhatIsThere()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Scope scopeOfAll = scope(QStringLiteral("project"));
    const Project a{newUuid(), scopeOfAll, QStringLiteral("a")};
    const Project b{newUuid(), scopeOfAll, QStringLiteral("b")};
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {projectTuple(a)})}, 1));
    LiveQueries live(profile.folder());
    live.prepare(titles());
    Held after;
    const auto marker = live.open(titles(QStringLiteral("none")), [&](const Difference &d) { after.apply(d); });
    QTRY_COMPARE(after.calls, 1); // in the order in which they were asked: the other one is run too
    // Nobody says that this changed something: only a query that is run again would see it.
    const auto change = round(**mirror, {}, {rows(projectsId, {projectTuple(b)})}, 2);
    VERIFY_OK(change);
    Held held;
    const auto opened = live.open(titles(), [&](const Difference &d) { held.apply(d); });
    QTRY_COMPARE(held.calls, 1);
    QCOMPARE(held.rows, QList<Row>{(Row{a.id.toRfc4122(), QStringLiteral("a")})});
    live.changed(change->tables);
    QTRY_COMPARE(held.calls, 2);
    QCOMPARE(held.rows.size(), 2);
}

void TestLiveQueries::prepared_isForgottenWhenItsTablesChange()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    LiveQueries live(profile.folder());
    live.prepare(titles());
    Held after;
    const auto marker = live.open(titles(QStringLiteral("none")), [&](const Difference &d) { after.apply(d); });
    QTRY_COMPARE(after.calls, 1);
    const Project a{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    live.changed(round(**mirror, {}, {rows(projectsId, {projectTuple(a)})}, 1)->tables);
    Held held;
    const auto opened = live.open(titles(), [&](const Difference &d) { held.apply(d); });
    QTRY_COMPARE(held.calls, 1);
    QCOMPARE(held.rows.size(), 1);
}

void TestLiveQueries::known_userIsTheOnlyOneReadUntilOpened()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project a{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {projectTuple(a)})}, 1));
    LiveQueries own(profile.folder(), profile.user);
    Held held;
    const auto first = own.open(titles(), [&](const Difference &d) { held.apply(d); });
    QTRY_COMPARE(held.calls, 1);
    QCOMPARE(held.rows.size(), 1);

    LiveQueries foreign(profile.folder(), UserId(newUuid()));
    Held nothing;
    const auto second = foreign.open(titles(), [&](const Difference &d) { nothing.apply(d); });
    QTRY_COMPARE(nothing.calls, 1);
    QVERIFY(nothing.rows.isEmpty());
    foreign.opened();
    QTRY_COMPARE(nothing.rows.size(), 1);
}

QTEST_GUILESS_MAIN(TestLiveQueries)
#include "tst_livequeries.moc"
