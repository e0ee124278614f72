#include "models/stagelistmodel.h"
#include "worldtest.h"

#include <QMimeData>
#include <QSignalSpy>

using namespace projective;
using test::World;

class TestStageListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheStagesOfAProject()
    {
        World world;
        StageListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showProject(World::business(), ProjectId(World::id("web")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "stagelistmodel");
    }
    void showsAnInvitationWhoseProjectIsNotSeenYet()
    {
        World world;
        world.source.execute(
            QStringLiteral("delete from project_stages; delete from projects; delete from stage_budget_rules"));
        StageListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOwn(World::team("ines"));
        world.source.deliver();
        COMPARE_GOLDEN(model, "stagelistmodel_invited");
        QCOMPARE(model.record(0).standing.answers, true);
        QCOMPARE(model.record(0).businessName, QStringLiteral("Northwind Ltd"));
    }
    void ownStagesAreStaffed()
    {
        World world;
        StageListModel model(world.source);
        model.showOwn(World::business());
        world.source.deliver();
        const int before = model.rowCount();
        QVERIFY(model.rowOf(StageId(World::id("ui"))) >= 0);
        world.source.execute(QStringLiteral("update project_stages set status = 'open' where id = id('ui')"));
        world.source.deliver();
        QCOMPARE(model.rowCount(), before - 1);
        QCOMPARE(model.rowOf(StageId(World::id("ui"))), -1);
    }
    void followsWhatIsPending()
    {
        World world;
        StageListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.showProject(World::business(), ProjectId(World::id("web")));
        world.source.deliver();
        const int row = model.rowOf(StageId(World::id("ui")));
        QCOMPARE(model.record(row).pending, PendingState::None);
        world.source.execute(
            QStringLiteral("insert into local_pending values ('project_stages', id('ui'), id('entry'));"
                           "insert into local_commands (entry, state) values (id('entry'), 'queued')"));
        world.source.deliver();
        QCOMPARE(model.record(row).pending, PendingState::Waiting);
        world.source.execute(QStringLiteral("update local_commands set state = 'refused'"));
        world.source.deliver();
        QCOMPARE(model.record(row).pending, PendingState::Refused);
        QCOMPARE(reset.size(), 0);
    }
    void anotherViewerHasAnotherStanding()
    {
        World world;
        StageListModel model(world.source);
        model.showStage(World::team("lea"), StageId(World::id("photo")));
        world.source.deliver();
        QCOMPARE(model.record(0).standing, Standing()); // her role in the team may not submit
        model.showStage(World::ines(), StageId(World::id("ui")));
        world.source.deliver();
        QCOMPARE(model.record(0).standing, (Standing{false, false, true, true}));
    }
    void aDraggedRowIsItsId()
    {
        World world;
        StageListModel model(world.source);
        model.showProject(World::business(), ProjectId(World::id("web")));
        world.source.deliver();
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(0, 0)}));
        QCOMPARE(QString::fromLatin1(data->data(QString::fromLatin1(StageListModel::mimeType))),
            model.record(0).id.toString());
    }
};

QTEST_GUILESS_MAIN(TestStageListModel)
#include "tst_stagelistmodel.moc"
