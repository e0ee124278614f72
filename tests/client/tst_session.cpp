#include "sessionscript.h"

#include <QRegularExpression>
#include <QTest>

using namespace projective;
using namespace projective::session;
using namespace projective::testing;
using namespace Qt::StringLiterals;

using L = QStringList;

namespace {

protocol::Scope channel()
{
    return {QStringLiteral("channel"), QUuid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)};
}

} // namespace

/// What a session says to the rounds that arrive, and what it asks for.
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
    void pages_areAskedOnce_andAgainAfterReconnect();
    void page_askedInARound_waitsForItsEnd();
    void page_ofAWindowThatBeginsAnew_isAskedAgain();
    void stop_isFinal();
    void strayEvents_changeNothing();
};

void TestSession::connects_greets_catchesUp_andIsLive()
{
    SessionScript script;
    QCOMPARE(script.give(Start{}), L({u"fetch-token"_s, u"status connecting"_s}));
    QCOMPARE(script.give(token()), L({u"open"_s}));
    QCOMPARE(script.give(opened()), L({u"send hello T 5:6:"_s}));
    QCOMPARE(script.give(welcome()), L({u"reconcile 0"_s, u"status syncing"_s}));
    QCOMPARE(script.give(Reconciled{false, 1, {}}), L());
    QCOMPARE(script.give(begin()), L({u"begin"_s}));
    QCOMPARE(script.give(rows(3, 300)), L({u"stage"_s, u"status syncing 3/0"_s}));
    QCOMPARE(script.give(commit()), L({u"commit 7:9:"_s}));
    QVERIFY(!script.session().isLive());
    QCOMPARE(script.give(RoundStored{}), L({u"status synced"_s}));
    QVERIFY(script.session().isLive());
    QStringList next;
    for (const Event &event : {begin(), rows(1, 50), commit(), Event(RoundStored{})})
        next += script.give(event);
    QCOMPARE(next, L({u"begin"_s, u"stage"_s, u"commit 7:9:"_s}));
}

void TestSession::welcome_withCatalog_adoptsItBeforeAnyRow()
{
    SessionScript script;
    script.greet();
    auto event = std::get<Arrived>(welcome());
    std::get<protocol::Welcome>(event.message).catalogJson = "{}";
    QCOMPARE(script.give(event), L({u"adopt-catalog"_s, u"reconcile 0"_s, u"status syncing"_s}));
}

void TestSession::scopes_areSentWhenWanted()
{
    SessionScript script;
    script.greet();
    QCOMPARE(script.give(Arrived{protocol::ScopesWanted{}, 10}), L({u"send-scopes"_s}));
    script.give(welcome());
    QCOMPARE(script.give(Arrived{protocol::ScopesWanted{}, 10}),
        L({u"close protocol_error"_s, u"status offline protocol_error"_s}));
}

void TestSession::rows_areAcknowledgedInPassing_notEachRound()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(rows(1, 400'000)), L({u"stage"_s}));
    QCOMPARE(script.give(rows(1, 200'000)), L({u"stage"_s, u"send ack 600000"_s}));
    QCOMPARE(script.give(Arrived{protocol::Deletes{}, 1000}), L({u"stage"_s}));
    QCOMPARE(script.give(Arrived{protocol::Floors{}, 5000}), L({u"stage"_s}));
    QCOMPARE(script.give(commit()), L({u"commit 7:9:"_s}));
    // A thousand small rounds a second must not make a thousand messages: the gateway would take them for a flood.
    QStringList said;
    for (int i = 0; i < 1000; ++i) {
        for (const Event &event : {Event(RoundStored{}), begin(), rows(1, 300), commit()})
            said += script.give(event).filter(u"send"_s);
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
        QVERIFY2(said.contains(u"close protocol_error"_s), qPrintable(said.join(u'\n')));
    }
    SessionScript early;
    early.greet();
    QVERIFY(early.give(begin()).contains(u"close protocol_error"_s));
    SessionScript twice;
    twice.goLive();
    QVERIFY(twice.give(welcome()).contains(u"close protocol_error"_s));
    SessionScript garbled;
    garbled.goLive();
    QVERIFY(garbled.give(Garbled{{ErrorCode::ProtocolError, {}}}).contains(u"close protocol_error"_s));
}

void TestSession::roundBegunAnew_voidsTheOneThatArrives()
{
    SessionScript script;
    script.goLive();
    script.give(PageAsked{1, channel(), 50});
    script.give(begin());
    script.give(rows(2, 300));
    script.give(Arrived{protocol::Floors{1, {{channel(), 5}}}, 30}); // the page is in this round
    QCOMPARE(script.give(begin()), L({u"abandon"_s, u"begin"_s}));
    // Bytes of the void round were taken too.
    QCOMPARE(script.give(rows(1, 600'000)), L({u"stage"_s, u"send ack 600300"_s}));
    QCOMPARE(script.give(commit()), L({u"commit 7:9:"_s}));
    script.give(RoundStored{});
    QVERIFY(script.session().isLive());
    // The gateway gives the page again by itself: asked for once on this connection.
    QCOMPARE(script.give(PageAsked{1, channel(), 50}), L());
}

void TestSession::mergedRoundBegunAnew_connectsAtOnce()
{
    SessionScript script;
    script.goLive();
    script.give({begin(), commit(), RoundStored{{}, 200}});
    script.give({begin(), commit()}); // waits
    script.give(begin()); // shares its transaction
    QCOMPARE(script.give(begin()), L({u"close cancelled"_s, u"abandon"_s, u"open"_s, u"status connecting"_s}));
}

void TestSession::longCatchUp_staysSyncing_untilItsLastRound()
{
    SessionScript script;
    script.greet();
    script.give(welcome());
    script.give(Reconciled{false, 1, {}});
    auto first = std::get<Arrived>(begin(false));
    std::get<protocol::RoundBegin>(first.message).rowsExpected = 10;
    QCOMPARE(script.give(first), L({u"begin"_s, u"status syncing 0/10"_s}));
    script.give(rows(4, 100));
    script.give(commit());
    QCOMPARE(script.give(RoundStored{}), L());
    script.give(begin());
    QCOMPARE(script.give(rows(6, 100)), L({u"stage"_s, u"status syncing 10/10"_s}));
    // The round before is stored while the last one is still arriving: not yet synced.
    QCOMPARE(script.give(RoundStored{}), L());
    script.give(commit());
    QCOMPARE(script.give(RoundStored{}), L({u"status synced"_s}));
    // A grant: another catch-up of several rounds.
    script.give(begin(false));
    QCOMPARE(script.give(commit()), L({u"commit 7:9:"_s}));
    QCOMPARE(script.give(RoundStored{}), L({u"status syncing"_s}));
}

void TestSession::manyPending_delayAndMergeRounds()
{
    SessionScript script;
    script.goLive();
    script.give({begin(), commit(), RoundStored{{}, 200}});
    QCOMPARE(script.give(begin()), L({u"begin"_s}));
    QCOMPARE(script.give(rows(1, 10)), L({u"stage"_s}));
    QCOMPARE(script.give(commit()), L());
    QCOMPARE(script.give(begin()), L()); // the same transaction
    QCOMPARE(script.give(rows(1, 10)), L({u"stage"_s}));
    QCOMPARE(script.pass(300), L()); // due, but in the middle of a round
    QCOMPARE(script.give(commit()), L({u"commit 7:9:"_s}));
    script.give(RoundStored{{}, 200});
    script.give(begin());
    QCOMPARE(script.give(commit()), L());
    QCOMPARE(script.pass(249), L());
    QCOMPARE(script.pass(1), L({u"commit 7:9:"_s}));
    script.give(RoundStored{{}, 200});
    script.give(begin());
    QCOMPARE(script.give(commit()), L());
    protocol::RoundBegin revoking;
    revoking.revoked = {channel()};
    QCOMPARE(script.give(Arrived{revoking, 10}), L({u"commit 7:9:"_s, u"begin"_s})); // purges do not wait
    QCOMPARE(script.give(closed()), L({u"abandon"_s, u"status offline offline"_s}));
}

void TestSession::pages_areAskedOnce_andAgainAfterReconnect()
{
    SessionScript script;
    script.give(PageAsked{3, channel(), 100});
    script.greet();
    script.give(welcome());
    QCOMPARE(script.give(Reconciled{false, 1, {}}), L()); // the catch-up may begin the window anew
    script.give({begin(), commit()});
    QCOMPARE(script.give(RoundStored{}), L({u"page 3 100"_s, u"status synced"_s}));
    QCOMPARE(script.give(PageAsked{3, channel(), 100}), L());
    script.give(closed());
    script.pass(1000);
    script.give({opened(), welcome(), Reconciled{false, 1, {}}, begin(), commit()});
    QCOMPARE(script.give(RoundStored{}), L({u"page 3 100"_s, u"status synced"_s}));
    script.give(begin());
    script.give(Arrived{protocol::Floors{3, {{channel(), 17}}}, 10});
    QCOMPARE(script.give(PageAsked{3, channel(), 100}), L()); // its floor is about to move
    script.give(commit());
    script.give(RoundStored{});
    QCOMPARE(script.give(PageAsked{3, channel(), 100}), L({u"page 3 100"_s}));
}

void TestSession::page_askedInARound_waitsForItsEnd()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(PageAsked{3, channel(), 100}), L());
    QCOMPARE(script.give(commit()), L({u"commit 7:9:"_s, u"page 3 100"_s}));
    SessionScript lost;
    lost.goLive();
    lost.give(begin());
    lost.give(PageAsked{3, channel(), 100});
    protocol::RoundBegin revoking;
    revoking.revoked = {channel()};
    lost.give(Arrived{revoking, 10});
    QCOMPARE(lost.give(commit()), L({u"commit 7:9:"_s})); // forgotten with its scope
}

void TestSession::page_ofAWindowThatBeginsAnew_isAskedAgain()
{
    protocol::RoundBegin reset;
    reset.reset = true;
    protocol::RoundBegin grant;
    grant.granted = {channel()};
    protocol::RoundBegin loss;
    loss.revoked = {channel()};
    for (const protocol::RoundBegin &anew : {reset, grant}) {
        SessionScript script;
        script.goLive();
        script.give(PageAsked{3, channel(), 100});
        script.give({Arrived{loss, 10}, commit(), RoundStored{}});
        QCOMPARE(script.give(Arrived{anew, 10}), L({u"close cancelled"_s, u"open"_s, u"status connecting"_s}));
        script.give({opened(), welcome(), Reconciled{false, 1, {}}, Arrived{anew, 10}, commit()});
        QCOMPARE(script.give(RoundStored{}), L({u"page 3 100"_s, u"status synced"_s}));
    }
}

void TestSession::stop_isFinal()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(script.give(Stop{}), L({u"close cancelled"_s, u"status offline"_s}));
    for (const Event &event :
        {closed(), Event(Tick{}), Event(Nudge{}), token(), Event(TokenFailed{{ErrorCode::Offline, {}}}),
            Event(StorageFailed{{ErrorCode::Storage, {}}}), Event(Reconciled{true, 1, {}}), Event(RoundStored{})})
        QCOMPARE(script.give(event), L());
    QCOMPARE(script.give(Start{}), L({u"fetch-token"_s, u"status connecting"_s}));
}

void TestSession::strayEvents_changeNothing()
{
    SessionScript script;
    for (const Event &event : {opened(), welcome(), begin(), closed(), Event(Heard{}), Event(Tick{}),
             Event(RoundStored{}), Event(Garbled{{ErrorCode::ProtocolError, {}}})})
        QCOMPARE(script.give(event).filter(QRegularExpression(u"^(?!status offline$)"_s)), L());
    script.goLive();
    QCOMPARE(script.give(opened()), L());
    QCOMPARE(script.give(Start{}), L());
    QCOMPARE(script.give(Withdrawn{entry(9)}), L());
    QCOMPARE(script.give(deferred(77, 10)), L());
}

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
