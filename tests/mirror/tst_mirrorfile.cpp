#include "mirrortest.h"

#include "sync/mirror/outbox.h"
#include "sync/mirror/reader.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace projective;
using namespace projective::fixture;
using namespace Qt::StringLiterals;

/// The file of a mirror: whose it is, when it is damaged, full or not to be written, and its WAL.
class TestMirrorFile : public MirrorTest
{
    Q_OBJECT
private Q_SLOTS:
    void walPages_areThoseThatNoCheckpointMoved();
    void file_isPrivate();
    void file_ofAnotherUserIsPutAside();
    void file_damagedIsPutAsideAndMadeAnew_data();
    void file_damagedIsPutAsideAndMadeAnew();
    void file_replacedWhileRunning();
    void storage_fullLosesNothing();
    void storage_readOnlyIsSaidSo();
    void reader_refusesToWrite();

private:
    void damage(const QString &path, int kind);
};

void TestMirrorFile::walPages_areThoseThatNoCheckpointMoved()
{
    const Scope channel = scope(u"channel"_s);
    const auto say = [&](int number) {
        return round(
            number == 1 ? grant({channel}) : protocol::RoundBegin{}, {oneMessage(channel, u"plums"_s, number)}, number);
    };
    VERIFY_OK(say(1));
    const int first = mirror().walPages();
    QVERIFY(first > 0);
    VERIFY_OK(mirror().checkpoint());
    QCOMPARE(mirror().walPages(), 0);
    VERIFY_OK(say(2));
    QVERIFY(mirror().walPages() > 0);
    QVERIFY(mirror().walPages() < first);

    // What a reader still needs the old pages for stays due, and goes when it has ended.
    auto reader = Reader::open(profile().folder());
    VERIFY_OK(reader);
    VERIFY_OK(reader->database().execute(u"BEGIN; SELECT count(*) FROM project_messages;"_s));
    VERIFY_OK(say(3));
    VERIFY_OK(mirror().checkpoint());
    QVERIFY(mirror().walPages() > 0);
    VERIFY_OK(reader->database().execute(u"COMMIT"_s));
    VERIFY_OK(mirror().checkpoint());
    QCOMPARE(mirror().walPages(), 0);
}

void TestMirrorFile::file_isPrivate()
{
    const auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    const auto mode = [](const QString &path) {
        return QFileInfo(path).permissions() & ~(QFileDevice::ReadUser | QFileDevice::WriteUser | QFileDevice::ExeUser);
    };
    QCOMPARE(mode(mirror().path()), owner);
    QCOMPARE(mode(mirror().path() + u"-wal"_s), owner);
    QCOMPARE(mode(profile().folder()), owner | QFileDevice::ExeOwner);
}

void TestMirrorFile::file_ofAnotherUserIsPutAside()
{
    const Project project{newUuid(), scope(u"project"_s), u"secret"_s};
    VERIFY_OK(round(grant({project.scope}), {oneProject(project)}, 1));
    profile().user = UserId(newUuid());
    reopen();
    QCOMPARE(mirror().found(), Mirror::Found::Foreign);
    QVERIFY(QFileInfo::exists(mirror().putAside()));
    QVERIFY(mirror().catalog().isEmpty());
    QVERIFY(mirror().cursor().isNull());
}

void TestMirrorFile::file_damagedIsPutAsideAndMadeAnew_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("page of zeros") << 0;
    QTest::newRow("truncated") << 1;
    QTest::newRow("no database") << 2;
    QTest::newRow("another schema") << 3;
    QTest::newRow("bits flipped in the header page") << 4;
}

void TestMirrorFile::file_damagedIsPutAsideAndMadeAnew()
{
    QFETCH(int, kind);
    const QString path = mirror().path();
    QList<QByteArray> tuples;
    const Scope project = scope(u"project"_s);
    for (int i = 0; i < 2000; ++i)
        tuples.append(projectTuple({newUuid(), project, u"title %1"_s.arg(i)}));
    VERIFY_OK(round(grant({project}), {rows(projectsId, tuples)}, 1));
    if (kind == 3)
        VERIFY_OK(mirror().database().execute(u"DROP TABLE local_scopes"_s));
    close();
    if (kind != 3)
        damage(path, kind);
    reopen();
    QCOMPARE(mirror().found(), Mirror::Found::Damaged);
    QVERIFY(QFileInfo::exists(mirror().putAside()));
    QVERIFY(mirror().cursor().isNull());
    VERIFY_OK(mirror().applyCatalog(catalogJson()));
    VERIFY_OK(round({}, {}, 1));
}

void TestMirrorFile::damage(const QString &path, int kind)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    if (kind == 0) {
        QVERIFY(file.seek(4096));
        file.write(QByteArray(qsizetype{4096} * 40, '\0'));
    } else if (kind == 1) {
        QVERIFY(file.resize(file.size() / 2));
    } else if (kind == 2) {
        file.write(QByteArray(4096, 'x'));
    } else {
        QVERIFY(file.seek(100));
        file.write(QByteArray(2000, '\x55'));
    }
    // A process that died leaves a WAL: what makes the next start look closely.
    QFile wal(path + u"-wal"_s);
    QVERIFY(wal.open(QIODevice::WriteOnly));
    wal.write("not a wal");
}

void TestMirrorFile::file_replacedWhileRunning()
{
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(grant({channel}), {oneMessage(channel, u"theirs"_s, 1)}, 1));
    VERIFY_OK(mirror().add(pendingEntry(post(newUuid(), channel.id, u"mine"_s))));
    VERIFY_OK(mirror().replaceFile());
    QCOMPARE(mirror().found(), Mirror::Found::Damaged);
    QVERIFY(mirror().cursor().isNull());
    QCOMPARE(column(u"SELECT body FROM project_messages"_s), QVariantList{u"mine"_s});
}

void TestMirrorFile::storage_fullLosesNothing()
{
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(grant({channel}), {oneMessage(channel, u"first"_s, 1)}, 1));
    VERIFY_OK(mirror().add(pendingEntry(post(newUuid(), channel.id, u"mine"_s))));
    const QString before = dump(mirror());
    const int pages = value(u"PRAGMA page_count"_s).toInt();
    VERIFY_OK(mirror().database().execute(u"PRAGMA max_page_count = %1"_s.arg(pages + 1)));
    const auto frames = manyMessages(channel, 4);
    const auto full = round({}, {frames[0], frames[1], frames[2], frames[3]}, 2);
    QVERIFY(!full);
    QCOMPARE(full.error().code, ErrorCode::StorageFull);
    QCOMPARE(dump(mirror()), before);
    QCOMPARE(mirror().cursor(), cursor(1));
    VERIFY_OK(mirror().database().execute(u"PRAGMA max_page_count = 1000000"_s));
    VERIFY_OK(mirror().commit({cursor(2)}));
    QCOMPARE(count(u"project_messages"_s), 1002);
}

void TestMirrorFile::storage_readOnlyIsSaidSo()
{
    // /proc takes no files from anybody, root included.
    const auto mirror = Profile(u"/proc/projective"_s).openMirror();
    QVERIFY(!mirror);
    QCOMPARE(mirror.error().code, ErrorCode::StorageReadOnly);
    const auto outbox = Outbox::open(u"/proc/projective"_s, UserId(newUuid()));
    QVERIFY(!outbox);
    QCOMPARE(outbox.error().code, ErrorCode::StorageReadOnly);
}

void TestMirrorFile::reader_refusesToWrite()
{
    Profile fresh;
    QCOMPARE(Reader::open(fresh.folder()).error().code, ErrorCode::NotFound);
    auto mirror = fresh.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    auto reader = Reader::open(fresh.folder());
    VERIFY_OK(reader);
    for (const QString &sql : {QStringLiteral("DELETE FROM projects"), QStringLiteral("PRAGMA journal_mode=DELETE"),
             QStringLiteral("no sql"), QString()})
        QVERIFY(!reader->run(sql));
    QCOMPARE(reader->run(QStringLiteral("SELEC")).error().code, ErrorCode::InvalidArgument);
    const auto table = reader->run(QStringLiteral("SELECT 1 AS one, 'x' AS two"));
    VERIFY_OK(table);
    QCOMPARE(table->columns, (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    QCOMPARE(table->rows, (QList<query::Row>{{1LL, QStringLiteral("x")}}));
}

QTEST_GUILESS_MAIN(TestMirrorFile)
#include "tst_mirrorfile.moc"
