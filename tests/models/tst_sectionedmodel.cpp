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
    void groupsByAssigneeAsFarAsTheyAreShown()
    {
        World world;
        StageListModel stages(world.source);
        StageFilterModel sorted(stages);
        sorted.setKeys(StageFilterModel::Key::Assignee, StageFilterModel::Key::Order);
        SectionedModel model(
            sorted, StageListModel::IdRole, [&sorted](const QModelIndex &index) { return sorted.groupOf(index); });
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        // As Ines' mirror is: of a deal that is not hers only the stage. Whoever declined works on nothing.
        world.source.execute(
            QStringLiteral("delete from stage_assignments where project_stage_id in (id('backend'), id('copy'));"
                           "update stage_assignments set status = 'declined', ended_at = at('2026-11-22T10:00:00') "
                           "where id = id('a:motion');"
                           "update project_stages set status = 'open' where id = id('motion')"));
        stages.showProject(World::ines(), ProjectId(World::id("web")));
        world.source.deliver();
        QHash<QString, QVariant> groups;
        QVariantList headings;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QVariant section = model.index(row).data(SectionedModel::SectionRole);
            if (model.isSection(row))
                headings.append(section);
            else
                groups.insert(model.index(row).data(StageListModel::NameRole).toString(), section);
        }
        QCOMPARE(groups.value(QStringLiteral("UI design")), QVariant(QStringLiteral("Ines Ribeiro")));
        const QVariant hidden(static_cast<int>(StageFilterModel::WorkerHidden));
        const QVariant nobody(static_cast<int>(StageFilterModel::NoWorker));
        QCOMPARE(groups.value(QStringLiteral("Search and checkout")), hidden);
        QCOMPARE(groups.value(QStringLiteral("Motion and sound")), nobody);
        QCOMPARE(headings.mid(headings.size() - 2), QVariantList({hidden, nobody}));
        QCOMPARE(headings.count(hidden) + headings.count(nobody), 2); // one heading each
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
