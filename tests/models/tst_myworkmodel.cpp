#include "models/commandrules.h"
#include "models/myworkmodel.h"
#include "worldtest.h"

using namespace projective;
using test::World;

class TestMyWorkModel : public QObject
{
    Q_OBJECT

private:
    void compare(const Viewer &viewer, const QString &golden)
    {
        World world;
        CommandRules rules(world.source);
        StageListModel stages(world.source);
        MyWorkModel model(stages, rules);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setCircumstances({true, World::noon()});
        stages.showOwn(viewer);
        world.source.deliver();
        const QString difference = test::differenceFromGolden(model, golden);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

private Q_SLOTS:
    void showsWhatWaitsForABusiness() { compare(World::business(), QStringLiteral("myworkmodel_business")); }
    void showsWhatWaitsForAFinanceMember() { compare(World::business("jonas"), QStringLiteral("myworkmodel_finance")); }
    void showsWhatWaitsForATeamLead() { compare(World::team("ines"), QStringLiteral("myworkmodel_team")); }
    void workLeavesTheListWhenItIsDone()
    {
        World world;
        CommandRules rules(world.source);
        StageListModel stages(world.source);
        MyWorkModel model(stages, rules);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setCircumstances({false, World::noon()});
        stages.showOwn(World::business());
        world.source.deliver();
        QCOMPARE(model.rowCount(), 3); // offline too: it waits all the same
        world.source.execute(QStringLiteral("update project_stages set status = 'revisions' where id = id('ui')"));
        world.source.deliver();
        QCOMPARE(model.rowCount(), 2);
    }
};

QTEST_GUILESS_MAIN(TestMyWorkModel)
#include "tst_myworkmodel.moc"
