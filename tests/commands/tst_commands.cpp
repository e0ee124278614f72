#include "sync/commands/accept_assignment.h"
#include "sync/commands/approve_stage.h"
#include "sync/commands/assign_stage.h"
#include "sync/commands/create_stage.h"
#include "sync/commands/edit_message.h"
#include "sync/commands/entities.h"
#include "sync/commands/fund_stages.h"
#include "sync/commands/mark_read.h"
#include "sync/commands/send_message.h"
#include "sync/commands/submit_stage.h"
#include "sync/commands/top_up_wallet.h"

#include <QJsonArray>
#include <QTest>

using namespace projective;

namespace {
constexpr Workspace business{
    WorkspaceKind::Business, QUuid(0x11111111, 0x1111, 0x4111, 0x81, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11)};

template <typename I>
I id()
{
    return I(newUuid());
}
} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendMessage_hasIsoTimeAndNoEmptyMentions();
    void createStage_leavesOutWhatIsNotSaid();
    void preconditions_nameOnlyWhatTheyDependOn();
    void money_isIntegers();
    void edit_waitsForItsMessageAndMessagesDoNotWait();
    void stage_waitsForItsProject();
    void unknown_commandsAreOrderedByTheirIds();
    void classes_haveTheCatalogsNames();
};

void TestCommands::sendMessage_hasIsoTimeAndNoEmptyMentions()
{
    SendMessage message;
    message.message = id<MessageId>();
    message.channel = id<ChannelId>();
    message.body = QStringLiteral("Hello");
    message.clientCreatedAt = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 6), Qt::UTC);
    const Command command = message.command(business);
    QCOMPARE(command.name, QStringLiteral("send_message"));
    QCOMPARE(command.actingAs, business);
    QCOMPARE(command.args[QLatin1String("client_created_at")].toString(), QStringLiteral("2026-01-02T03:04:05.006Z"));
    QCOMPARE(command.args[QLatin1String("message")].toString(), message.message.toString());
    QVERIFY(!command.args.contains(QLatin1String("mentions")));
    QVERIFY(command.expected.isEmpty());
}

void TestCommands::createStage_leavesOutWhatIsNotSaid()
{
    CreateStage stage;
    stage.stage = id<StageId>();
    stage.project = id<ProjectId>();
    stage.title = QStringLiteral("Design");
    stage.order = 2;
    stage.stageType = QStringLiteral("session");
    stage.budgetRule = id<BudgetRuleId>();
    stage.budgetType = QStringLiteral("free");
    const QJsonObject args = stage.command(business).args;
    QCOMPARE(args.keys(),
        (QStringList{QStringLiteral("budget"), QStringLiteral("name"), QStringLiteral("order"),
            QStringLiteral("project"), QStringLiteral("stage"), QStringLiteral("stage_type")}));
    QCOMPARE(
        args[QLatin1String("budget")].toObject().keys(), (QStringList{QStringLiteral("rule"), QStringLiteral("type")}));
}

void TestCommands::preconditions_nameOnlyWhatTheyDependOn()
{
    AcceptAssignment accept;
    accept.assignment = id<AssignmentId>();
    accept.termsHash = QStringLiteral("abc");
    QCOMPARE(accept.command(business).expected, (QJsonObject{{QStringLiteral("terms_hash"), QStringLiteral("abc")}}));
    SubmitStage submit;
    submit.expectedStatus = QStringLiteral("revisions");
    QCOMPARE(submit.command(business).expected, (QJsonObject{{QStringLiteral("status"), QStringLiteral("revisions")}}));
    ApproveStage approve;
    approve.expectedSubmission = id<SubmissionId>();
    QCOMPARE(approve.command(business).expected.size(), 2);
}

void TestCommands::money_isIntegers()
{
    TopUpWallet top;
    top.amount = {9'007'199'254'740'993, QStringLiteral("USD")}; // beyond a double
    const QJsonObject args = top.command(business).args;
    QCOMPARE(args[QLatin1String("amount_cents")].toInteger(), 9'007'199'254'740'993);
    QCOMPARE(args[QLatin1String("currency")].toString(), QStringLiteral("USD"));
    FundStages fund;
    fund.stages = {id<StageId>(), id<StageId>()};
    QCOMPARE(fund.command(business).args[QLatin1String("stages")].toArray().size(), 2);
    QVERIFY(!fund.command(business).args.contains(QLatin1String("wallet")));
    ApproveStage approve;
    QVERIFY(!approve.command(business).args.contains(QLatin1String("release_cents")));
}

void TestCommands::edit_waitsForItsMessageAndMessagesDoNotWait()
{
    SendMessage first;
    first.message = id<MessageId>();
    first.channel = id<ChannelId>();
    SendMessage second = first;
    second.message = id<MessageId>();
    EditMessage edit;
    edit.message = first.message;
    MarkRead read;
    read.channel = first.channel;
    const Entities a = entitiesOf(first.command(business));
    const Entities b = entitiesOf(second.command(business));
    QVERIFY(!dependsOn(b, a));
    QVERIFY(dependsOn(entitiesOf(edit.command(business)), a));
    QVERIFY(!dependsOn(entitiesOf(edit.command(business)), b));
    QVERIFY(!dependsOn(entitiesOf(read.command(business)), a));
    QVERIFY(dependsOn(entitiesOf(read.command(business)), entitiesOf(read.command(business))));
}

void TestCommands::stage_waitsForItsProject()
{
    const QUuid project = newUuid();
    const QString text = project.toString(QUuid::WithoutBraces);
    const Command create{QStringLiteral("create_project"), business,
        {{QStringLiteral("project"), text}, {QStringLiteral("channel"), text}}, {}};
    CreateStage stage;
    stage.project = ProjectId(project);
    stage.stage = id<StageId>();
    CreateStage other = stage;
    other.stage = id<StageId>();
    QVERIFY(dependsOn(entitiesOf(stage.command(business)), entitiesOf(create)));
    QVERIFY(!dependsOn(entitiesOf(other.command(business)), entitiesOf(stage.command(business))));
}

void TestCommands::unknown_commandsAreOrderedByTheirIds()
{
    const QString shared = newUuid().toString(QUuid::WithoutBraces);
    const Command a{QStringLiteral("from_the_future"), business, {{QStringLiteral("x"), QJsonArray{shared}}}, {}};
    const Command b{
        QStringLiteral("another"), business, {{QStringLiteral("y"), QJsonObject{{QStringLiteral("z"), shared}}}}, {}};
    QVERIFY(dependsOn(entitiesOf(b), entitiesOf(a)));
    QVERIFY(!knownCommandClass(a.name));
}

void TestCommands::classes_haveTheCatalogsNames()
{
    for (const CommandClass one : {CommandClass::Queue, CommandClass::Precondition, CommandClass::OnlineOnly})
        QCOMPARE(commandClassFromName(commandClassName(one)), one);
    QVERIFY(!commandClassFromName(QStringLiteral("other")));
    QCOMPARE(knownCommandClass(QStringLiteral("fund_stages")), CommandClass::OnlineOnly);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
