// projective-story --backend FILE --out FOLDER: plays the main job in real windows, one client process per person, on
// the embedded backend with its sample people; saves a picture of each step and says what was checked. Exit status 1
// when a check failed. ./demo --headless runs it; the same story without windows is tst_story.cpp.
#include "tests/e2e/person.h"
#include "tests/e2e/storyteller.h"
#include "tests/support/proxy.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>

using namespace projective;

namespace {

constexpr QLatin1String projectTitle{"Harbour festival microsite"};
constexpr QLatin1String design{"Design sprint"};
constexpr QLatin1String delivery{"Build and delivery"};
constexpr QLatin1String wrapUp{"Review of the season"};

int playedBefore = 0;

/// Project and stages get a number behind their name when the story was played on this backend before.
QString named(QLatin1String name)
{
    return playedBefore == 0 ? QString(name) : QStringLiteral("%1 %2").arg(name).arg(playedBefore + 1);
}

/// The name of a stage's channel, as the server makes it for plain names.
QString channelOf(const QString &stage)
{
    return stage.toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
}

QByteArray stageField(const QString &stage, const QByteArray &field)
{
    return "select " + field
        + " from projects.project_stages s join projects.projects p on p.id = s.project_id where p.title = '"
        + named(projectTitle).toUtf8() + "' and s.name = '" + stage.toUtf8() + "' order by p.created_at desc limit 1";
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
    mara.type(QStringLiteral("Title"), named(projectTitle));
    mara.type(QStringLiteral("Description"), QStringLiteral("A small site for the weekend of the harbour festival."));
    story.picture(mara, QStringLiteral("new-project"));
    mara.click(QStringLiteral("Create project"));
    mara.waitFor(QStringLiteral("Board"));
    addStage(story, mara, named(design), QStringLiteral("Session"), QStringLiteral("1200"));
    addStage(story, mara, named(delivery), QStringLiteral("Management"), QStringLiteral("900"));
    addStage(story, mara, named(wrapUp), QStringLiteral("Session"), QStringLiteral("150"));
    // Out of the stage in hand: the project's own next step is to be activated.
    mara.click(QStringLiteral("Close the stage"));
    mara.click(QStringLiteral("Activate project"));
    story.inPostgres("select status::text from projects.projects where title = '" + named(projectTitle).toUtf8()
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
    if (stage == named(design))
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
    ines.waitFor(QStringLiteral("Start work: ") + named(design)); // she knows of the money before the network goes
    proxy.cut();
    ines.waitFor(QStringLiteral("Offline since"), 60'000);
    ines.click(channelOf(named(design)));
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
    ines.click(named(design));
    ines.waitForExactly(named(design));
    ines.click(QStringLiteral("Start work"));
    ines.click(QStringLiteral("Submit…"));
    ines.type(QStringLiteral("Note"), QStringLiteral("Second direction, with notes on type and colour."));
    ines.click(QStringLiteral("Submit as "));
    ines.waitFor(QStringLiteral("5 waiting")); // with the messages and the start
    story.picture(ines, QStringLiteral("offline-submitted"));
    story.check(story.ask(stageField(named(design), "s.status::text")) == QLatin1String("assigned"),
        QStringLiteral("Postgres knows nothing of it yet"));
    proxy.restore();
    story.inPostgres(stageField(named(design), "s.status::text"), QStringLiteral("submitted"),
        QStringLiteral("her submission arrived"), 60'000);
    story.inPostgres("select string_agg(left(m.body, 8), '|' order by m.seq) from comms.project_messages m join "
                     "comms.project_channels c on c.id = m.channel_id"
                     " join projects.projects p on p.id = c.project_id where p.title = '"
            + named(projectTitle).toUtf8() + "' and c.name = '#" + channelOf(named(design)).toUtf8() + "'",
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
    person.click(named(projectTitle));
    person.waitFor(QStringLiteral("Board"));
}

/// Who plays, each in a window of their own.
struct Cast {
    Person &mara;
    Person &ines;
    Person &lena;
    Person &tomas;
};

constexpr QLatin1String northwind{"Northwind Ltd"};
constexpr QLatin1String studio{"Studio Nord"};
constexpr QStringView inesName = u"Inês Romero";

void signAllIn(Story &story, const Cast &cast)
{
    story.step(QStringLiteral("Four people sign in, each in a window of their own"));
    cast.mara.resize(1400, 900);
    cast.mara.waitFor(QStringLiteral("Sign in as Mara"));
    story.picture(cast.mara, QStringLiteral("sign-in"));
    signIn(story, cast.mara, QStringLiteral("Mara"), northwind);
    signIn(story, cast.ines, QStringLiteral("Inês"), inesName.toString());
    signIn(story, cast.lena, QStringLiteral("Lena"), studio);
    signIn(story, cast.tomas, QStringLiteral("Tomás"), QStringLiteral("Becker & Söhne GmbH"));
    story.picture(cast.mara, QStringLiteral("my-work"));
}

/// How often this backend has seen the story is in the names of this time.
void chooseNames(Story &story)
{
    playedBefore = story
                       .ask("select count(*)::text from projects.projects where title like '"
                           + named(projectTitle).toUtf8() + "%'")
                       .toInt();
}

void offerStages(Story &story, const Cast &cast)
{
    story.step(QStringLiteral("She offers one stage to Inês and one to Studio Nord; both accept"));
    assign(story, cast.mara, named(design), inesName.toString());
    assign(story, cast.mara, named(delivery), studio);
    accept(story, cast.ines, named(design), inesName.toString(), QStringLiteral("invitation"));
    accept(story, cast.lena, named(delivery), studio, QStringLiteral("invitation-of-the-team"));
}

void fundStages(Story &story, Person &mara)
{
    story.step(QStringLiteral("Mara funds both stages in one act"));
    openProject(mara);
    mara.click(QStringLiteral("List"));
    mara.click(named(design));
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
            + named(projectTitle).toUtf8() + "' and e.status = 'funded'",
        QStringLiteral("2 210000"), QStringLiteral("two escrows hold 2,100.00 GBP"), holdMs);
}

void askForChanges(Story &story, const Cast &cast)
{
    story.step(QStringLiteral("Mara asks for changes, Inês submits again, Mara approves and releases in one act"));
    cast.mara.click(named(design));
    cast.mara.waitForExactly(named(design));
    story.picture(cast.mara, QStringLiteral("submitted-work"));
    cast.mara.click(QStringLiteral("Request changes…"));
    cast.mara.type(QStringLiteral("Reason"), QStringLiteral("Please show the type at small sizes too."));
    cast.mara.click(QStringLiteral("Request changes as ") + northwind);
    story.inPostgres(stageField(named(design), "s.status::text"), QStringLiteral("revisions"),
        QStringLiteral("the stage is in revisions"));
    cast.ines.click(QStringLiteral("My work"));
    cast.ines.click(named(design));
    cast.ines.waitForExactly(named(design));
    cast.ines.waitFor(QStringLiteral("Please show the type"));
    story.picture(cast.ines, QStringLiteral("change-request"));
    cast.ines.click(QStringLiteral("Submit…"));
    cast.ines.type(QStringLiteral("Note"), QStringLiteral("With small sizes, down to 11 px."));
    cast.ines.click(QStringLiteral("Submit as "));
    story.inPostgres(
        stageField(named(design), "s.status::text"), QStringLiteral("submitted"), QStringLiteral("submitted again"));
    approveAndRelease(
        story, cast.mara, named(design), QStringLiteral("1,200.00"), QStringLiteral("approve-and-release"));
}

void deliverAsTeam(Story &story, const Cast &cast)
{
    story.step(QStringLiteral("Lena talks in the channel, starts and submits; Mara approves and releases"));
    cast.lena.click(channelOf(named(delivery)));
    cast.lena.type(QStringLiteral("Message"), QStringLiteral("We begin today; the first version is up on Thursday."));
    cast.lena.key(QStringLiteral("Return"));
    cast.mara.click(channelOf(named(delivery)));
    cast.mara.waitFor(QStringLiteral("We begin today"));
    story.did(cast.mara, QStringLiteral("Mara reads Lena's message"));
    story.picture(cast.mara, QStringLiteral("chat"));
    cast.lena.click(QStringLiteral("My work"));
    cast.lena.click(named(delivery));
    cast.lena.waitForExactly(named(delivery));
    cast.lena.click(QStringLiteral("Start work"));
    cast.lena.click(QStringLiteral("Submit…"));
    cast.lena.type(QStringLiteral("Note"), QStringLiteral("Live on the test server; notes are in the channel."));
    cast.lena.click(QStringLiteral("Submit as "));
    story.inPostgres(stageField(named(delivery), "s.status::text"), QStringLiteral("submitted"),
        QStringLiteral("the team's stage is submitted"));
    openProject(cast.mara);
    approveAndRelease(story, cast.mara, named(delivery), QStringLiteral("900.00"), QStringLiteral("approve-the-team"));
}

void checkTheMoney(Story &story, const Cast &cast, const Earnings &before)
{
    story.step(QStringLiteral("The money is where it belongs"));
    story.inPostgres("select ((" + before.inesSql + ")::bigint - " + before.ines.toUtf8() + ")::text",
        QStringLiteral("120000"), QStringLiteral("Inês has 1,200.00 GBP more"));
    story.inPostgres("select ((" + before.teamSql + ")::bigint - " + before.team.toUtf8() + ")::text",
        QStringLiteral("90000"), QStringLiteral("the three of Studio Nord have 900.00 GBP more, split among them"));
    story.inPostgres("select count(*)::text from finance.verify()", QStringLiteral("0"),
        QStringLiteral("the ledger verifies: sums, chains, conservation"));
    cast.ines.click(QStringLiteral("Money"));
    cast.ines.waitFor(QStringLiteral("For: %1 · ").arg(named(design))); // the statement has its rows
    story.picture(cast.ines, QStringLiteral("money-of-ines"));
    cast.mara.click(QStringLiteral("My work")); // away from the project, which has a tab of that name
    cast.mara.click(QStringLiteral("Money"));
    cast.mara.waitFor(QStringLiteral("For: %1 · ").arg(named(design)));
    story.picture(cast.mara, QStringLiteral("money-of-northwind"));
    openProject(cast.mara);
    cast.mara.click(QStringLiteral("Board"));
    story.picture(cast.mara, QStringLiteral("board-at-the-end"));
    cast.lena.click(QStringLiteral("Inbox"));
    cast.lena.waitFor(named(delivery)); // the inbox has its rows
    story.picture(cast.lena, QStringLiteral("inbox-of-the-lead"));
}

void showAStranger(Story &story, Person &tomas)
{
    story.step(QStringLiteral("A stranger sees none of it"));
    tomas.click(QStringLiteral("Projects"));
    tomas.waitFor(QStringLiteral("Imagefilm"));
    story.check(!tomas.sees(named(projectTitle)), QStringLiteral("the project is not on Tomás's screen"));
    story.picture(tomas, QStringLiteral("stranger"));
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

    const QString program = QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projective-driven");
    Person mara(QStringLiteral("Mara"), program, folder.filePath(QStringLiteral("mara")), backend);
    Person ines(QStringLiteral("Inês"), program, folder.filePath(QStringLiteral("ines")), proxied);
    Person lena(QStringLiteral("Lena"), program, folder.filePath(QStringLiteral("lena")), backend);
    Person tomas(QStringLiteral("Tomás"), program, folder.filePath(QStringLiteral("tomas")), backend);
    const Cast cast{mara, ines, lena, tomas};
    Earnings before;
    const std::function<void()> acts[]{[&] { signAllIn(story, cast); },
        [&] {
            before = earnings(story);
            chooseNames(story);
            makeProject(story, mara);
        },
        [&] { offerStages(story, cast); }, [&] { fundStages(story, mara); }, [&] { playOffline(story, ines, proxy); },
        [&] { askForChanges(story, cast); }, [&] { deliverAsTeam(story, cast); },
        [&] { checkTheMoney(story, cast, before); }, [&] { showAStranger(story, tomas); }};
    for (const auto &act : acts) {
        if (story.going())
            act();
    }
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
