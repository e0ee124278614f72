#include "sync/gateway/changereader.h"
#include "tests/support/cluster.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// `projective-gateway migrate`, on databases of an older deployment, and what it refuses.
class TestMigrate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void older_becomesWhatAFreshOneIs_andKeepsItsRows();
    void again_doesNothing();
    void editedMigration_isRefused();
    void newerDatabase_isRefused();
    void failingMigration_leavesNothing();
    void migrationBeforeAFailingOne_isToldToGateways();
    void withoutDatabase_isSaid();

private:
    struct Answer {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;
    };
    [[nodiscard]] Answer migrate(const QString &database, const QString &folder);
    [[nodiscard]] QString emptyDatabase() { return m_postgres->createDatabase(QStringLiteral("template0")); }
    [[nodiscard]] QStringList schemaOf(const QString &database);
    [[nodiscard]] QStringList rowsOf(const QString &database);
    [[nodiscard]] QStringList rulesOf(const QString &database);
    void copyFiles();
    void edit(const QString &name, const std::function<void(QByteArray &)> &change);

    const QString m_present = QStringLiteral(PROJECTIVE_SOURCE_DIR "/db");
    std::unique_ptr<Postgres> m_postgres;
    std::unique_ptr<QTemporaryDir> m_folder; ///< a copy of db/, to be changed
};

void TestMigrate::initTestCase()
{
    m_postgres = std::make_unique<Postgres>();
    QVERIFY2(m_postgres->problem().isEmpty(), qPrintable(m_postgres->problem()));
}

void TestMigrate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    copyFiles();
}

void TestMigrate::copyFiles()
{
    QDirIterator files(m_present, {QStringLiteral("*.sql")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString to = m_folder->filePath(QDir(m_present).relativeFilePath(files.next()));
        QVERIFY(QDir().mkpath(QFileInfo(to).path()));
        QVERIFY(QFile::copy(files.filePath(), to));
    }
}

void TestMigrate::edit(const QString &name, const std::function<void(QByteArray &)> &change)
{
    QFile file(m_folder->filePath(name));
    QVERIFY2(file.open(QIODevice::ReadWrite), qPrintable(name));
    QByteArray text = file.readAll();
    change(text);
    QVERIFY(file.resize(0) && file.seek(0));
    QCOMPARE(file.write(text), text.size());
}

TestMigrate::Answer TestMigrate::migrate(const QString &database, const QString &folder)
{
    QProcess process;
    process.start(QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projective-gateway"),
        {QStringLiteral("migrate"), QStringLiteral("--db"), folder, QStringLiteral("--database"),
            QString::fromUtf8(m_postgres->conninfo(database))});
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// All that pg_dump says of a database without its rows, line by line: its order depends on that of creation. Without
/// the schema of the fixture, and the random word that newer ones put around it.
QStringList TestMigrate::schemaOf(const QString &database)
{
    QProcess process;
    process.start(PostgresPrograms::path(QStringLiteral("pg_dump")),
        {QStringLiteral("--schema-only"), QStringLiteral("--exclude-schema=cases"), QStringLiteral("--dbname"),
            QString::fromUtf8(m_postgres->conninfo(database))});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
    QStringList lines = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n');
    lines.removeIf([](const QString &line) { return line.contains(QLatin1String("restrict ")); });
    lines.sort();
    return lines;
}

/// Each table that people's work is in, with its number of rows and a digest of them.
QStringList TestMigrate::rowsOf(const QString &database)
{
    auto connection = m_postgres->connect(database);
    const auto tables
        = connection.query("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in "
                           "('auth', 'org', 'projects', 'comms', 'finance', 'marketplace') order by 1");
    QStringList rows;
    for (int i = 0; tables && i < tables->rows(); ++i) {
        const QByteArray table = tables->bytes(i, 0);
        const auto digest = connection.query(
            "select count(*) || ' ' || md5(coalesce(string_agg(t::text, '' order by t::text), '')) from " + table
            + " t");
        rows.append(QString::fromUtf8(table + ' ' + (digest ? digest->bytes(0, 0) : QByteArray("?"))));
    }
    return rows;
}

/// What deployments write themselves: the catalog of clients, commands, transitions, settings, applied files.
QStringList TestMigrate::rulesOf(const QString &database)
{
    auto connection = m_postgres->connect(database);
    QStringList rules;
    for (const char *sql : {"select jsonb_pretty(sync.describe())",
             "select string_agg(concat_ws(' ', name, class, summary), E'\n' order by name) from sync.commands",
             R"(select string_agg(concat_ws(' ', entity, from_status, to_status, command, actor), E'\n'
                    order by entity, from_status, to_status, command, actor) from sync.transitions)",
             "select string_agg(concat_ws(' ', key, value), E'\n' order by key) from ops.settings",
             "select string_agg(concat_ws(' ', name, sha256), E'\n' order by name) from sync.migrations"}) {
        const auto text = connection.query(sql);
        rules += text ? QString::fromUtf8(text->bytes(0, 0)).split(u'\n') : QStringList(text.error().detail);
    }
    return rules;
}

void TestMigrate::older_becomesWhatAFreshOneIs_andKeepsItsRows()
{
    // The deployment before former members: these migrations less, and the function that names them as it was.
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("migrations/0105_former_members.sql"))));
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("migrations/0106_uuid7_order.sql"))));
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("migrations/0107_search_writers.sql"))));
    edit(QStringLiteral("sync/32_profiles.sql"), [](QByteArray &text) {
        const qsizetype line = text.lastIndexOf("\n", text.indexOf("security.former_members m"));
        const qsizetype end = text.indexOf(';', line);
        QVERIFY(line > 0 && end > line);
        text.remove(line, end - line);
    });
    const QString old = emptyDatabase();
    const Answer first = migrate(old, m_folder->path());
    QVERIFY2(first.exitCode == 0, first.errors.constData());
    QFile fixture(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/cases/fixture.sql"));
    QVERIFY(fixture.open(QIODevice::ReadOnly));
    auto connection = m_postgres->connect(old);
    QVERIFY(connection.run(fixture.readAll()));
    QVERIFY(connection.run("update ops.settings set value = 'false' where key = 'clock_may_move'")); // as it was
    QVERIFY(connection.run(
        R"(update ops.settings set value = value || '{"enabled": false}' where key = 'top_up')")); // this one too
    QVERIFY(connection.run("update ops.settings set value = '3' where key = 'minor_revision_rounds'"));
    QVERIFY(connection.run("update org.teams set visibility = 'public'"));
    const QStringList rows = rowsOf(old);
    const QStringList people = rows.filter(QStringLiteral("org.users_public"));
    QVERIFY(!people.isEmpty() && people[0].section(u' ', 1, 1).toInt() > 3);
    const QString fresh = emptyDatabase();
    QCOMPARE(migrate(fresh, m_present).exitCode, 0);
    QVERIFY(schemaOf(old) != schemaOf(fresh));

    const Answer second = migrate(old, m_present);
    QVERIFY2(second.exitCode == 0, second.errors.constData());
    QVERIFY2(second.output.contains("applied migrations/0105_former_members.sql"), second.output.constData());
    QVERIFY2(!second.output.contains("0100_integrations"), second.output.constData());
    QCOMPARE(schemaOf(old), schemaOf(fresh));
    QCOMPARE(rowsOf(old), rows);
    // What everyone may find was there before there was an index.
    const auto found = connection.query("select entity from search.search_index");
    QVERIFY(found && found->rows() == 1);
    QCOMPARE(found->bytes(0, 0), QByteArray("org.teams"));
    // A setting is its operator's; all else is as if the database had been made today.
    QStringList rules = rulesOf(old);
    const qsizetype changed = rules.indexOf(QStringLiteral("minor_revision_rounds 3"));
    QVERIFY(changed >= 0);
    rules[changed] = QStringLiteral("minor_revision_rounds 2");
    QCOMPARE(rules, rulesOf(fresh));
}

void TestMigrate::again_doesNothing()
{
    const QString database = m_postgres->createDatabase();
    const Answer answer = migrate(database, m_present);
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.output, QByteArray("up to date\n"));
}

void TestMigrate::editedMigration_isRefused()
{
    const QString database = m_postgres->createDatabase();
    edit(QStringLiteral("migrations/0010_security.sql"),
        [](QByteArray &text) { text += "\ncreate table ops.late ();\n"; });
    edit(QStringLiteral("policies/10_rows.sql"), [](QByteArray &text) { text += "\ncreate table ops.late ();\n"; });
    const QStringList schema = schemaOf(database);
    const Answer answer = migrate(database, m_folder->path());
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.errors.contains("migrations/0010_security.sql was changed after it was applied"),
        answer.errors.constData());
    QCOMPARE(schemaOf(database), schema);
}

void TestMigrate::newerDatabase_isRefused()
{
    const QString database = m_postgres->createDatabase();
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("migrations/0105_former_members.sql"))));
    edit(QStringLiteral("policies/10_rows.sql"), [](QByteArray &text) { text += "\ncreate table ops.late ();\n"; });
    const QStringList schema = schemaOf(database);
    const Answer answer = migrate(database, m_folder->path());
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.errors.contains("the database is newer than these files: it has the migration 0105_former_members"),
        answer.errors.constData());
    QCOMPARE(schemaOf(database), schema);
}

void TestMigrate::failingMigration_leavesNothing()
{
    const QString database = m_postgres->createDatabase();
    QFile broken(m_folder->filePath(QStringLiteral("migrations/0999_broken.sql")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("create table ops.half ();\nselect 1 / 0;\n");
    broken.close();
    const QStringList schema = schemaOf(database);
    const Answer answer = migrate(database, m_folder->path());
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.errors.contains("migrations/0999_broken.sql: 22012 division by zero"), answer.errors.constData());
    QCOMPARE(schemaOf(database), schema);
    QVERIFY(broken.remove());
    QCOMPARE(migrate(database, m_folder->path()).output, QByteArray("up to date\n"));
}

void TestMigrate::migrationBeforeAFailingOne_isToldToGateways()
{
    const QString database = m_postgres->createDatabase();
    for (const auto &[name, sql] :
        {std::pair("0998_good", "create table ops.whole ();\n"), {"0999_broken", "nonsense;\n"}}) {
        QFile file(m_folder->filePath(QStringLiteral("migrations/%1.sql").arg(QLatin1String(name))));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(sql);
    }
    auto listener = m_postgres->connect(database);
    QVERIFY(listener.run(QByteArray("listen ") + gateway::ChangeReader::channel));
    const Answer answer = migrate(database, m_folder->path());
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.errors.contains("migrations/0999_broken.sql"), answer.errors.constData());
    QByteArrayList heard;
    QVERIFY(QTest::qWaitFor([&] {
        heard += listener.notifications().value_or(QByteArrayList());
        return !heard.isEmpty();
    }));
    QCOMPARE(heard, QByteArrayList{"catalog"});
}

void TestMigrate::withoutDatabase_isSaid()
{
    const Answer answer = migrate(QStringLiteral("nowhere"), m_present);
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.errors.contains("\"nowhere\" does not exist"), answer.errors.constData());
}

QTEST_GUILESS_MAIN(TestMigrate)
#include "tst_migrate.moc"
