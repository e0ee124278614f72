// projective-story --backend FILE --out FOLDER: plays the main job in real windows, one client process per person, on
// the embedded backend with its sample people; saves a picture of each step and says what was checked. Exit status 1
// when a check failed. ./demo --headless runs it; the same story without windows is tst_story.cpp.
#include "sync/gateway/database.h"
#include "tests/e2e/person.h"
#include "tests/support/proxy.h"
#include "tests/support/until.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QUrl>

#include <cstdio>
#include <functional>

using namespace projective;

namespace {

const QString program = QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projective-driven");
/// These names get a number behind them when the story was played on this backend before.
QString projectTitle = QStringLiteral("Harbour festival microsite");
QString design = QStringLiteral("Design sprint");
QString delivery = QStringLiteral("Build and delivery");
QString wrapUp = QStringLiteral("Review of the season");

/// The name of a stage's channel, as the server makes it for plain names.
QString channelOf(const QString &stage)
{
    return stage.toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
}

void print(const QString &line)
{
    std::fputs(qPrintable(line), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

/// Counts and prints what is checked; the first failure ends the story.
class Story
{
public:
    Story(const QJsonObject &backend, const QString &out)
        : m_out(out)
        , m_database(backend.value(QLatin1String("postgres")).toString().toUtf8(), "projective-story")
    {
        const auto open = m_database.reopen();
        check(open.has_value(), open ? QStringLiteral("Postgres answers") : open.error().detail);
    }

    [[nodiscard]] bool going() const { return m_failures == 0; }
    [[nodiscard]] int pictures() const { return m_pictures; }

    void step(const QString &what) { print(QStringLiteral("\n%1. %2").arg(++m_step).arg(what)); }

    void check(bool fine, const QString &what)
    {
        if (!going())
            return;
        print((fine ? QStringLiteral("   ok    ") : QStringLiteral("   FAIL  ")) + what);
        m_failures += fine ? 0 : 1;
        if (!fine && m_last)
            m_last->shot(m_out + QStringLiteral("/failed.png"));
    }

    /// Whose window is pictured when a check fails.
    void watch(Person &person) { m_last = &person; }

    void picture(Person &person, const QString &name)
    {
        if (!going())
            return;
        const QString file
            = QStringLiteral("%1/%2-%3.png").arg(m_out).arg(++m_pictures, 2, 10, QLatin1Char('0')).arg(name);
        person.shot(file);
        check(person.failure().isEmpty() && QFile::exists(file),
            person.failure().isEmpty() ? QStringLiteral("picture ") + file : person.failure());
    }

    /// That the window let the person do all that was asked of it.
    void did(const Person &person, const QString &what)
    {
        check(person.failure().isEmpty(), person.failure().isEmpty() ? what : person.failure());
    }

    [[nodiscard]] QString ask(const QByteArray &sql)
    {
        const auto table = m_database.query(sql);
        if (!table)
            return QStringLiteral("error: ") + table.error().detail;
        return table->rows() == 0 || table->isNull(0, 0) ? QString() : QString::fromUtf8(table->view(0, 0));
    }

    /// Asks Postgres until it says what is expected (a window's act takes its way through outbox and gateway).
    void inPostgres(const QByteArray &sql, const QString &expected, const QString &what, int timeoutMs = 20'000)
    {
        if (!going())
            return;
        QString found;
        const auto same = [&] { return (found = ask(sql)) == expected; };
        const bool fine = test::until(same, timeoutMs);
        check(fine, fine ? what : QStringLiteral("%1: expected \"%2\", found \"%3\"").arg(what, expected, found));
    }

private:
    QString m_out;
    gateway::Database m_database;
    Person *m_last = nullptr;
    int m_step = 0;
    int m_pictures = 0;
    int m_failures = 0;
};

QByteArray stageField(const QString &stage, const QByteArray &field)
{
    return "select " + field
        + " from projects.project_stages s join projects.projects p on p.id = s.project_id where p.title = '"
        + projectTitle.toUtf8() + "' and s.name = '" + stage.toUtf8() + "' order by p.created_at desc limit 1";
}

void signIn(Story &story, Person &person, const QString &title, const QString &workspace)
{
    if (!story.going())
        return;
    person.resize(1400, 900);
    person.click(QStringLiteral("Sign in as ") + title);
    // There is no keychain in this process's session; a person would be asked the same.
    person.click(QStringLiteral("Forget it when I quit"));
    person.waitFor(QStringLiteral("Synced"));
    if (!person.sees(QStringLiteral("Workspace: ") + workspace, 3'000)) {
        person.click(QStringLiteral("Workspace: "));
        person.click(workspace);
        person.waitFor(QStringLiteral("Workspace: ") + workspace);
    }
    story.did(person, QStringLiteral("%1 is signed in and acts as %2").arg(person.name(), workspace));
}

void addStage(Story &story, Person &mara, const QString &name, const QString &kind, const QString &amount)
{
    story.watch(mara);
    if (!story.going())
        return;
    mara.click(QStringLiteral("New stage"));
    mara.type(QStringLiteral("Name"), name);
    mara.type(QStringLiteral("What to deliver"), QStringLiteral("As agreed on the phone: ") + name.toLower());
    mara.choose(QStringLiteral("Kind"), kind);
    mara.choose(QStringLiteral("Currency"), QStringLiteral("GBP"));
    mara.type(QStringLiteral("Amount"), amount);
    mara.check(QStringLiteral("With a channel of its own"), true);
    mara.click(QStringLiteral("Add stage"));
    mara.waitFor(name);
    story.did(mara, QStringLiteral("added the stage \"%1\" for %2 GBP").arg(name, amount));
}

void makeProject(Story &story, Person &mara)
{
    story.step(QStringLiteral("Mara makes a project with three stages and activates it"));
    mara.click(QStringLiteral("Projects"));
    mara.click(QStringLiteral("New project"));
    mara.type(QStringLiteral("Title"), projectTitle);
    mara.type(QStringLiteral("Description"), QStringLiteral("A small site for the weekend of the harbour festival."));
    story.picture(mara, QStringLiteral("new-project"));
    mara.click(QStringLiteral("Create project"));
    mara.waitFor(QStringLiteral("Board"));
    addStage(story, mara, design, QStringLiteral("Session"), QStringLiteral("1200"));
    addStage(story, mara, delivery, QStringLiteral("Management"), QStringLiteral("900"));
    addStage(story, mara, wrapUp, QStringLiteral("Session"), QStringLiteral("150"));
    // Out of the stage in hand: the project's own next step is to be activated.
    mara.click(QStringLiteral("Close the stage"));
    mara.click(QStringLiteral("Activate project"));
    story.inPostgres("select status::text from projects.projects where title = '" + projectTitle.toUtf8()
            + "' order by created_at desc limit 1",
        QStringLiteral("active"), QStringLiteral("the project is active in Postgres"));
    story.picture(mara, QStringLiteral("board-of-the-new-project"));
}

void assign(Story &story, Person &mara, const QString &stage, const QString &whom)
{
    story.watch(mara);
    if (!story.going())
        return;
    mara.click(stage);
    mara.waitForExactly(stage);
    mara.click(QStringLiteral("Assign…"));
    mara.type(QStringLiteral("Search by name"), whom);
    mara.click(whom);
    if (stage == design)
        story.picture(mara, QStringLiteral("assign"));
    mara.click(QStringLiteral("Assign to ") + whom);
    story.inPostgres(stageField(stage, "s.status::text"), QStringLiteral("assigned"),
        QStringLiteral("\"%1\" is offered to %2").arg(stage, whom));
}

void accept(Story &story, Person &person, const QString &stage, const QString &workspace, const QString &picture)
{
    story.watch(person);
    if (!story.going())
        return;
    person.click(QStringLiteral("My work"));
    person.click(stage);
    person.waitForExactly(stage);
    story.picture(person, picture);
    person.click(QStringLiteral("Accept"));
    person.click(QStringLiteral("Accept as ") + workspace);
    story.inPostgres(stageField(stage,
                         "(select a.status from projects.stage_assignments a where a.project_stage_id = s.id and "
                         "a.ended_at is null)"),
        QStringLiteral("accepted"), QStringLiteral("%1 accepted \"%2\"").arg(person.name(), stage));
}

/// All that follows needs ten seconds of patience: what moves money can be undone that long.
constexpr int holdMs = 40'000;

void playOffline(Story &story, Person &ines, test::Proxy &proxy)
{
    story.watch(ines);
    story.step(
        QStringLiteral("Inês goes offline, writes three messages, starts and submits her stage, and comes back"));
    ines.click(QStringLiteral("My work"));
    ines.waitFor(QStringLiteral("Start work: ") + design); // she knows of the money before the network goes
    proxy.cut();
    ines.waitFor(QStringLiteral("Offline since"), 60'000);
    ines.click(channelOf(design));
    for (const QString &text : {QStringLiteral("On the train, no network until Lisbon."),
             QStringLiteral("First sketches are done: *three* directions."),
             QStringLiteral("I go with the second one and submit tonight.")}) {
        ines.type(QStringLiteral("Message"), text);
        ines.key(QStringLiteral("Return"));
        ines.waitFor(text.left(20));
    }
    story.did(ines, QStringLiteral("three messages are on her screen, pending"));
    story.picture(ines, QStringLiteral("offline-messages"));
    ines.click(QStringLiteral("My work"));
    ines.click(design);
    ines.waitForExactly(design);
    ines.click(QStringLiteral("Start work"));
    ines.click(QStringLiteral("Submit…"));
    ines.type(QStringLiteral("Note"), QStringLiteral("Second direction, with notes on type and colour."));
    ines.click(QStringLiteral("Submit as "));
    ines.waitFor(QStringLiteral("waiting"));
    story.picture(ines, QStringLiteral("offline-submitted"));
    story.check(story.ask(stageField(design, "s.status::text")) == QLatin1String("assigned"),
        QStringLiteral("Postgres knows nothing of it yet"));
    proxy.restore();
    story.inPostgres(stageField(design, "s.status::text"), QStringLiteral("submitted"),
        QStringLiteral("her submission arrived"), 60'000);
    story.inPostgres("select string_agg(left(m.body, 8), '|' order by m.seq) from comms.project_messages m join "
                     "comms.project_channels c on c.id = m.channel_id"
                     " join projects.projects p on p.id = c.project_id where p.title = '"
            + projectTitle.toUtf8() + "' and c.name = '#" + channelOf(design).toUtf8() + "'",
        QStringLiteral("On the t|First sk|I go wit"), QStringLiteral("her three messages arrived once, in order"));
    ines.waitFor(QStringLiteral("Synced"), 60'000);
    story.picture(ines, QStringLiteral("back-online"));
}

void approveAndRelease(Story &story, Person &mara, const QString &stage, const QString &amount, const QString &picture)
{
    story.watch(mara);
    mara.click(stage);
    mara.waitForExactly(stage);
    mara.click(QStringLiteral("Approve and release %1").arg(amount));
    story.picture(mara, picture);
    mara.click(QStringLiteral("Approve and release %1").arg(amount));
    story.inPostgres(stageField(stage, "s.status::text"), QStringLiteral("paid"),
        QStringLiteral("\"%1\" is approved and paid in one act").arg(stage), holdMs);
}

void openProject(Person &person)
{
    person.click(QStringLiteral("Projects"));
    person.click(projectTitle);
    person.waitFor(QStringLiteral("Board"));
}

void play(Story &story, const QString &backend, const QJsonObject &description)
{
    QTemporaryDir folder;
    // Inês sits behind a network that can be cut.
    const QUrl server(description.value(QLatin1String("http")).toString());
    test::Proxy proxy(static_cast<quint16>(server.port()));
    QJsonObject behindProxy = description;
    behindProxy.insert(QStringLiteral("http"), proxy.address());
    const QString proxied = folder.filePath(QStringLiteral("backend-ines.json"));
    QFile file(proxied);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(behindProxy).toJson()) < 0)
        return story.check(false, QStringLiteral("could not write ") + proxied);
    file.close();

    Person mara(QStringLiteral("Mara"), program, folder.filePath(QStringLiteral("mara")), backend);
    Person ines(QStringLiteral("Inês"), program, folder.filePath(QStringLiteral("ines")), proxied);
    Person lena(QStringLiteral("Lena"), program, folder.filePath(QStringLiteral("lena")), backend);
    Person tomas(QStringLiteral("Tomás"), program, folder.filePath(QStringLiteral("tomas")), backend);
    const QString northwind = QStringLiteral("Northwind Ltd");
    const QString studio = QStringLiteral("Studio Nord");
    const QString inesName = QStringLiteral("Inês Romero");

    if (!story.going())
        return;
    story.step(QStringLiteral("Four people sign in, each in a window of their own"));
    mara.resize(1400, 900);
    mara.waitFor(QStringLiteral("Sign in as Mara"));
    story.picture(mara, QStringLiteral("sign-in"));
    signIn(story, mara, QStringLiteral("Mara"), northwind);
    signIn(story, ines, QStringLiteral("Inês"), inesName);
    signIn(story, lena, QStringLiteral("Lena"), studio);
    signIn(story, tomas, QStringLiteral("Tomás"), QStringLiteral("Becker & Söhne GmbH"));
    story.picture(mara, QStringLiteral("my-work"));
    const QString inesBefore = story.ask("select coalesce(sum(balance_cents), 0)::text from finance.wallets w join "
                                         "org.freelancer_profiles f on f.id = w.owner_id"
                                         " join org.users_public u on u.user_id = f.user_id where w.owner_type = "
                                         "'freelancer' and w.currency = 'GBP' and u.display_name = 'Inês Romero'");
    const QByteArray teamMoney = "select coalesce(sum(balance_cents), 0)::text from finance.wallets w join "
                                 "org.freelancer_profiles f on f.id = w.owner_id"
                                 " join auth.users u on u.id = f.user_id where w.owner_type = 'freelancer' and "
                                 "w.currency = 'GBP' and u.email like '%studionord%'";
    const QString teamBefore = story.ask(teamMoney);

    const int before
        = story.ask("select count(*)::text from projects.projects where title like '" + projectTitle.toUtf8() + "%'")
              .toInt();
    for (QString *name : {&projectTitle, &design, &delivery, &wrapUp}) {
        if (before > 0)
            *name += QStringLiteral(" %1").arg(before + 1);
    }
    makeProject(story, mara);

    if (!story.going())
        return;
    story.step(QStringLiteral("She offers one stage to Inês and one to Studio Nord; both accept"));
    assign(story, mara, design, inesName);
    assign(story, mara, delivery, studio);
    accept(story, ines, design, inesName, QStringLiteral("invitation"));
    accept(story, lena, delivery, studio, QStringLiteral("invitation-of-the-team"));

    if (!story.going())
        return;
    story.step(QStringLiteral("Mara funds both stages in one act"));
    openProject(mara);
    mara.click(QStringLiteral("List"));
    mara.click(design);
    mara.waitFor(QStringLiteral("Assignee: Inês Romero"));
    mara.key(QStringLiteral("Shift+Down"));
    story.watch(mara);
    mara.click(QStringLiteral("Fund 2 stages"));
    mara.waitFor(QStringLiteral("Wallet: "));
    mara.waitGone(QStringLiteral("The wallet is being read."));
    story.picture(mara, QStringLiteral("fund"));
    mara.click(QStringLiteral("Fund 2,100.00"));
    story.picture(mara, QStringLiteral("ten-seconds-to-undo"));
    story.inPostgres("select count(*)::text || ' ' || sum(e.amount_cents)::text from finance.escrows e join "
                     "projects.project_stages s on s.id = e.project_stage_id"
                     " join projects.projects p on p.id = s.project_id where p.title = '"
            + projectTitle.toUtf8() + "' and e.status = 'funded'",
        QStringLiteral("2 210000"), QStringLiteral("two escrows hold 2,100.00 GBP"), holdMs);

    if (story.going())
        playOffline(story, ines, proxy);

    if (!story.going())
        return;
    story.step(QStringLiteral("Mara asks for changes, Inês submits again, Mara approves and releases in one act"));
    mara.click(design);
    mara.waitForExactly(design);
    story.picture(mara, QStringLiteral("submitted-work"));
    mara.click(QStringLiteral("Request changes…"));
    mara.type(QStringLiteral("Reason"), QStringLiteral("Please show the type at small sizes too."));
    mara.click(QStringLiteral("Request changes as ") + northwind);
    story.inPostgres(
        stageField(design, "s.status::text"), QStringLiteral("revisions"), QStringLiteral("the stage is in revisions"));
    ines.click(QStringLiteral("My work"));
    ines.click(design);
    ines.waitForExactly(design);
    ines.waitFor(QStringLiteral("Please show the type"));
    story.picture(ines, QStringLiteral("change-request"));
    ines.click(QStringLiteral("Submit…"));
    ines.type(QStringLiteral("Note"), QStringLiteral("With small sizes, down to 11 px."));
    ines.click(QStringLiteral("Submit as "));
    story.inPostgres(
        stageField(design, "s.status::text"), QStringLiteral("submitted"), QStringLiteral("submitted again"));
    approveAndRelease(story, mara, design, QStringLiteral("1,200.00"), QStringLiteral("approve-and-release"));

    if (!story.going())
        return;
    story.step(QStringLiteral("Lena talks in the channel, starts and submits; Mara approves and releases"));
    lena.click(channelOf(delivery));
    lena.type(QStringLiteral("Message"), QStringLiteral("We begin today; the first version is up on Thursday."));
    lena.key(QStringLiteral("Return"));
    mara.click(channelOf(delivery));
    mara.waitFor(QStringLiteral("We begin today"));
    story.did(mara, QStringLiteral("Mara reads Lena's message"));
    story.picture(mara, QStringLiteral("chat"));
    lena.click(QStringLiteral("My work"));
    lena.click(delivery);
    lena.waitForExactly(delivery);
    lena.click(QStringLiteral("Start work"));
    lena.click(QStringLiteral("Submit…"));
    lena.type(QStringLiteral("Note"), QStringLiteral("Live on the test server; notes are in the channel."));
    lena.click(QStringLiteral("Submit as "));
    story.inPostgres(stageField(delivery, "s.status::text"), QStringLiteral("submitted"),
        QStringLiteral("the team's stage is submitted"));
    openProject(mara);
    approveAndRelease(story, mara, delivery, QStringLiteral("900.00"), QStringLiteral("approve-the-team"));

    if (!story.going())
        return;
    story.step(QStringLiteral("The money is where it belongs"));
    story.inPostgres("select ((select coalesce(sum(balance_cents), 0) from finance.wallets w join "
                     "org.freelancer_profiles f on f.id = w.owner_id"
                     " join org.users_public u on u.user_id = f.user_id where w.owner_type = 'freelancer' and "
                     "w.currency = 'GBP' and u.display_name = 'Inês Romero') - "
            + inesBefore.toUtf8() + ")::text",
        QStringLiteral("120000"), QStringLiteral("Inês has 1,200.00 GBP more"));
    story.inPostgres("select ((" + teamMoney + ")::bigint - " + teamBefore.toUtf8() + ")::text",
        QStringLiteral("90000"), QStringLiteral("the three of Studio Nord have 900.00 GBP more, split among them"));
    story.inPostgres("select count(*)::text from finance.verify()", QStringLiteral("0"),
        QStringLiteral("the ledger verifies: sums, chains, conservation"));
    ines.click(QStringLiteral("Money"));
    ines.waitFor(QStringLiteral("For: %1 · ").arg(design)); // the statement has its rows
    story.picture(ines, QStringLiteral("money-of-ines"));
    mara.click(QStringLiteral("My work")); // away from the project, which has a tab of that name
    mara.click(QStringLiteral("Money"));
    mara.waitFor(QStringLiteral("For: %1 · ").arg(design));
    story.picture(mara, QStringLiteral("money-of-northwind"));
    openProject(mara);
    mara.click(QStringLiteral("Board"));
    story.picture(mara, QStringLiteral("board-at-the-end"));
    lena.click(QStringLiteral("Inbox"));
    story.picture(lena, QStringLiteral("inbox-of-the-lead"));

    if (!story.going())
        return;
    story.step(QStringLiteral("A stranger sees none of it"));
    tomas.click(QStringLiteral("Projects"));
    tomas.waitFor(QStringLiteral("Imagefilm"));
    story.check(!tomas.sees(projectTitle), QStringLiteral("the project is not on Tomás's screen"));
    story.picture(tomas, QStringLiteral("stranger"));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption backend(QStringLiteral("backend"),
        QStringLiteral("backend.json of a running embedded backend."), QStringLiteral("file"));
    const QCommandLineOption out(
        QStringLiteral("out"), QStringLiteral("Folder for the pictures."), QStringLiteral("folder"));
    parser.addOptions({backend, out});
    parser.process(application);
    QFile file(parser.value(backend));
    if (!file.open(QIODevice::ReadOnly)) {
        print(QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()));
        return 2;
    }
    const QJsonObject description = QJsonDocument::fromJson(file.readAll()).object();
    QDir().mkpath(parser.value(out));
    Story story(description, parser.value(out));
    play(story, QDir::current().absoluteFilePath(parser.value(backend)), description);
    if (!story.going()) {
        print(QStringLiteral("\nThe story broke; see the line above."));
        return 1;
    }
    print(QStringLiteral("\nThe story is whole: %1 pictures.").arg(story.pictures()));
    return 0;
}
