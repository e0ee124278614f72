#include "models/candidatemodel.h"
#include "models/projectlistmodel.h"
#include "models/projectmoneymodel.h"
#include "worldtest.h"

using namespace projective;
using test::World;

class TestProjectModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheProjectsOfABusiness()
    {
        World world;
        ProjectListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOwn(World::business());
        world.source.deliver();
        COMPARE_GOLDEN(model, "projectlistmodel");
    }
    void aFreelancerSeesThoseWhereTheyWork()
    {
        World world;
        ProjectListModel model(world.source);
        model.showOwn(World::ines());
        world.source.deliver();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.record(0).hires, false);
    }
    void sumsTheMoneyByStageAndCurrency()
    {
        World world;
        ProjectMoneyModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showProject(ProjectId(World::id("web")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "projectmoneymodel");
        const QList<ProjectMoneyRecord> totals = model.totals();
        QCOMPARE(totals.size(), 2);
        QCOMPARE(totals.at(1).currency, QStringLiteral("GBP"));
        QCOMPARE(totals.at(1).fundedCents, 705000);
        QCOMPARE(totals.at(1).releasedCents, 178000);
        QCOMPARE(totals.at(1).refundedCents, 10000);
        QCOMPARE(totals.at(1).disputedCents, 40000);
        QCOMPARE(totals.at(1).remainingCents, 517000);
    }
    void offersWhomTheBusinessDoesNotEmploy()
    {
        World world;
        CandidateModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showFor(BusinessId(World::id("northwind")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "candidatemodel");
    }
};

QTEST_GUILESS_MAIN(TestProjectModels)
#include "tst_projectmodels.moc"
