#include "outboxfixture.h"

#include <QTest>

using namespace projective;
using namespace projective::fixture;

namespace {

using State = OutboxEntry::State;

QList<EntryId> ids(const QList<OutboxEntry> &entries)
{
    QList<EntryId> list;
    for (const OutboxEntry &entry : entries)
        list.append(entry.id);
    return list;
}

CommandOutcome rejected(quint64 number, const QString &code)
{
    return {number, QStringLiteral("rejected"), code, QStringLiteral("body"), {{QStringLiteral("n"), 1}}, {}};
}

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entry_isOnTheDiskWhenItIsSaved();
    void numbers_riseAndAreGivenWhenSent();
    void applied_leavesTheQueue();
    void rejected_takesItsUnsentDependantsAlong();
    void sendable_isFifoPerRowAndNotForTheWhole();
    void onlineOnly_isNeverQueuedOffline();
    void onlineOnly_failsWhenTheConnectionGoes();
    void onlineOnly_sentOnesWaitForTheirOutcome();
    void onlineOnly_failsAfterACrash();
    void withdraw_onlyWhatWasNotSent();
    void retry_isANewEntry();
    void discard_isTheUsersOwnAct();
    void reconcile_agreesWithAllThatIsPossible();
    void reconcile_restoredClientTakesANewInstallation();
    void reconcile_restoredServerGetsAllAgain();
    void tooLarge_isKeptAndNeverSent();
    void tooLarge_ofAnEarlierVersion_givesTheNumbersBack();
};

void TestOutbox::entry_isOnTheDiskWhenItIsSaved()
{
    Crashing outbox;
    Command command = anyPost();
    command.expected = {{QStringLiteral("status"), QStringLiteral("open")}};
    const EntryId id = outbox.add(command, CommandClass::Precondition);
    QCOMPARE(outbox->entries().size(), 1);
    const OutboxEntry &entry = outbox->entries().first();
    QCOMPARE(entry.id, id);
    QCOMPARE(entry.command.name, command.name);
    QCOMPARE(entry.command.args, command.args);
    QCOMPARE(entry.command.expected, command.expected);
    QCOMPARE(entry.command.actingAs, command.actingAs);
    QCOMPARE(entry.commandClass, CommandClass::Precondition);
    QCOMPARE(entry.entities.creates, entitiesOfTest(command).creates);
    QCOMPARE(entry.state, State::Queued);
    QCOMPARE(entry.number, 0u);
    QCOMPARE(entry.createdAtUs, now);
    QCOMPARE(outbox->pendingCount(), 1);
}

void TestOutbox::numbers_riseAndAreGivenWhenSent()
{
    Crashing outbox;
    const InstallationId installation = outbox->installation();
    const EntryId a = outbox.add(anyPost());
    const EntryId b = outbox.add(anyPost());
    QCOMPARE(outbox.send(b), 1u);
    QCOMPARE(outbox.send(a), 2u);
    QVERIFY(!outbox->markSent(a));
    QCOMPARE(outbox->lastNumber(), 2u);
    QCOMPARE(ids(outbox->sentEntries()), (QList<EntryId>{b, a}));
    VERIFY_OK(outbox->settle(
        {{1, QStringLiteral("applied"), {}, {}, {}, {}}, {2, QStringLiteral("applied"), {}, {}, {}, {}}}));
    outbox.reopen();
    QCOMPARE(outbox.send(outbox.add(anyPost())), 3u);
    QCOMPARE(outbox->installation(), installation);
}

void TestOutbox::applied_leavesTheQueue()
{
    Crashing outbox;
    const EntryId id = outbox.add(anyPost());
    outbox.send(id);
    const auto change = outbox->settle(
        {{1, QStringLiteral("applied"), {}, {}, {}, {}}, {77, QStringLiteral("applied"), {}, {}, {}, {}}});
    VERIFY_OK(change);
    QCOMPARE(ids(change->gone), QList<EntryId>{id});
    outbox.reopen();
    QVERIFY(outbox->entries().isEmpty());
}

void TestOutbox::rejected_takesItsUnsentDependantsAlong()
{
    Crashing outbox;
    const QUuid project = newUuid();
    const EntryId first = outbox.add(rename(project, QStringLiteral("1")));
    const EntryId second = outbox.add(rename(project, QStringLiteral("2")));
    const EntryId other = outbox.add(rename(newUuid(), QStringLiteral("3")));
    const EntryId third = outbox.add(rename(project, QStringLiteral("4")));
    outbox.send(first);
    const auto change = outbox->settle({rejected(1, QStringLiteral("not_allowed"))});
    VERIFY_OK(change);
    outbox.reopen();
    QCOMPARE(outbox->refusedCount(), 3);
    QCOMPARE(outbox->find(first)->outcome, QStringLiteral("rejected"));
    QCOMPARE(outbox->find(first)->code, QStringLiteral("not_allowed"));
    QCOMPARE(outbox->find(first)->field, QStringLiteral("body"));
    QCOMPARE(outbox->find(first)->params[QLatin1String("n")].toInt(), 1);
    QCOMPARE(outbox->find(second)->code, QStringLiteral("predecessor_refused"));
    QCOMPARE(outbox->find(third)->state, State::Refused);
    QCOMPARE(outbox->find(other)->state, State::Queued);
}

void TestOutbox::sendable_isFifoPerRowAndNotForTheWhole()
{
    Crashing outbox;
    const QUuid project = newUuid();
    const EntryId first = outbox.add(rename(project, QStringLiteral("1")));
    const EntryId second = outbox.add(rename(project, QStringLiteral("2")));
    const EntryId message = outbox.add(anyPost());
    const EntryId another = outbox.add(anyPost());
    QCOMPARE(ids(outbox->sendable()), (QList<EntryId>{first, message, another}));
    QVERIFY(!outbox->markSent(second));
    outbox.send(first);
    QCOMPARE(ids(outbox->sendable()), (QList<EntryId>{message, another}));
    VERIFY_OK(outbox->settle({{1, QStringLiteral("applied"), {}, {}, {}, {}}}));
    outbox.reopen();
    QCOMPARE(ids(outbox->sendable()), (QList<EntryId>{second, message, another}));
}

void TestOutbox::onlineOnly_isNeverQueuedOffline()
{
    Crashing outbox;
    const auto added = outbox->add(EntryId(newUuid()), anyPost(), CommandClass::OnlineOnly, {}, false, now);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::Offline);
    outbox.reopen();
    QVERIFY(outbox->entries().isEmpty());
}

void TestOutbox::onlineOnly_failsWhenTheConnectionGoes()
{
    Crashing outbox;
    const EntryId queued = outbox.add(anyPost());
    const EntryId money{newUuid()};
    VERIFY_OK(outbox->add(money, anyPost(), CommandClass::OnlineOnly, {}, true, now));
    VERIFY_OK(outbox->disconnected());
    QCOMPARE(outbox->find(money)->outcome, QStringLiteral("failed"));
    QCOMPARE(outbox->find(money)->code, QStringLiteral("offline"));
    QCOMPARE(outbox->find(queued)->state, State::Queued);
    QVERIFY(!outbox->retry(money, EntryId(newUuid()), false, now));
}

void TestOutbox::onlineOnly_sentOnesWaitForTheirOutcome()
{
    Crashing outbox;
    const EntryId money{newUuid()};
    VERIFY_OK(outbox->add(money, anyPost(), CommandClass::OnlineOnly, {}, true, now));
    VERIFY_OK(outbox->markSent(money));
    VERIFY_OK(outbox->disconnected());
    outbox.reopen();
    QCOMPARE(outbox->find(money)->state, State::Sent);
    QCOMPARE(outbox->find(money)->number, 1u);
}

void TestOutbox::onlineOnly_failsAfterACrash()
{
    Crashing outbox;
    const EntryId money{newUuid()};
    VERIFY_OK(outbox->add(money, anyPost(), CommandClass::OnlineOnly, {}, true, now));
    outbox.reopen();
    QCOMPARE(outbox->find(money)->code, QStringLiteral("offline"));
}

void TestOutbox::withdraw_onlyWhatWasNotSent()
{
    Crashing outbox;
    const QUuid project = newUuid();
    const EntryId first = outbox.add(rename(project, QStringLiteral("1")));
    const EntryId second = outbox.add(rename(project, QStringLiteral("2")));
    QVERIFY(!outbox->withdraw(first));
    VERIFY_OK(outbox->withdraw(second));
    outbox.reopen();
    QCOMPARE(ids(outbox->entries()), QList<EntryId>{first});
    outbox.send(first);
    QVERIFY(!outbox->withdraw(first));
    QVERIFY(!outbox->withdraw(EntryId(newUuid())));
}

void TestOutbox::retry_isANewEntry()
{
    Crashing outbox;
    const Command command = anyPost();
    const EntryId id = outbox.add(command);
    QVERIFY(!outbox->retry(id, EntryId(newUuid()), true, now));
    outbox.send(id);
    VERIFY_OK(outbox->settle({rejected(1, QStringLiteral("too_long"))}));
    const EntryId later = outbox.add(anyPost());
    const EntryId again{newUuid()};
    const auto change = outbox->retry(id, again, true, now + 1);
    VERIFY_OK(change);
    QCOMPARE(ids(change->gone), QList<EntryId>{id});
    outbox.reopen();
    QCOMPARE(ids(outbox->entries()), (QList<EntryId>{later, again}));
    QCOMPARE(outbox->find(again)->state, State::Queued);
    QCOMPARE(outbox->find(again)->number, 0u);
    QCOMPARE(outbox->find(again)->code, QString());
    QCOMPARE(outbox->find(again)->command.args, command.args);
}

void TestOutbox::discard_isTheUsersOwnAct()
{
    Crashing outbox;
    const EntryId id = outbox.add(anyPost());
    QVERIFY(!outbox->discard(id));
    outbox.send(id);
    VERIFY_OK(outbox->fail(1, QStringLiteral("command_reused")));
    outbox.reopen();
    QCOMPARE(outbox->find(id)->code, QStringLiteral("command_reused"));
    VERIFY_OK(outbox->discard(id));
    outbox.reopen();
    QVERIFY(outbox->entries().isEmpty());
}

void TestOutbox::reconcile_agreesWithAllThatIsPossible()
{
    Crashing outbox;
    const InstallationId installation = outbox->installation();
    for (int i = 0; i < 3; ++i)
        outbox.send(outbox.add(anyPost()));
    VERIFY_OK(outbox->settle({{1, QStringLiteral("applied"), {}, {}, {}, {}}}));
    for (const quint64 last : {1u, 2u, 3u}) {
        const auto result = outbox->reconcile(last);
        VERIFY_OK(result);
        QVERIFY(!result->newInstallation);
    }
    QCOMPARE(outbox->installation(), installation);
    QCOMPARE(outbox->sentEntries().size(), 2);
}

void TestOutbox::reconcile_restoredClientTakesANewInstallation()
{
    Crashing outbox;
    const InstallationId installation = outbox->installation();
    const EntryId sent = outbox.add(anyPost());
    const EntryId unsent = outbox.add(anyPost());
    outbox.send(sent);
    const auto result = outbox->reconcile(5);
    VERIFY_OK(result);
    QVERIFY(result->newInstallation);
    outbox.reopen();
    QVERIFY(outbox->installation() != installation);
    QCOMPARE(outbox->find(sent)->state, State::Refused);
    QCOMPARE(outbox->find(sent)->code, QStringLiteral("ambiguous"));
    QCOMPARE(outbox->find(unsent)->state, State::Queued);
    QCOMPARE(outbox.send(unsent), 1u);
}

void TestOutbox::reconcile_restoredServerGetsAllAgain()
{
    Crashing outbox;
    for (int i = 0; i < 3; ++i)
        outbox.send(outbox.add(anyPost()));
    VERIFY_OK(outbox->settle(
        {{1, QStringLiteral("applied"), {}, {}, {}, {}}, {2, QStringLiteral("applied"), {}, {}, {}, {}}}));
    const auto result = outbox->reconcile(1);
    VERIFY_OK(result);
    QVERIFY(result->newInstallation);
    outbox.reopen();
    QCOMPARE(outbox->entries().size(), 1);
    QCOMPARE(outbox->entries().first().state, State::Queued);
    QCOMPARE(outbox->lastNumber(), 0u);
}

void TestOutbox::tooLarge_isKeptAndNeverSent()
{
    Crashing outbox;
    const Command large = post(newUuid(), newUuid(), QString(70'000, u'x'));
    const EntryId id = outbox.add(large);
    const EntryId after = outbox.add(anyPost());
    const auto isKept = [&](EntryId entry) {
        const OutboxEntry *found = outbox->find(entry);
        return found != nullptr && found->state == State::Refused && found->number == 0
            && found->code == QStringLiteral("too_large") && found->command.args == large.args;
    };
    QVERIFY(isKept(id));
    QCOMPARE(ids(outbox->sendable()), QList<EntryId>{after});
    const EntryId again(newUuid());
    VERIFY_OK(outbox->retry(id, again, true, now));
    outbox.reopen();
    QVERIFY(isKept(again));
    QVERIFY(outbox->find(id) == nullptr);
    QCOMPARE(outbox.send(after), 1u);
}

void TestOutbox::tooLarge_ofAnEarlierVersion_givesTheNumbersBack()
{
    Crashing outbox;
    const EntryId first = outbox.add(anyPost());
    const EntryId large = outbox.add(anyPost());
    const EntryId behind = outbox.add(anyPost());
    for (const EntryId &entry : {first, large, behind})
        outbox.send(entry);
    VERIFY_OK(
        outbox->database().execute(QStringLiteral("UPDATE entries SET args = json_object('body', ?) WHERE entry = ?"),
            {QString(70'000, u'x'), large.bytes()}));
    for (int start = 0; start < 2; ++start) {
        outbox.reopen();
        QCOMPARE(outbox->find(large)->state, State::Refused);
        QCOMPARE(outbox->find(large)->number, 0u);
        QCOMPARE(outbox->find(first)->number, 1u);
        QCOMPARE(outbox->lastNumber(), 1u);
        QCOMPARE(ids(outbox->sendable()), QList<EntryId>{behind});
    }
    QCOMPARE(outbox.send(behind), 2u);
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
