#include "sessionscript.h"

#include <QRegularExpression>
#include <QTest>

using namespace projective;
using namespace projective::session;
using namespace projective::testing;

using L = QStringList;

namespace {

QString s(const char *text)
{
    return QLatin1String(text);
}

Event closed(ErrorCode code = ErrorCode::Offline)
{
    return Closed{Error{code, {}}};
}

Event goodbye(ErrorCode code, qint64 retryAfterMs = 0)
{
    return Arrived{protocol::Goodbye{code, {}, retryAfterMs}, 30};
}

Event deferred(quint64 number, qint64 retryAfterMs)
{
    return Arrived{protocol::CommandDeferred{number, s("too_many_requests"), retryAfterMs}, 30};
}

Event refused(quint64 number, const char *code, quint64 lastCommand)
{
    return Arrived{protocol::CommandRefused{number, s(code), lastCommand}, 30};
}

const protocol::Scope channel{QStringLiteral("channel"), QUuid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)};

} // namespace

class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connects_greets_catchesUp_andIsLive();
    void welcome_withCatalog_adoptsItBeforeAnyRow();
    void scopes_areSentWhenWanted();
    void rows_areAcknowledgedInPassing_notEachRound();
    void rounds_outOfOrder_areAViolation();
    void roundBegunAnew_voidsTheOneThatArrives();
    void mergedRoundBegunAnew_connectsAtOnce();
    void longCatchUp_staysSyncing_untilItsLastRound();
    void manyPending_delayAndMergeRounds();
    void commands_goOutInOrder_withRisingNumbers();
    void commands_waitForReconciliation();
    void commands_areBoundedInFlight();
    void deferredCommand_isSentAgain_withThoseBehindIt();
    void refusedOutOfOrder_resumesAfterTheServersLast();
    void refusedAsReused_failsTheEntry_andConnectsAnew();
    void restoredCopy_takesNewInstallation_andConnectsAnew();
    void foreignClient_replacesInstallation_once();
    void reconnect_resendsUnconfirmedCommands();
    void whatTheServerCountsAsDone_isNotSentAgain_untilCaughtUp();
    void withoutOutcome_connectsAnew();
    void token_isRenewedOnTheOpenSocket();
    void token_shortLived_isRenewedInItsLastThird();
    void token_expiredAtTheServer_isFetchedOnce_thenAsksToSignIn();
    void token_fetchFailsOffline_backsOff();
    void token_refusedByAuth_asksToSignIn();
    void silence_isNoticedWithin45Seconds();
    void sleepingMachine_isNotTakenForSilence();
    void unansweredConnect_isGivenUp();
    void backoff_growsTo30Seconds_andResets();
    void otherVersion_fails_withAClearCode();
    void goodbye_honoursRetryAfter();
    void pages_areAskedOnce_andAgainAfterReconnect();
    void storageFailure_isReported_andTriedAgain();
    void lostMirror_connectsAtOnce_butNotForEver();
    void stop_isFinal();
    void strayEvents_changeNothing();
};

void TestSession::connects_greets_catchesUp_andIsLive()
{
    SessionScript script;
    QCOMPARE(script.give(Start{}), L({s("fetch-token"), s("status connecting")}));
    QCOMPARE(script.give(token()), L({s("open")}));
    QCOMPARE(script.give(opened()), L({s("send hello T 5:6:")}));
    QCOMPARE(script.give(welcome()), L({s("reconcile 0"), s("status syncing")}));
    QCOMPARE(script.give(Reconciled{false, 1, {}}), L());
    QCOMPARE(script.give(begin()), L({s("begin")}));
    QCOMPARE(script.give(rows(3, 300)), L({s("stage"), s("status syncing 3/0")}));
    QCOMPARE(script.give(commit()), L({s("commit 7:9:")}));
    QVERIFY(!script.session().isLive());
    QCOMPARE(script.give(RoundStored{}), L({s("status synced")}));
    QVERIFY(script.session().isLive());
    QStringList next;
    for (const Event &event : {begin(), rows(1, 50), commit(), Event(RoundStored{})})
        next += script.give(event);
    QCOMPARE(next, L({s("begin"), s("stage"), s("commit 7:9:")}));
}

void TestSession::welcome_withCatalog_adoptsItBeforeAnyRow()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    auto event = std::get<Arrived>(welcome());
    std::get<protocol::Welcome>(event.message).catalogJson = "{}";
    QCOMPARE(script.give(event), L({s("adopt-catalog"), s("reconcile 0"), s("status syncing")}));
}

void TestSession::scopes_areSentWhenWanted()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    QCOMPARE(script.give(Arrived{protocol::ScopesWanted{}, 10}), L({s("send-scopes")}));
    script.give(welcome());
    QCOMPARE(script.give(Arrived{protocol::ScopesWanted{}, 10}),
        L({s("close protocol_error"), s("status offline protocol_error")}));
}

void TestSession::rows_areAcknowledgedInPassing_notEachRound()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(rows(1, 400'000)), L({s("stage")}));
    QCOMPARE(script.give(rows(1, 200'000)), L({s("stage"), s("send ack 600000")}));
    QCOMPARE(script.give(Arrived{protocol::Deletes{}, 1000}), L({s("stage")}));
    QCOMPARE(script.give(Arrived{protocol::Floors{}, 5000}), L({s("stage")}));
    QCOMPARE(script.give(commit()), L({s("commit 7:9:")}));
    // A thousand small rounds a second must not make a thousand messages: the gateway would take them for a flood.
    QStringList said;
    for (int i = 0; i < 1000; ++i) {
        for (const Event &event : {Event(RoundStored{}), begin(), rows(1, 300), commit()})
            said += script.give(event).filter(s("send"));
    }
    QCOMPARE(said, L());
}

void TestSession::rounds_outOfOrder_areAViolation()
{
    const QList<QList<Event>> bad{{commit()}, {rows(1, 1)}, {begin(), commit(), rows(1, 1)}};
    for (const QList<Event> &events : bad) {
        SessionScript script;
        script.goLive();
        QStringList said;
        for (const Event &event : events)
            said = script.give(event);
        QVERIFY2(said.contains(s("close protocol_error")), qPrintable(said.join(QLatin1Char('\n'))));
    }
    SessionScript early;
    early.give(Start{});
    early.give(token());
    early.give(opened());
    QVERIFY(early.give(begin()).contains(s("close protocol_error")));
    SessionScript twice;
    twice.goLive();
    QVERIFY(twice.give(welcome()).contains(s("close protocol_error")));
    SessionScript garbled;
    garbled.goLive();
    QVERIFY(garbled.give(Garbled{{ErrorCode::ProtocolError, {}}}).contains(s("close protocol_error")));
}

void TestSession::roundBegunAnew_voidsTheOneThatArrives()
{
    SessionScript script;
    script.goLive();
    script.give(PageAsked{1, channel, 50});
    script.give(begin());
    script.give(rows(2, 300));
    script.give(Arrived{protocol::Floors{1, {{channel, 5}}}, 30}); // the page is in this round
    QCOMPARE(script.give(begin()), L({s("abandon"), s("begin")}));
    // Bytes of the void round were taken too.
    QCOMPARE(script.give(rows(1, 600'000)), L({s("stage"), s("send ack 600300")}));
    QCOMPARE(script.give(commit()), L({s("commit 7:9:")}));
    script.give(RoundStored{});
    QVERIFY(script.session().isLive());
    // The gateway gives the page again by itself: asked for once on this connection.
    QCOMPARE(script.give(PageAsked{1, channel, 50}), L());
}

void TestSession::mergedRoundBegunAnew_connectsAtOnce()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    script.give(commit());
    script.give(RoundStored{{}, 200});
    script.give(begin());
    script.give(commit()); // waits
    script.give(begin()); // shares its transaction
    QCOMPARE(script.give(begin()), L({s("close cancelled"), s("abandon"), s("open"), s("status connecting")}));
}

void TestSession::longCatchUp_staysSyncing_untilItsLastRound()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    script.give(welcome());
    script.give(Reconciled{false, 1, {}});
    auto first = std::get<Arrived>(begin(false));
    std::get<protocol::RoundBegin>(first.message).rowsExpected = 10;
    QCOMPARE(script.give(first), L({s("begin"), s("status syncing 0/10")}));
    script.give(rows(4, 100));
    script.give(commit());
    QCOMPARE(script.give(RoundStored{}), L());
    script.give(begin());
    QCOMPARE(script.give(rows(6, 100)), L({s("stage"), s("status syncing 10/10")}));
    // The round before is stored while the last one is still arriving: not yet synced.
    QCOMPARE(script.give(RoundStored{}), L());
    script.give(commit());
    QCOMPARE(script.give(RoundStored{}), L({s("status synced")}));
    // A grant: another catch-up of several rounds.
    script.give(begin(false));
    QCOMPARE(script.give(commit()), L({s("commit 7:9:")}));
    QCOMPARE(script.give(RoundStored{}), L({s("status syncing")}));
}

void TestSession::manyPending_delayAndMergeRounds()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    script.give(commit());
    script.give(RoundStored{{}, 200});
    QCOMPARE(script.give(begin()), L({s("begin")}));
    QCOMPARE(script.give(rows(1, 10)), L({s("stage")}));
    QCOMPARE(script.give(commit()), L());
    QCOMPARE(script.give(begin()), L()); // the same transaction
    QCOMPARE(script.give(rows(1, 10)), L({s("stage")}));
    QCOMPARE(script.pass(300), L()); // due, but in the middle of a round
    QCOMPARE(script.give(commit()), L({s("commit 7:9:")}));
    script.give(RoundStored{{}, 200});
    script.give(begin());
    QCOMPARE(script.give(commit()), L());
    QCOMPARE(script.pass(249), L());
    QCOMPARE(script.pass(1), L({s("commit 7:9:")}));
    script.give(RoundStored{{}, 200});
    script.give(begin());
    QCOMPARE(script.give(commit()), L());
    protocol::RoundBegin revoking;
    revoking.revoked = {channel};
    QCOMPARE(script.give(Arrived{revoking, 10}), L({s("commit 7:9:"), s("begin")})); // purges do not wait
    QCOMPARE(script.give(closed()), L({s("abandon"), s("status offline offline")}));
}

void TestSession::commands_goOutInOrder_withRisingNumbers()
{
    SessionScript script;
    script.goLive({}, 5, 4);
    QCOMPARE(script.give(Ready{{entry(1), 0}}), L({s("command 5")}));
    QCOMPARE(script.give(Ready{{entry(2), 0}}), L({s("command 6")}));
    QCOMPARE(script.give(Ready{{entry(2), 0}}), L()); // said twice
    QCOMPARE(script.session().queue().entries().size(), 2);
    script.give(begin());
    script.give(commit());
    script.give(RoundStored{{5, 6}});
    QVERIFY(script.session().queue().entries().isEmpty());
    QCOMPARE(script.give(Ready{{entry(3), 0}}), L({s("command 7")}));
}

void TestSession::commands_waitForReconciliation()
{
    SessionScript script;
    script.give(Ready{{entry(1), 0}}); // before any connection: the outbox holds it
    script.give(Start{});
    script.give(token());
    script.give(opened());
    QCOMPARE(script.give(welcome()).filter(s("command")), L());
    QCOMPARE(script.give(Reconciled{false, 1, {{entry(1), 0}, {entry(2), 0}}}), L({s("command 1"), s("command 2")}));
}

void TestSession::commands_areBoundedInFlight()
{
    QList<Entry> entries;
    for (int i = 0; i < CommandQueue::inFlightMost + 10; ++i)
        entries.append({entry(i), 0});
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    script.give(welcome());
    QCOMPARE(script.give(Reconciled{false, 1, entries}).filter(s("command")).size(), CommandQueue::inFlightMost);
    QCOMPARE(script.give(RoundStored{{1, 2}}).filter(s("command")), L({s("command 33"), s("command 34")}));
}

void TestSession::deferredCommand_isSentAgain_withThoseBehindIt()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    script.give(Ready{{entry(2), 0}});
    QCOMPARE(script.give(deferred(1, 3000)), L());
    QCOMPARE(script.give(refused(2, "out_of_order", 0)), L()); // was in flight behind it
    QCOMPARE(script.give(Ready{{entry(3), 0}}), L());
    QCOMPARE(script.pass(2999).filter(s("command")), L());
    QCOMPARE(script.pass(2), L({s("command 1"), s("command 2"), s("command 3")}));
}

void TestSession::refusedOutOfOrder_resumesAfterTheServersLast()
{
    SessionScript script;
    script.goLive();
    for (int i = 1; i <= 3; ++i)
        script.give(Ready{{entry(i), 0}});
    QCOMPARE(script.give(refused(3, "out_of_order", 1)), L({s("command 2"), s("command 3")}));
    // Contradicts what is known: the server has run more than was ever sent.
    QCOMPARE(
        script.give(refused(3, "out_of_order", 9)), L({s("close protocol_error"), s("status offline protocol_error")}));
}

void TestSession::refusedAsReused_failsTheEntry_andConnectsAnew()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    QCOMPARE(script.give(refused(1, "command_reused", 4)),
        L({s("fail 1 command_reused"), s("close protocol_error"), s("status offline protocol_error")}));
    QCOMPARE(script.pass(2000), L({s("open"), s("status connecting")}));
}

void TestSession::restoredCopy_takesNewInstallation_andConnectsAnew()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    QCOMPARE(script.give(welcome(40)), L({s("reconcile 40"), s("status syncing")}));
    QCOMPARE(script.give(Reconciled{true, 1, {{entry(1), 0}}}), L({s("close cancelled"), s("status offline")}));
    QCOMPARE(script.pass(2000), L({s("open"), s("status connecting")}));
    script.give(opened());
    script.give(welcome(0));
    QCOMPARE(script.give(Reconciled{false, 1, {{entry(1), 0}}}), L({s("command 1")}));
}

void TestSession::foreignClient_replacesInstallation_once()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    QCOMPARE(script.give(goodbye(ErrorCode::ForeignClient)), L({s("close foreign_client"), s("replace-installation")}));
    QCOMPARE(script.give(Reconciled{true, 1, {}}), L({s("status offline")}));
    QCOMPARE(script.pass(2000), L({s("open"), s("status connecting")}));
    script.give(opened());
    QCOMPARE(script.give(goodbye(ErrorCode::ForeignClient)),
        L({s("close foreign_client"), s("status failed foreign_client")}));
}

void TestSession::reconnect_resendsUnconfirmedCommands()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    script.give(Ready{{entry(2), 0}});
    QCOMPARE(script.give(closed()), L({s("status offline offline")}));
    QCOMPARE(script.pass(1000), L({s("open"), s("status connecting")}));
    script.give(opened());
    script.give(welcome(0));
    QCOMPARE(script.give(Reconciled{false, 3, {{entry(2), 2}, {entry(1), 1}, {entry(3), 0}}}),
        L({s("command 1"), s("command 2"), s("command 3")}));
}

void TestSession::whatTheServerCountsAsDone_isNotSentAgain_untilCaughtUp()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    script.give(welcome(2));
    QCOMPARE(script.give(Reconciled{false, 4, {{entry(1), 1}, {entry(2), 2}, {entry(3), 3}}}), L({s("command 3")}));
    script.give(begin());
    script.give(commit());
    // 1 has its outcome, that of 2 is lost: it is asked for again, and 3 behind it.
    QCOMPARE(script.give(RoundStored{{1}}), L({s("command 2"), s("command 3"), s("status synced")}));
}

void TestSession::withoutOutcome_connectsAnew()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    QStringList said;
    for (int i = 0; i < 4 && !script.session().queue().entries().isEmpty(); ++i) {
        script.give(Heard{});
        said += script.pass(Session::outcomeMs / 4);
    }
    QVERIFY(said.contains(s("close offline")));
}

void TestSession::token_isRenewedOnTheOpenSocket()
{
    SessionScript script;
    script.goLive();
    QStringList said;
    for (int second = 0; second < 3600 - 61; second += 10) {
        script.give(Heard{});
        said += script.pass(10'000);
    }
    said.removeAll(s("ping"));
    QCOMPARE(said, L({s("fetch-token")}));
    QCOMPARE(script.give(TokenReady{s("T2"), 3'600'000}), L({s("send token T2")}));
    QCOMPARE(script.give(Arrived{protocol::TokenAccepted{1}, 10}), L());
}

void TestSession::token_shortLived_isRenewedInItsLastThird()
{
    SessionScript script;
    script.give(Start{});
    script.give(token(5000));
    script.give(opened());
    script.give(welcome(0, 5));
    QCOMPARE(script.pass(3300).filter(s("fetch")), L());
    QCOMPARE(script.pass(100), L({s("fetch-token")}));
    // The answer does not come at first: the old token still holds, so the socket stays.
    QCOMPARE(script.give(TokenFailed{{ErrorCode::Offline, {}}}), L());
    QCOMPARE(script.pass(5000), L({s("fetch-token")}));
}

void TestSession::token_expiredAtTheServer_isFetchedOnce_thenAsksToSignIn()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(
        script.give(goodbye(ErrorCode::Unauthorized)), L({s("close unauthorized"), s("status offline unauthorized")}));
    QCOMPARE(script.pass(1000), L({s("fetch-token"), s("status connecting")}));
    QCOMPARE(script.give(token()), L({s("open")}));
    script.give(opened());
    QCOMPARE(script.give(goodbye(ErrorCode::Unauthorized)),
        L({s("close unauthorized"), s("status sign-in-again unauthorized")}));
    QCOMPARE(script.pass(100'000), L());
    QCOMPARE(script.give(Start{}), L({s("fetch-token"), s("status connecting")}));
}

void TestSession::token_fetchFailsOffline_backsOff()
{
    SessionScript script;
    script.give(Start{});
    QCOMPARE(script.give(TokenFailed{{ErrorCode::Offline, {}}}), L({s("status offline offline")}));
    QCOMPARE(script.pass(1000), L({s("fetch-token"), s("status connecting")}));
    QCOMPARE(script.pass(Session::tokenTimeoutMs), L({s("status offline offline")})); // never answered
}

void TestSession::token_refusedByAuth_asksToSignIn()
{
    SessionScript script;
    script.give(Start{});
    QCOMPARE(script.give(TokenFailed{{ErrorCode::Unauthorized, {}}}), L({s("status sign-in-again unauthorized")}));
    SessionScript live;
    live.goLive();
    QCOMPARE(live.give(TokenFailed{{ErrorCode::Unauthorized, {}}}),
        L({s("close unauthorized"), s("status sign-in-again unauthorized")}));
}

void TestSession::silence_isNoticedWithin45Seconds()
{
    SessionScript script;
    script.goLive();
    const QStringList said = script.pass(45'000);
    QCOMPARE(said.filter(s("ping")).size(), 2);
    QCOMPARE(said.filter(s("close")), L({s("close offline")}));
    SessionScript heard;
    heard.goLive();
    for (int i = 0; i < 20; ++i) {
        QVERIFY(heard.pass(15'000).filter(s("close")).isEmpty());
        heard.give(Heard{});
    }
}

void TestSession::sleepingMachine_isNotTakenForSilence()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(script.after(3'000'000, Tick{}).filter(s("close")), L());
    QCOMPARE(script.pass(30'000).filter(s("close")), L({s("close offline")}));
}

void TestSession::unansweredConnect_isGivenUp()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    QCOMPARE(script.pass(Session::connectTimeoutMs), L({s("close offline"), s("status offline offline")}));
    script.pass(1000);
    script.give(opened());
    QCOMPARE(script.pass(Session::greetingTimeoutMs), L({s("close offline"), s("status offline offline")}));
}

void TestSession::backoff_growsTo30Seconds_andResets()
{
    for (quint64 seed = 0; seed < 50; ++seed) {
        Backoff backoff(seed);
        for (int i = 0; i < 12; ++i) {
            const qint64 most = std::min<qint64>(Backoff::mostMs, 1000LL << std::min(i, 10));
            const qint64 wait = backoff.next();
            QVERIFY(wait >= most / 2 && wait <= most);
        }
        backoff.reset();
        QVERIFY(backoff.next() <= 1000);
    }
    QVERIFY(Backoff(1).next() != Backoff(2).next());
}

void TestSession::otherVersion_fails_withAClearCode()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    script.give(opened());
    auto event = std::get<Arrived>(welcome());
    std::get<protocol::Welcome>(event.message).version = 99;
    QCOMPARE(script.give(event), L({s("close unsupported_version"), s("status failed unsupported_version")}));
    QCOMPARE(script.pass(60'000), L());
    QCOMPARE(script.give(Nudge{}), L({s("open")})); // still said to have failed, until it works
    QCOMPARE(script.give(closed(ErrorCode::UnsupportedVersion)), L());
    QCOMPARE(script.pass(Session::refusedPauseMs), L({s("open")}));
}

void TestSession::goodbye_honoursRetryAfter()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(goodbye(ErrorCode::ServerUnavailable, 7000)),
        L({s("close server_unavailable"), s("abandon"), s("status offline server_unavailable")}));
    QCOMPARE(script.pass(6900), L());
    QCOMPARE(script.pass(200), L({s("open"), s("status connecting")}));
}

void TestSession::pages_areAskedOnce_andAgainAfterReconnect()
{
    SessionScript script;
    script.give(PageAsked{3, channel, 100});
    script.give(Start{});
    script.give(token());
    script.give(opened());
    script.give(welcome());
    QCOMPARE(script.give(Reconciled{false, 1, {}}), L({s("page 3 100")}));
    QCOMPARE(script.give(PageAsked{3, channel, 100}), L());
    script.give(closed());
    script.pass(1000);
    script.give(opened());
    script.give(welcome());
    QCOMPARE(script.give(Reconciled{false, 1, {}}), L({s("page 3 100")}));
    script.give(begin());
    script.give(Arrived{protocol::Floors{3, {{channel, 17}}}, 10});
    QCOMPARE(script.give(PageAsked{3, channel, 100}), L()); // its floor is about to move
    script.give(commit());
    script.give(RoundStored{});
    QCOMPARE(script.give(PageAsked{3, channel, 100}), L({s("page 3 100")}));
    protocol::RoundBegin revoking;
    revoking.revoked = {channel};
    script.give(Arrived{revoking, 10});
    QCOMPARE(script.give(PageAsked{3, channel, 50}), L({s("page 3 50")})); // forgotten with its scope
}

void TestSession::storageFailure_isReported_andTriedAgain()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(StorageFailed{{ErrorCode::StorageFull, {}}}),
        L({s("close storage_full"), s("abandon"), s("status failed storage_full")}));
    QCOMPARE(script.pass(Session::storagePauseMs), L({s("open")}));
    script.give(opened());
    script.give(welcome());
    script.give(Reconciled{false, 1, {}});
    script.give(begin());
    script.give(commit());
    QCOMPARE(script.give(RoundStored{}), L({s("status synced")}));
}

void TestSession::lostMirror_connectsAtOnce_butNotForEver()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(script.give(MirrorLost{}), L({s("close cancelled"), s("status offline")}));
    QCOMPARE(script.pass(0), L({s("open"), s("status connecting")}));
    script.give(MirrorLost{});
    QCOMPARE(script.pass(499), L());
    QCOMPARE(script.pass(2000), L({s("open"), s("status connecting")}));
}

void TestSession::stop_isFinal()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(script.give(Stop{}), L({s("close cancelled"), s("status offline")}));
    for (const Event &event :
        {closed(), Event(Tick{}), Event(Nudge{}), token(), Event(TokenFailed{{ErrorCode::Offline, {}}}),
            Event(StorageFailed{{ErrorCode::Storage, {}}}), Event(Reconciled{true, 1, {}}), Event(RoundStored{})})
        QCOMPARE(script.give(event), L());
    QCOMPARE(script.give(Start{}), L({s("fetch-token"), s("status connecting")}));
}

void TestSession::strayEvents_changeNothing()
{
    SessionScript script;
    for (const Event &event : {opened(), welcome(), begin(), closed(), Event(Heard{}), Event(Tick{}),
             Event(RoundStored{}), Event(Garbled{{ErrorCode::ProtocolError, {}}})})
        QCOMPARE(script.give(event).filter(QRegularExpression(s("^(?!status offline$)"))), L());
    script.goLive();
    QCOMPARE(script.give(opened()), L());
    QCOMPARE(script.give(Start{}), L());
    QCOMPARE(script.give(Withdrawn{entry(9)}), L());
    QCOMPARE(script.give(deferred(77, 10)), L());
}

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
