#include "models/commandrules.h"
#include "models/nextstep.h"
#include "models/stagelistmodel.h"
#include "worldtest.h"

using namespace projective;
using test::World;

Q_DECLARE_METATYPE(projective::Step)
Q_DECLARE_METATYPE(projective::Blocker)

class TestNextStep : public QObject
{
    Q_OBJECT

private:
    struct Seen {
        World world;
        CommandRules rules{world.source};
        StageListModel stages{world.source};
    };
    static Viewer viewer(const QString &who)
    {
        if (who == QLatin1String("ines"))
            return World::ines();
        if (who.startsWith(QLatin1String("team:")))
            return World::team(who.mid(5).toUtf8().constData());
        return World::business(who.toUtf8().constData());
    }

private Q_SLOTS:
    void offersTheOneStepOfTheState_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("stage");
        QTest::addColumn<bool>("online");
        QTest::addColumn<Step>("step");
        QTest::addColumn<Blocker>("blocker");
        QTest::addColumn<QString>("can");
        QTest::addColumn<qint64>("cents");
        const struct {
            const char *who, *stage;
            bool online;
            Step step;
            Blocker blocker;
            const char *can;
            qint64 cents;
        } rows[] = {
            {"mara", "launch", true, Step::Assign, Blocker::None, "Mara Okafor, Priya Nair", 0},
            {"mara", "launch", false, Step::Assign, Blocker::Offline, "Mara Okafor, Priya Nair", 0},
            {"jonas", "launch", true, Step::Assign, Blocker::NotYours, "Mara Okafor, Priya Nair", 0},
            {"mara", "motion", true, Step::Accept, Blocker::NotYours, "Ines Ribeiro, Tomás Kilo", 0},
            {"team:ines", "motion", false, Step::Accept, Blocker::None, "Ines Ribeiro, Tomás Kilo", 0},
            {"team:lea", "motion", true, Step::Accept, Blocker::NotYours, "Ines Ribeiro, Tomás Kilo", 0},
            {"mara", "access", true, Step::Fund, Blocker::None, "Jonas Weber, Mara Okafor", 30000},
            {"priya", "access", true, Step::Fund, Blocker::NotYours, "Jonas Weber, Mara Okafor", 30000},
            {"ines", "access", true, Step::Start, Blocker::NeedsFunding, "Jonas Weber, Mara Okafor", 30000},
            {"mara", "backend", true, Step::Submit, Blocker::NotYours, "Dmitri Volkov", 0},
            {"mara", "ui", true, Step::ApproveAndRelease, Blocker::None, "Mara Okafor, Priya Nair", 120000},
            {"priya", "ui", true, Step::Approve, Blocker::None, "Mara Okafor, Priya Nair", 0},
            {"ines", "ui", true, Step::Approve, Blocker::NotYours, "Mara Okafor, Priya Nair", 0},
            {"mara", "copy", true, Step::Submit, Blocker::NotYours, "Léa Fontaine", 0},
            {"jonas", "photo", true, Step::Release, Blocker::None, "Jonas Weber, Mara Okafor", 40000},
            {"team:lea", "photo", true, Step::Release, Blocker::NotYours, "Jonas Weber, Mara Okafor", 40000},
            {"mara", "research", true, Step::None, Blocker::None, "", 0},
            {"mara", "seo", true, Step::Submit, Blocker::Frozen, "Dmitri Volkov", 0},
            {"mara", "blog", true, Step::None, Blocker::None, "", 0},
        };
        for (const auto &row : rows) {
            QTest::addRow("%s %s %s", row.who, row.stage, row.online ? "online" : "offline")
                << QString::fromLatin1(row.who) << QString::fromLatin1(row.stage) << row.online << row.step
                << row.blocker << QString::fromUtf8(row.can) << row.cents;
        }
    }
    void offersTheOneStepOfTheState()
    {
        QFETCH(QString, who);
        QFETCH(QString, stage);
        QFETCH(bool, online);
        Seen seen;
        seen.stages.showStage(viewer(who), StageId(World::id(stage.toUtf8().constData())));
        seen.world.source.deliver();
        QCOMPARE(seen.stages.rowCount(), 1);
        const NextStep next = nextStep(seen.stages.record(0), seen.rules, {online, World::noon()});
        QTEST(next.step, "step");
        QTEST(next.blocker, "blocker");
        QTEST(next.who, "can");
        QTEST(next.money.cents, "cents");
    }
    void rulesOfTheServerDecideWhatIsLegal()
    {
        Seen seen;
        seen.world.source.execute(QStringLiteral("delete from transitions where command = 'assign_stage'"));
        seen.stages.showStage(World::business(), StageId(World::id("launch")));
        seen.world.source.deliver();
        const NextStep next = nextStep(seen.stages.record(0), seen.rules, {true, World::noon()});
        QCOMPARE(next.blocker, Blocker::NotLegal);
    }
    void changesAreAnsweredPaidForOrGivenUp_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("days");
        QTest::addColumn<Step>("step");
        QTest::addColumn<Blocker>("blocker");
        QTest::addColumn<qint64>("cents");
        const QString declined = QStringLiteral("update stage_revision_requests set answer = 'declined'");
        const QString dearer = QStringLiteral("update stage_revision_requests set status = 'in_progress', "
                                              "answer = 'accepted_with_extra', extra_cents = 5000 where id = "
                                              "id('q:copy')");
        const QString paid = dearer
            + QStringLiteral(
                ";insert into escrows (id, project_stage_id, assignment_id, payer_business_id, payee_type, "
                "payee_id, amount_cents, currency, released_cents, refunded_cents, status, "
                "revision_request_id) values (id('e:extra'), id('copy'), id('a:copy'), id('northwind'), "
                "'freelancer', id('f:lea'), 5000, 'GBP', 0, 0, 'funded', id('q:copy'))");
        const auto row = [](const char *name, const char *who, const QString &sql, int days, Step step, Blocker blocker,
                             qint64 cents) {
            QTest::newRow(name) << QString::fromLatin1(who) << sql << days << step << blocker << cents;
        };
        row("asked", "lea", {}, 0, Step::AnswerRevision, Blocker::None, 0);
        row("asked, the buyer", "mara", {}, 0, Step::AnswerRevision, Blocker::NotYours, 0);
        row("no answer in time", "mara", {}, 3, Step::ApproveAndRelease, Blocker::None, 45000);
        row("late answer", "lea", {}, 3, Step::AnswerRevision, Blocker::None, 0);
        row("declined", "mara", declined, 0, Step::ApproveAndRelease, Blocker::None, 45000);
        row("declined, without money rights", "priya", declined, 0, Step::Approve, Blocker::None, 0);
        row("declined, the assignee", "lea", declined, 0, Step::Approve, Blocker::NotYours, 0);
        row("dearer", "mara", dearer, 0, Step::Fund, Blocker::None, 5000);
        row("dearer, the assignee", "lea", dearer, 0, Step::Submit, Blocker::NeedsFunding, 5000);
        row("dearer and paid", "lea", paid, 0, Step::Submit, Blocker::None, 0);
        row("dearer and paid, the buyer", "mara", paid, 0, Step::Submit, Blocker::NotYours, 0);
    }
    void changesAreAnsweredPaidForOrGivenUp()
    {
        QFETCH(QString, who);
        QFETCH(QString, sql);
        QFETCH(int, days);
        Seen seen;
        const QStringList statements = sql.split(u';', Qt::SkipEmptyParts)
            + QStringList{QStringLiteral("insert into commands (id, name, class) values (id('c14'), 'answer_revision', "
                                         "'precondition')"),
                QStringLiteral("insert into transitions (id, entity, from_status, to_status, command, actor) values "
                               "(id('t15'), 'stage', 'revisions', 'approved', 'approve_stage', 'buyer')")};
        for (const QString &statement : statements)
            seen.world.source.execute(statement);
        const Viewer lea{UserId(World::id("lea")), {WorkspaceKind::Freelancer, World::id("f:lea")}};
        seen.stages.showStage(who == QLatin1String("lea") ? lea : viewer(who), StageId(World::id("copy")));
        seen.world.source.deliver();
        const NextStep next = nextStep(seen.stages.record(0), seen.rules, {true, World::noon().addDays(days)});
        QTEST(next.step, "step");
        QTEST(next.blocker, "blocker");
        QTEST(next.money.cents, "cents");
        // As long as the changes may come, nobody approves what they would replace.
        if (next.step == Step::AnswerRevision && days == 0)
            QCOMPARE(judge(Step::Approve, seen.stages.record(0), seen.rules, {true, World::noon()}).blocker,
                Blocker::NotLegal);
    }
    void aLapsedOfferCantBeAccepted()
    {
        Seen seen;
        seen.stages.showStage(World::team("ines"), StageId(World::id("motion")));
        seen.world.source.deliver();
        const NextStep next = nextStep(seen.stages.record(0), seen.rules, {true, World::noon().addDays(6)});
        QCOMPARE(next.blocker, Blocker::InvitationOver);
    }
    void holdStopsStaffingAndStartingButNotPaying()
    {
        Seen seen;
        seen.world.source.execute(QStringLiteral("update projects set status = 'on_hold'"));
        seen.stages.showProject(World::business(), ProjectId(World::id("web")));
        seen.world.source.deliver();
        const auto blocker = [&](const char *stage) {
            const int row = seen.stages.rowOf(StageId(World::id(stage)));
            return nextStep(seen.stages.record(row), seen.rules, {true, World::noon()}).blocker;
        };
        QCOMPARE(blocker("launch"), Blocker::ProjectOnHold);
        QCOMPARE(blocker("access"), Blocker::ProjectOnHold);
        QCOMPARE(blocker("ui"), Blocker::None);
        QCOMPARE(blocker("photo"), Blocker::None);
    }
    void aStepThatIsAboutToBeSentKeepsTheOthersBack()
    {
        Seen seen;
        seen.stages.showProject(World::business(), ProjectId(World::id("web")));
        seen.world.source.deliver();
        const Circumstances now{true, World::noon(), {World::id("ui")}};
        const auto next = [&](const char *stage) {
            return nextStep(seen.stages.record(seen.stages.rowOf(StageId(World::id(stage)))), seen.rules, now);
        };
        QCOMPARE(next("ui").blocker, Blocker::Held);
        QVERIFY(waitsForViewer(next("ui"))); // it is theirs still, should they undo it
        QCOMPARE(next("access").blocker, Blocker::None);
        QCOMPARE(next("backend").blocker, Blocker::NotYours);
    }
    void aColumnOfTheBoardMeansTheCommandThatLeadsThere()
    {
        Seen seen;
        seen.stages.showProject(World::business(), ProjectId(World::id("web")));
        seen.world.source.deliver();
        const auto towards = [&](const char *stage, const char *status) {
            const int row = seen.stages.rowOf(StageId(World::id(stage)));
            return stepTowards(QString::fromLatin1(status), seen.stages.record(row), seen.rules, {true, World::noon()});
        };
        QCOMPARE(towards("launch", "assigned").step, Step::Assign);
        QCOMPARE(towards("access", "in_progress").step, Step::Fund);
        QCOMPARE(towards("ui", "revisions").step, Step::RequestRevision);
        QCOMPARE(towards("ui", "approved").step, Step::Approve);
        QCOMPARE(towards("ui", "paid").step, Step::ApproveAndRelease);
        QCOMPARE(towards("photo", "paid").step, Step::Release);
        QCOMPARE(towards("launch", "paid").blocker, Blocker::NotLegal);
        QCOMPARE(towards("seo", "submitted").blocker, Blocker::Frozen);
        QCOMPARE(towards("blog", "assigned").blocker, Blocker::Closed);
    }
};

QTEST_GUILESS_MAIN(TestNextStep)
#include "tst_nextstep.moc"
