#include "models/activitymodel.h"
#include "models/disputemessagemodel.h"
#include "models/revisionlistmodel.h"
#include "models/splitmodel.h"
#include "models/submissionlistmodel.h"
#include "worldtest.h"

using namespace projective;
using test::World;

class TestStagePartModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsSubmissionsWithTheirFiles()
    {
        World world;
        SubmissionListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showStage(StageId(World::id("ui")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "submissionlistmodel");
    }
    void listsRevisionRequests()
    {
        World world;
        RevisionListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showStage(StageId(World::id("copy")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "revisionlistmodel");
    }
    void listsTheSplitOfATeam()
    {
        World world;
        SplitModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showAssignment(AssignmentId(World::id("a:photo")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "splitmodel");
    }
    void listsDisputesWithTheLatestOfferOfEachSide()
    {
        World world;
        DisputeListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showStage(StageId(World::id("seo")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "disputelistmodel");
        QCOMPARE(model.record(1).state, DisputeRecord::State::Withdrawn);
        world.source.execute(QStringLiteral(
            "insert into dispute_offers (id, dispute_id, offered_by_type, offered_by_profile, offered_by_user, "
            "release_cents, status, created_at) values (id('o:seo3'), id('d:seo'), 'business', id('northwind'), "
            "id('mara'), 20000, 'open', at('2026-11-21T09:00:00'))"));
        world.source.deliver();
        QCOMPARE(model.record(0).buyerOffer.release, (Money{20000, QStringLiteral("GBP")}));
        QCOMPARE(model.record(0).payeeOffer.release, (Money{30000, QStringLiteral("GBP")}));
    }
    void aDisputeSaysHowItEnded_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<DisputeRecord::State>("state");
        using enum DisputeRecord::State;
        QTest::newRow("review") << QStringLiteral("status = 'under_review'") << UnderReview;
        const auto divided = [](const char *by) {
            return QStringLiteral("status = 'refunded', decision_release_cents = 30000, decision_refund_cents = 10000, "
                                  "decided_at = at('2026-11-22T09:00:00'), decided_by = ")
                + QLatin1String(by);
        };
        QTest::newRow("moderator") << divided("id('lea')") << Decided;
        QTest::newRow("deadline") << divided("null") << Unanswered;
        QTest::newRow("agreement") << divided("null") << Agreed;
        QTest::newRow("given up") << QStringLiteral("status = 'resolved'") << Withdrawn;
    }
    void aDisputeSaysHowItEnded()
    {
        QFETCH(QString, change);
        QFETCH(DisputeRecord::State, state);
        World world;
        DisputeListModel model(world.source);
        model.showStage(StageId(World::id("seo")));
        if (state == DisputeRecord::State::Agreed)
            world.source.execute(
                QStringLiteral("update dispute_offers set status = 'accepted' where id = id('o:seo2')"));
        world.source.execute(QStringLiteral("update disputes set %1 where id = id('d:seo')").arg(change));
        // What it was about stays when the escrow is empty.
        world.source.execute(
            QStringLiteral("update escrows set released_cents = 30000, refunded_cents = 20000 where id = id('e:seo')"));
        world.source.deliver();
        const DisputeRecord &dispute = model.record(0);
        QCOMPARE(dispute.state, state);
        const bool ended = dispute.released.cents > 0;
        QCOMPARE(dispute.disputed.cents, ended ? 40000 : 0);
        QCOMPARE(
            dispute.deciderName, state == DisputeRecord::State::Decided ? QStringLiteral("Léa Fontaine") : QString());
    }
    void listsWhatWasSaidInADispute()
    {
        World world;
        DisputeMessageModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showStage(StageId(World::id("seo")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "disputemessagemodel");
    }
    void listsTheActivityOfAProjectAndOfAStage()
    {
        World world;
        ActivityModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showProject(ProjectId(World::id("web")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "activitymodel");
        model.showStage(StageId(World::id("ui")));
        world.source.deliver();
        QCOMPARE(model.rowCount(), 3);
    }
};

QTEST_GUILESS_MAIN(TestStagePartModels)
#include "tst_stagepartmodels.moc"
