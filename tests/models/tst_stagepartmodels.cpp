#include "models/activitymodel.h"
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
