#include "models/candidatemodel.h"
#include "models/profilemodel.h"
#include "models/projectlistmodel.h"
#include "models/projectmoneymodel.h"
#include "models/sharedplacemodel.h"
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
    void profilesAreOfPeopleBusinessesAndTeams()
    {
        World world;
        ProfileModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const UserId reader(World::id("mara"));
        model.showProfile(reader, World::id("ines"));
        world.source.deliver();
        COMPARE_GOLDEN(model, "profilemodel");
        QCOMPARE(model.record(0).partOf, QStringLiteral("Studio Kilo"));
        model.showProfile(reader, World::id("kilo"));
        world.source.deliver();
        QCOMPARE(model.record(0).kind, ProfileRecord::Kind::Team);
        QCOMPARE(model.record(0).partOf, QStringLiteral("Ines Ribeiro, Léa Fontaine, Tomás Kilo"));
        model.showProfile(reader, World::id("northwind"));
        world.source.deliver();
        QCOMPARE(model.record(0).kind, ProfileRecord::Kind::Business);
        QCOMPARE(model.record(0).partOf, QStringLiteral("Jonas Weber, Mara Okafor, Priya Nair"));
        model.showProfile(reader, World::id("mara"));
        world.source.deliver();
        QVERIFY(model.record(0).isSelf);
        model.showProfile(reader, World::id("web")); // a project is no profile
        world.source.deliver();
        QCOMPARE(model.rowCount(), 0);
    }
    void placesAreThoseSharedWithSomebody()
    {
        World world;
        SharedPlaceModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showShared(World::business(), World::id("ines"));
        world.source.deliver();
        COMPARE_GOLDEN(model, "sharedplacemodel");
        // The copy is Léa's, and the photographs are of the team that Ines is in.
        const auto names = [&model] {
            QStringList result;
            for (const SharedPlaceRecord &place : model.records())
                result.append(place.name);
            return result;
        };
        QVERIFY(!names().contains(QStringLiteral("Copywriting")));
        QVERIFY(names().contains(QStringLiteral("Product photography")));
        model.showShared(World::business(), World::id("priya")); // of the same business: all that it buys
        world.source.deliver();
        QVERIFY(names().contains(QStringLiteral("Brand book")));
        model.showShared(World::ines(), World::id("northwind"));
        world.source.deliver();
        QVERIFY(names().contains(QStringLiteral("Website relaunch")));
        QVERIFY(!names().contains(QStringLiteral("Brand book"))); // not hers
    }
};

QTEST_GUILESS_MAIN(TestProjectModels)
#include "tst_projectmodels.moc"
