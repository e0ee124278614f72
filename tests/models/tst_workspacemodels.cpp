#include "models/attentionmodel.h"
#include "models/peoplemodel.h"
#include "models/searchmodel.h"
#include "models/workspacelistmodel.h"
#include "sqlitesource.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace projective;
using projective::test::SqliteSource;

namespace {
QUuid id(const char *name)
{
    return SqliteSource::id(QString::fromLatin1(name));
}

Viewer mara()
{
    return {UserId(id("mara")), {WorkspaceKind::Business, id("northwind")}};
}
} // namespace

class TestWorkspaceModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void workspaces_areThoseOfTheLogin();
    void workspaces_sayWhatTheRoleAllows_data();
    void workspaces_sayWhatTheRoleAllows();
    void attention_namesWhatItIsAbout();
    void search_takesMarksLiterally();
    void search_findsPeopleBusinessesAndTeams_data();
    void search_findsPeopleBusinessesAndTeams();
    void people_areThoseOfTheProject();

private:
    std::unique_ptr<SqliteSource> m_source;
};

void TestWorkspaceModels::init()
{
    m_source = std::make_unique<SqliteSource>();
    m_source->executeFile(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/models/world.sql"));
}

void TestWorkspaceModels::cleanup()
{
    QCOMPARE(m_source->liveDifference(), QString());
    m_source.reset();
}

void TestWorkspaceModels::workspaces_sayWhatTheRoleAllows_data()
{
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("workspace");
    QTest::addColumn<WorkspaceRights>("rights");
    const auto row = [](const char *name, const char *login, const char *workspace, const WorkspaceRights &rights) {
        QTest::newRow(name) << QString::fromLatin1(login) << QString::fromLatin1(workspace) << rights;
    };
    row("freelancer", "ines", "f:ines", {false, true, true});
    row("owner", "mara", "northwind", {true, true, true});
    row("finance", "jonas", "northwind", {false, true, true});
    row("hiring manager", "priya", "northwind", {true, false, false});
    row("team lead", "ines", "kilo", {false, false, true});
    row("team member", "lea", "kilo", {false, false, false});
}

void TestWorkspaceModels::workspaces_sayWhatTheRoleAllows()
{
    QFETCH(QString, login);
    QFETCH(QString, workspace);
    QFETCH(WorkspaceRights, rights);
    WorkspaceListModel workspaces(*m_source);
    workspaces.setUser(UserId(SqliteSource::id(login)));
    m_source->deliver();
    const auto found = std::find_if(workspaces.records().begin(), workspaces.records().end(),
        [&](const WorkspaceRow &row) { return row.workspace.id == SqliteSource::id(workspace); });
    QVERIFY(found != workspaces.records().end());
    QCOMPARE(found->rights, rights);
    if (login == QLatin1String("lea")) { // a role of the team's own making can show the money
        m_source->execute(QStringLiteral("update team_roles set permissions = '{\"view_finance\": true}'"));
        m_source->deliver();
        QVERIFY(workspaces.record(workspaces.rowOf({WorkspaceKind::Team, id("kilo")})).rights.seesMoney);
    }
}

void TestWorkspaceModels::workspaces_areThoseOfTheLogin()
{
    WorkspaceListModel workspaces(*m_source);
    QAbstractItemModelTester tester(&workspaces, QAbstractItemModelTester::FailureReportingMode::Fatal);
    workspaces.setUser(UserId(id("ines")));
    m_source->deliver();
    QCOMPARE(workspaces.rowCount(), 2);
    QCOMPARE(workspaces.record(0).workspace, (Workspace{WorkspaceKind::Freelancer, id("f:ines")}));
    QCOMPARE(workspaces.record(1).workspace, (Workspace{WorkspaceKind::Team, id("kilo")}));
    QCOMPARE(workspaces.record(1).role, QStringLiteral("team_lead"));
}

void TestWorkspaceModels::attention_namesWhatItIsAbout()
{
    const QString insert
        = QStringLiteral("insert into local_commands (entry, name, acting_as, args, expected, state, outcome, code, "
                         "created_at) values (id('%1'), '%2', 'business:%3', '{\"%4\": \"%5\"}', '{}', 'refused', "
                         "'rejected', 'wrong_status', %6)");
    const QString northwind = mara().workspace.id.toString(QUuid::WithoutBraces);
    m_source->execute(insert.arg(QStringLiteral("e1"), QStringLiteral("start_stage"), northwind,
        QStringLiteral("stage"), id("ui").toString(QUuid::WithoutBraces), QStringLiteral("1")));
    m_source->execute(insert.arg(QStringLiteral("e2"), QStringLiteral("send_message"), northwind,
        QStringLiteral("channel"), id("ch:web").toString(QUuid::WithoutBraces), QStringLiteral("2")));
    AttentionModel attention(*m_source);
    QAbstractItemModelTester tester(&attention, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_source->deliver();
    QCOMPARE(attention.rowCount(), 2);
    QCOMPARE(attention.record(0).subject, QStringLiteral("#general"));
    QCOMPARE(attention.record(1).subject, QStringLiteral("UI design"));
    QCOMPARE(attention.record(1).actingName, QStringLiteral("Northwind Ltd"));
}

void TestWorkspaceModels::search_takesMarksLiterally()
{
    SearchModel search(*m_source);
    QAbstractItemModelTester tester(&search, QAbstractItemModelTester::FailureReportingMode::Fatal);
    search.search(mara(), QStringLiteral("ui d"));
    m_source->deliver();
    QVERIFY(search.rowCount() >= 1);
    QCOMPARE(search.record(0).text, QStringLiteral("UI design"));
    QCOMPARE(search.record(0).context, QStringLiteral("Website relaunch"));
    search.search(mara(), QStringLiteral("%"));
    m_source->deliver();
    QCOMPARE(search.rowCount(), 0);
    search.search(mara(), QStringLiteral("Ines"));
    m_source->deliver();
    QVERIFY(search.rowCount() > 1);
    QCOMPARE(search.record(0).kind, SearchRow::Kind::Person);
    QCOMPARE(search.record(0).id, id("ines"));
    QCOMPARE(search.record(0).context, QStringLiteral("Interface designer"));
    QCOMPARE(search.record(1).kind, SearchRow::Kind::StageOfPerson);
}

void TestWorkspaceModels::search_findsPeopleBusinessesAndTeams_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<SearchRow::Kind>("kind");
    QTest::addColumn<QUuid>("found");
    QTest::newRow("a colleague without stages") << QStringLiteral("priya") << SearchRow::Kind::Person << id("priya");
    QTest::newRow("somebody of a team") << QStringLiteral("Tomás") << SearchRow::Kind::Person << id("tomas");
    QTest::newRow("a business") << QStringLiteral("northw") << SearchRow::Kind::Business << id("northwind");
    QTest::newRow("a team") << QStringLiteral("studio") << SearchRow::Kind::Team << id("kilo");
}

void TestWorkspaceModels::search_findsPeopleBusinessesAndTeams()
{
    QFETCH(QString, typed);
    QFETCH(SearchRow::Kind, kind);
    QFETCH(QUuid, found);
    SearchModel search(*m_source);
    search.search(mara(), typed);
    m_source->deliver();
    QVERIFY(search.rowCount() >= 1);
    QCOMPARE(search.record(0).kind, kind);
    QCOMPARE(search.record(0).id, found);
    for (const SearchRow &row : search.records().mid(1))
        QVERIFY(row.id != found);
}

void TestWorkspaceModels::people_areThoseOfTheProject()
{
    PeopleModel people(*m_source);
    QAbstractItemModelTester tester(&people, QAbstractItemModelTester::FailureReportingMode::Fatal);
    people.setChannel(UserId(id("mara")), ChannelId(id("ch:web")));
    m_source->deliver();
    QStringList names;
    for (const PersonRow &person : people.records())
        names.append(person.name);
    QVERIFY(names.contains(QStringLiteral("Ines Ribeiro")));
    QVERIFY(names.contains(QStringLiteral("Priya Nair")));
    QCOMPARE(names.last(), QStringLiteral("Mara Okafor"));
    QVERIFY(people.records().last().isSelf);
}

QTEST_GUILESS_MAIN(TestWorkspaceModels)
#include "tst_workspacemodels.moc"
