#include "models/sectionedmodel.h"
#include "models/stagefiltermodel.h"
#include "worldtest.h"

#include <QSignalSpy>

using namespace projective;
using test::World;

class TestSectionedModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsAHeadingBeforeEachSection()
    {
        World world;
        StageListModel stages(world.source);
        StageFilterModel sorted(stages);
        sorted.setKeys(StageFilterModel::Key::State, StageFilterModel::Key::Order);
        SectionedModel model(sorted, StageListModel::IdRole,
            [](const QModelIndex &index) { return index.data(StageListModel::StateRole); });
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QAbstractItemModelTester sortedTester(&sorted, QAbstractItemModelTester::FailureReportingMode::Fatal);
        stages.showProject(World::business(), ProjectId(World::id("web")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "sectionedmodel");
    }
    void aRowThatChangesSectionMovesAlone()
    {
        World world;
        StageListModel stages(world.source);
        StageFilterModel sorted(stages);
        sorted.setKeys(StageFilterModel::Key::State, StageFilterModel::Key::Order);
        SectionedModel model(sorted, StageListModel::IdRole,
            [](const QModelIndex &index) { return index.data(StageListModel::StateRole); });
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        stages.showProject(World::business(), ProjectId(World::id("web")));
        world.source.deliver();
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        world.source.execute(QStringLiteral("update project_stages set status = 'approved' where id = id('ui')"));
        world.source.deliver();
        QStringList approved;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row);
            const bool heading = index.data(SectionedModel::IsSectionRole).toBool();
            const auto section = static_cast<StageState>(index.data(SectionedModel::SectionRole).toInt());
            QVERIFY(!heading || section != StageState::Submitted); // an empty section has no heading
            if (!heading && section == StageState::Approved)
                approved.append(index.data(StageListModel::NameRole).toString());
        }
        QCOMPARE(approved, QStringList({QStringLiteral("UI design"), QStringLiteral("Product photography")}));
        QCOMPARE(reset.size(), 0);
    }
    void filtersByStateAndWords()
    {
        World world;
        StageListModel stages(world.source);
        StageFilterModel filtered(stages);
        QAbstractItemModelTester tester(&filtered, QAbstractItemModelTester::FailureReportingMode::Fatal);
        stages.showProject(World::business(), ProjectId(World::id("web")));
        world.source.deliver();
        filtered.setStates({StageState::Submitted, StageState::Assigned});
        QCOMPARE(filtered.rowCount(), 3);
        filtered.setWords(QStringLiteral("ines review"));
        QCOMPARE(filtered.rowCount(), 1);
        filtered.setStates({});
        filtered.setWords({});
        filtered.setKeys(StageFilterModel::Key::Order, StageFilterModel::Key::Price);
        filtered.setDescending(true);
        QCOMPARE(filtered.stage(filtered.index(0, 0)).name, QStringLiteral("Search and checkout"));
    }
};

QTEST_GUILESS_MAIN(TestSectionedModel)
#include "tst_sectionedmodel.moc"
