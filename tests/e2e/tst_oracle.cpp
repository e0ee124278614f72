// The oracle: for each person, what lies in the mirror after `projectivectl sync` is what row security shows that
// person, within the windows, and nothing else; on the sample data, and again after random edits of who belongs to
// what, who is assigned to what, and of rows.
#include "tests/support/ctl.h"
#include "tests/support/dump.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <iterator>
#include <memory>
#include <random>
#include <vector>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1String sample{"sample data"};
constexpr int editCount = 200;
constexpr int editsBetweenLooks = 20; ///< few: edits may take back what others did
constexpr int mirrorsBetweenPrinted = 7; ///< a process a relation; of nine people it comes to each in turn

/// Random ids come from the tables themselves, so these work on any data.
constexpr const char *edits[]{
    R"(update org.team_memberships set status = (array['active', 'active', 'left', 'invited'])[1 + floor(random() * 4)]
        where id = (select id from org.team_memberships order by random() limit 1))",
    R"(update org.business_memberships set status = (array['active', 'active', 'left'])[1 + floor(random() * 3)] where
        role <> 'owner' and id = (select id from org.business_memberships where role <> 'owner' order by random() limit
        1))",
    R"(update org.business_memberships set role = (array['viewer', 'finance', 'hiring_manager', 'admin'])[1 +
        floor(random() * 4)] where id = (select id from org.business_memberships where role <> 'owner' order by
        random() limit 1))",
    R"(delete from projects.project_participants where id = (select id from projects.project_participants where
        profile_type = 'freelancer' order by random() limit 1))",
    R"(insert into projects.project_participants (project_id, profile_type, profile_id, role) select p.id,
        'freelancer', f.id, (array['viewer', 'collaborator'])[1 + floor(random() * 2)] from (select id from
        projects.projects order by random() limit 1) p, (select id from org.freelancer_profiles order by random() limit
        1) f on conflict do nothing)",
    R"(update projects.stage_assignments set status = 'declined', ended_at = now(), end_reason = 'removed' where
        ended_at is null and id = (select id from projects.stage_assignments where ended_at is null order by random()
        limit 1))",
    R"(update projects.stage_assignments set status = (array['invited', 'accepted', 'active'])[1 + floor(random() *
        3)], ended_at = null, end_reason = null where id = (select id from projects.stage_assignments order by random()
        limit 1))",
    R"(update projects.projects set title = 'Renamed ' || floor(random() * 1000) where id = (select id from
        projects.projects order by random() limit 1))",
    R"(update projects.project_stages set name = 'Stage ' || floor(random() * 1000) where id = (select id from
        projects.project_stages order by random() limit 1))",
    R"(update comms.project_channels set visibility = (array['project_all', 'owner_and_assignees'])[1 + floor(random()
        * 2)] where id = (select id from comms.project_channels order by random() limit 1))",
    R"(insert into comms.project_messages (channel_id, sender_user_id, body) select c.id, u.user_id, 'Edit ' ||
        floor(random() * 1000) from (select id from comms.project_channels order by random() limit 1) c, (select
        user_id from org.users_public order by random() limit 1) u)",
    R"(update comms.project_messages set body = 'Changed' where id = (select id from comms.project_messages order by
        random() limit 1))",
    R"(delete from comms.project_messages where id = (select id from comms.project_messages order by random() limit
        1))",
    R"(update comms.notifications set read_at = case when read_at is null then now() end where id = (select id from
        comms.notifications order by random() limit 1))",
    R"(update org.users_public set country = (array['GB', 'DE', 'JP', 'NG'])[1 + floor(random() * 4)] where user_id =
        (select user_id from org.users_public order by random() limit 1))",
    R"(delete from org.user_skills where id = (select id from org.user_skills order by random() limit 1))",
};

/// One random edit, as SQL of the owner.
QByteArray edit(std::mt19937 &random)
{
    return edits[random() % std::size(edits)];
}

} // namespace

class TestOracle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sample_isWhole();
    void mirrorsAreWhatRowSecurityShows_onSampleData();
    void mirrorsAreWhatRowSecurityShows_afterRandomEdits();

private:
    struct Person {
        QUuid id;
        QString email;
        std::unique_ptr<Ctl> ctl;
    };
    void lookAtAll(const QString &when);

    Postgres m_postgres;
    QString m_name;
    std::unique_ptr<gateway::Database> m_database;
    std::unique_ptr<GatewayProcess> m_gateway;
    QTemporaryDir m_profiles;
    std::vector<Person> m_people;
    int m_mirrors = 0; ///< looked at
};

void TestOracle::initTestCase()
{
    QVERIFY2(m_postgres.problem().isEmpty(), qPrintable(m_postgres.problem()));
    m_name = m_postgres.createDatabase();
    QProcess load;
    load.start(QStringLiteral(PROJECTIVE_SOURCE_DIR "/db/sample/load.sh"),
        {u"psql"_s, QString::fromUtf8(m_postgres.conninfo(m_name))});
    QVERIFY(load.waitForFinished(240'000));
    QVERIFY2(load.exitCode() == 0, load.readAllStandardError().constData());
    m_database = std::make_unique<gateway::Database>(m_postgres.connect(m_name));
    m_gateway = std::make_unique<GatewayProcess>(m_postgres, m_name);
    QCOMPARE(m_gateway->start(), QString());
    const auto people = m_database->query("select id, email from auth.users order by email");
    QVERIFY(people);
    for (int row = 0; row < people->rows(); ++row) {
        const QString email = QString::fromUtf8(people->bytes(row, 1));
        m_people.push_back({QUuid::fromString(QString::fromLatin1(people->bytes(row, 0))), email,
            std::make_unique<Ctl>(m_profiles.filePath(email))});
        const auto login = m_people.back().ctl->login(m_gateway->http().toString(), email, u"projective"_s);
        QVERIFY2(login.ok(), qPrintable(login.said()));
    }
    QVERIFY(m_people.size() > 1);
}

void TestOracle::sample_isWhole()
{
    QFile file(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/e2e/sample.sql"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto broken = m_database->query(file.readAll());
    QVERIFY2(broken, m_database->lastFailure().message.constData());
    QStringList promises;
    for (int row = 0; row < broken->rows(); ++row)
        promises.append(QString::fromUtf8(broken->bytes(row, 0)));
    QCOMPARE(promises, QStringList());
}

void TestOracle::lookAtAll(const QString &when)
{
    const auto catalog = readCatalog(*m_database);
    QVERIFY(catalog);
    for (const Person &person : m_people) {
        const auto synced = person.ctl->sync(60);
        QVERIFY2(synced.ok(), qPrintable(synced.said()));
        const auto mirror = dumpMirror(person.ctl->profile(), *catalog);
        QVERIFY2(mirror, mirror ? "" : qPrintable(mirror.error().detail));
        const auto server = dumpServer(*m_database, *catalog, person.id, *mirror);
        QVERIFY2(server, server ? "" : qPrintable(server.error().detail));
        const QString difference = differenceOf(*mirror, *server);
        QVERIFY2(difference.isEmpty(), qPrintable(u"%1, %2:\n%3"_s.arg(when, person.email, difference)));
        QVERIFY(mirror->count() > 0);
        if (m_mirrors++ % mirrorsBetweenPrinted == 0) { // what a script reads of it
            const auto printed = dumpPrinted(*person.ctl, *catalog);
            QVERIFY2(printed, printed ? "" : qPrintable(printed.error().detail));
            QCOMPARE(differenceOf(*printed, *server), QString());
        }
        if (when != sample)
            continue; // a floor stays where it is when rows above it are deleted
        const auto tooShort = shortWindows(*m_database, *catalog, mirror->floors);
        QVERIFY(tooShort);
        QCOMPARE(*tooShort, QStringList());
    }
}

void TestOracle::mirrorsAreWhatRowSecurityShows_onSampleData()
{
    lookAtAll(sample);
}

void TestOracle::mirrorsAreWhatRowSecurityShows_afterRandomEdits()
{
    constexpr unsigned seed = 20;
    std::mt19937 random(seed);
    QVERIFY(m_database->run("select setseed(0.20)"));
    int done = 0;
    for (int tries = 0; done < editCount && tries < editCount * 3; ++tries) {
        const QByteArray sql = edit(random);
        if (!m_database->run(sql)) { // a rule of the database forbids this one here
            if (m_database->lastFailure().sqlState.startsWith("42"))
                QFAIL(m_database->lastFailure().message.constData()); // but it must be SQL
            m_database->rollback();
            continue;
        }
        if (++done % editsBetweenLooks == 0)
            lookAtAll(u"after %1 edits"_s.arg(done));
        if (QTest::currentTestFailed())
            return;
    }
    QCOMPARE(done, editCount);
}

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
