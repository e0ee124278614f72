#include "models/inboxmodel.h"
#include "worldtest.h"

using namespace projective;
using test::World;

class TestInboxModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasOneRowASubject()
    {
        World world;
        InboxModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOf(UserId(World::id("mara")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "inboxmodel");
        model.showOf(UserId(World::id("mara")), World::business().workspace);
        world.source.deliver();
        QCOMPARE(model.rowCount(), 4); // without what concerns the person alone
    }
    void aMessageThatIsNotMirroredCountsToItsChannel()
    {
        World world;
        InboxModel model(world.source);
        model.showOf(UserId(World::id("mara")));
        world.source.deliver();
        const int rows = model.rowCount();
        world.source.execute(QStringLiteral(
            "insert into notifications (id, user_id, type, title, params, entity_table, entity_id, class, count, "
            "created_at, updated_at) values (id('n8'), id('mara'), 'message.new', '', json_object('channel', "
            "'#general', 'channel_id', '%1'), 'comms.project_messages', id('longago'), 'normal', 3, "
            "at('2026-11-22T11:59:00'), at('2026-11-22T11:59:00'))")
                                 .arg(World::id("ch:web").toString(QUuid::WithoutBraces)));
        world.source.deliver();
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.record(0).channel, World::id("ch:web"));
        QCOMPARE(model.record(0).project, World::id("web"));
        QCOMPARE(model.record(0).unread, 2);
    }
    void anEscrowThatIsNotShownCountsToItsStage()
    {
        World world;
        InboxModel model(world.source);
        model.showOf(UserId(World::id("mara")));
        world.source.deliver();
        const int rows = model.rowCount();
        const QString insert = QStringLiteral(
            "insert into notifications (id, user_id, type, title, params, entity_table, entity_id, class, count, "
            "created_at, "
            "updated_at) values (id('%1'), id('mara'), '%2', '', '%3', '%4', id('%1:unseen'), 'normal', 1, "
            "at('2026-11-22T11:59:00'), at('2026-11-22T11:59:00'))");
        world.source.execute(insert.arg(QStringLiteral("n8"), QStringLiteral("escrow.funded"),
            QStringLiteral(R"({"stage": "UI design", "stage_id": "%1"})")
                .arg(World::id("ui").toString(QUuid::WithoutBraces)),
            QStringLiteral("finance.escrows")));
        world.source.deliver();
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.record(0).stage, World::id("ui"));
        // An offer whose project is not seen yet names it.
        world.source.execute(QStringLiteral("delete from notifications where id = id('n8')"));
        world.source.execute(insert.arg(QStringLiteral("n9"), QStringLiteral("assignment.invited"),
            QStringLiteral(R"({"stage": "Sound", "project": "A film"})"),
            QStringLiteral("projects.stage_assignments")));
        world.source.deliver();
        QCOMPARE(model.rowCount(), rows + 1);
        QCOMPARE(model.record(0).subjectName, QStringLiteral("A film"));
    }
    void newsOfASubjectMovesItsRow()
    {
        World world;
        InboxModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOf(UserId(World::id("mara")));
        world.source.deliver();
        const int rows = model.rowCount();
        world.source.execute(
            QStringLiteral("update notifications set updated_at = at('2026-11-22T11:59:00'), read_at = null "
                           "where id = id('n6')"));
        world.source.deliver();
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.record(0).subject, World::id("research"));
        QCOMPARE(model.record(0).unread, 1);
    }
    void sectionsAreDaysOfTheCalendar()
    {
        const QDateTime noon = World::noon();
        QCOMPARE(InboxModel::sectionOf(noon.addSecs(-11LL * 3600), noon), InboxModel::Section::Today);
        QCOMPARE(InboxModel::sectionOf(noon.addSecs(-13LL * 3600), noon), InboxModel::Section::ThisWeek);
        QCOMPARE(InboxModel::sectionOf(noon.addDays(-6), noon), InboxModel::Section::ThisWeek);
        QCOMPARE(InboxModel::sectionOf(noon.addDays(-7), noon), InboxModel::Section::Earlier);
        QCOMPARE(InboxModel::sectionOf(noon.addDays(1), noon), InboxModel::Section::Today); // a clock that is ahead
    }
};

QTEST_GUILESS_MAIN(TestInboxModel)
#include "tst_inboxmodel.moc"
