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
        model.showOf(UserId(World::id("mara")), World::noon());
        world.source.deliver();
        COMPARE_GOLDEN(model, "inboxmodel");
        model.showOf(UserId(World::id("mara")), World::noon(), World::business().workspace);
        world.source.deliver();
        QCOMPARE(model.rowCount(), 4); // without what concerns the person alone
    }
    void aMessageThatIsNotMirroredCountsToItsChannel()
    {
        World world;
        InboxModel model(world.source);
        model.showOf(UserId(World::id("mara")), World::noon());
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
        model.showOf(UserId(World::id("mara")), World::noon());
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
        model.showOf(UserId(World::id("mara")), World::noon());
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
    void whatIsArchivedStandsOnAnotherShelf()
    {
        World world;
        InboxModel model(world.source);
        InboxModel archive(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const UserId mara(World::id("mara"));
        model.showOf(mara, World::noon());
        archive.showOf(mara, World::noon(), {}, InboxModel::Shelf::Archived);
        world.source.deliver();
        const int rows = model.rowCount();
        QCOMPARE(archive.rowCount(), 0);
        const QModelIndex ui = model.match(model.index(0, 0), InboxModel::SubjectRole, World::id("ui")).value(0);
        QVERIFY(ui.isValid());
        QCOMPARE(model.record(ui.row()).ids.size(), 3);
        world.source.execute(QStringLiteral("update notifications set archived_at = at('2026-11-22T11:59:00'), "
                                            "read_at = at('2026-11-22T11:59:00') where entity_id = id('ui')"));
        world.source.deliver();
        QCOMPARE(model.rowCount(), rows - 1);
        QCOMPARE(archive.rowCount(), 1);
        QCOMPARE(archive.record(0).total, 3);
        // News of it stands in the inbox again, without what was put away.
        world.source.execute(QStringLiteral(
            "insert into notifications (id, user_id, type, title, params, entity_table, entity_id, class, count, "
            "created_at, updated_at) values (id('n8'), id('mara'), 'stage.submitted', '', '{}', "
            "'projects.project_stages', id('ui'), 'normal', 1, at('2026-11-22T12:00:00'), at('2026-11-22T12:00:00'))"));
        world.source.deliver();
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.record(0).subject, World::id("ui"));
        QCOMPARE(model.record(0).ids, QList<QUuid>{World::id("n8")});
        QCOMPARE(archive.rowCount(), 1);
    }
    void whatIsSnoozedComesBackOnTop()
    {
        World world;
        InboxModel model(world.source);
        InboxModel snoozed(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const UserId mara(World::id("mara"));
        model.showOf(mara, World::noon());
        snoozed.showOf(mara, World::noon(), {}, InboxModel::Shelf::Snoozed);
        world.source.execute(
            QStringLiteral("update notifications set snoozed_until = at('2026-11-22T15:00:00') where id = id('n5')"));
        world.source.deliver();
        const int rows = model.rowCount();
        QVERIFY(model.match(model.index(0, 0), InboxModel::SubjectRole, World::id("access")).isEmpty());
        QCOMPARE(snoozed.rowCount(), 1);
        QCOMPARE(snoozed.record(0).snoozedUntil, World::noon().addSecs(3LL * 3600));
        const auto wake = [&](const QDateTime &now) {
            model.wake(now);
            snoozed.wake(now);
            world.source.deliver();
        };
        wake(World::noon().addSecs(3LL * 3600 - 1));
        QCOMPARE(model.rowCount(), rows);
        wake(World::noon().addSecs(3LL * 3600));
        QCOMPARE(model.rowCount(), rows + 1);
        QCOMPARE(model.record(0).subject, World::id("access"));
        QCOMPARE(model.record(0).unread, 1);
        QCOMPARE(model.record(0).risenAt, World::noon().addSecs(3LL * 3600));
        QVERIFY(model.record(0).at < World::noon()); // it says when it happened
        QCOMPARE(snoozed.rowCount(), 0);
    }
    void snoozesEndAtFullHours()
    {
        const auto at = [](const char *text) { return QDateTime::fromString(QLatin1String(text), Qt::ISODate); };
        using enum InboxModel::Snooze;
        const QDateTime sunday = at("2026-11-22T12:40:00Z");
        QCOMPARE(InboxModel::timeOf(LaterToday, sunday), at("2026-11-22T15:00:00Z"));
        QCOMPARE(InboxModel::timeOf(Tomorrow, sunday), at("2026-11-23T09:00:00Z"));
        QCOMPARE(InboxModel::timeOf(NextWeek, sunday), at("2026-11-23T09:00:00Z"));
        QCOMPARE(InboxModel::timeOf(NextWeek, at("2026-11-23T00:00:00Z")), at("2026-11-30T09:00:00Z"));
        QVERIFY(!InboxModel::timeOf(LaterToday, at("2026-11-22T21:00:00Z")).isValid());
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
