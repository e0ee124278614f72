#include "sessionscript.h"

#include <QTest>

using namespace projective;
using namespace projective::session;
using namespace projective::testing;
using namespace Qt::StringLiterals;

using L = QStringList;

/// How a session keeps its connection: tokens, silence, refusals, and when it tries again.
class TestSessionConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void token_isRenewedOnTheOpenSocket();
    void token_shortLived_isRenewedInItsLastThird();
    void token_expiredAtTheServer_isFetchedOnce_thenAsksToSignIn();
    void token_fetchFailsOffline_backsOff();
    void token_refusedByAuth_asksToSignIn();
    void token_askedForBeforeAStop_isAskedForAgain();
    void silence_isNoticedWithin45Seconds();
    void sleepingMachine_isNotTakenForSilence();
    void unansweredConnect_isGivenUp();
    void backoff_growsTo30Seconds_andResets();
    void otherVersion_fails_withAClearCode();
    void goodbye_honoursRetryAfter();
    void storageFailure_isReported_andTriedAgain();
    void lostMirror_connectsAtOnce_butNotForEver();
    void installationThatCouldNotBeReplaced_isReplacedLater();
};

void TestSessionConnection::token_isRenewedOnTheOpenSocket()
{
    SessionScript script;
    script.goLive();
    QStringList said;
    for (int second = 0; second < 3600 - 61; second += 10) {
        script.give(Heard{});
        said += script.pass(10'000);
    }
    said.removeAll(u"ping"_s);
    QCOMPARE(said, L({u"fetch-token"_s}));
    QCOMPARE(script.give(TokenReady{u"T2"_s, 3'600'000}), L({u"send token T2"_s}));
    QCOMPARE(script.give(Arrived{protocol::TokenAccepted{1}, 10}), L());
}

void TestSessionConnection::token_shortLived_isRenewedInItsLastThird()
{
    SessionScript script;
    script.give(Start{});
    script.give(token(5000));
    script.give(opened());
    script.give(welcome(0, 5));
    QCOMPARE(script.pass(3300).filter(u"fetch"_s), L());
    QCOMPARE(script.pass(100), L({u"fetch-token"_s}));
    // The answer does not come at first: the old token still holds, so the socket stays.
    QCOMPARE(script.give(TokenFailed{{ErrorCode::Offline, {}}}), L());
    QCOMPARE(script.pass(5000), L({u"fetch-token"_s}));
}

void TestSessionConnection::token_expiredAtTheServer_isFetchedOnce_thenAsksToSignIn()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(
        script.give(goodbye(ErrorCode::Unauthorized)), L({u"close unauthorized"_s, u"status offline unauthorized"_s}));
    QCOMPARE(script.pass(1000), L({u"fetch-token"_s, u"status connecting"_s}));
    QCOMPARE(script.give(token()), L({u"open"_s}));
    script.give(opened());
    QCOMPARE(script.give(goodbye(ErrorCode::Unauthorized)),
        L({u"close unauthorized"_s, u"status sign-in-again unauthorized"_s}));
    QCOMPARE(script.pass(100'000), L());
    QCOMPARE(script.give(Start{}), L({u"fetch-token"_s, u"status connecting"_s}));
}

void TestSessionConnection::token_fetchFailsOffline_backsOff()
{
    SessionScript script;
    script.give(Start{});
    QCOMPARE(script.give(TokenFailed{{ErrorCode::Offline, {}}}), L({u"status offline offline"_s}));
    QCOMPARE(script.pass(1000), L({u"fetch-token"_s, u"status connecting"_s}));
    QCOMPARE(script.pass(Session::tokenTimeoutMs), L({u"status offline offline"_s})); // never answered
}

void TestSessionConnection::token_refusedByAuth_asksToSignIn()
{
    SessionScript script;
    script.give(Start{});
    QCOMPARE(script.give(TokenFailed{{ErrorCode::Unauthorized, {}}}), L({u"status sign-in-again unauthorized"_s}));
    SessionScript live;
    live.goLive();
    QCOMPARE(live.give(TokenFailed{{ErrorCode::Unauthorized, {}}}),
        L({u"close unauthorized"_s, u"status sign-in-again unauthorized"_s}));
}

/// The account that was asked is perhaps another one now, and its answer never comes.
void TestSessionConnection::token_askedForBeforeAStop_isAskedForAgain()
{
    SessionScript script;
    QCOMPARE(script.give(Start{}), L({u"fetch-token"_s, u"status connecting"_s}));
    script.give(Stop{});
    QCOMPARE(script.give(Start{}), L({u"fetch-token"_s, u"status connecting"_s}));
}

void TestSessionConnection::silence_isNoticedWithin45Seconds()
{
    SessionScript script;
    script.goLive();
    const QStringList said = script.pass(45'000);
    QCOMPARE(said.filter(u"ping"_s).size(), 2);
    QCOMPARE(said.filter(u"close"_s), L({u"close offline"_s}));
    SessionScript heard;
    heard.goLive();
    for (int i = 0; i < 20; ++i) {
        QVERIFY(heard.pass(15'000).filter(u"close"_s).isEmpty());
        heard.give(Heard{});
    }
}

void TestSessionConnection::sleepingMachine_isNotTakenForSilence()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(script.after(3'000'000, Tick{}).filter(u"close"_s), L());
    QCOMPARE(script.pass(30'000).filter(u"close"_s), L({u"close offline"_s}));
}

void TestSessionConnection::unansweredConnect_isGivenUp()
{
    SessionScript script;
    script.give(Start{});
    script.give(token());
    QCOMPARE(script.pass(Session::connectTimeoutMs), L({u"close offline"_s, u"status offline offline"_s}));
    script.pass(1000);
    script.give(opened());
    QCOMPARE(script.pass(Session::greetingTimeoutMs), L({u"close offline"_s, u"status offline offline"_s}));
}

void TestSessionConnection::backoff_growsTo30Seconds_andResets()
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

void TestSessionConnection::otherVersion_fails_withAClearCode()
{
    SessionScript script;
    script.greet();
    auto event = std::get<Arrived>(welcome());
    std::get<protocol::Welcome>(event.message).version = 99;
    QCOMPARE(script.give(event), L({u"close unsupported_version"_s, u"status failed unsupported_version"_s}));
    QCOMPARE(script.pass(60'000), L());
    QCOMPARE(script.give(Nudge{}), L({u"open"_s})); // still said to have failed, until it works
    QCOMPARE(script.give(closed(ErrorCode::UnsupportedVersion)), L());
    QCOMPARE(script.pass(Session::refusedPauseMs), L({u"open"_s}));
}

void TestSessionConnection::goodbye_honoursRetryAfter()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(goodbye(ErrorCode::ServerUnavailable, 7000)),
        L({u"close server_unavailable"_s, u"abandon"_s, u"status offline server_unavailable"_s}));
    QCOMPARE(script.pass(6900), L());
    QCOMPARE(script.pass(200), L({u"open"_s, u"status connecting"_s}));
}

void TestSessionConnection::storageFailure_isReported_andTriedAgain()
{
    SessionScript script;
    script.goLive();
    script.give(begin());
    QCOMPARE(script.give(StorageFailed{{ErrorCode::StorageFull, {}}}),
        L({u"close storage_full"_s, u"abandon"_s, u"status failed storage_full"_s}));
    QCOMPARE(script.pass(Session::storagePauseMs), L({u"open"_s}));
    script.give(opened());
    script.give(welcome());
    script.give(Reconciled{false, 1, {}});
    script.give({begin(), commit()});
    QCOMPARE(script.give(RoundStored{}), L({u"status synced"_s}));
}

void TestSessionConnection::lostMirror_connectsAtOnce_butNotForEver()
{
    SessionScript script;
    script.goLive();
    QCOMPARE(script.give(MirrorLost{}), L({u"close cancelled"_s, u"status offline"_s}));
    QCOMPARE(script.pass(0), L({u"open"_s, u"status connecting"_s}));
    script.give(MirrorLost{});
    QCOMPARE(script.pass(499), L());
    QCOMPARE(script.pass(2000), L({u"open"_s, u"status connecting"_s}));
}

void TestSessionConnection::installationThatCouldNotBeReplaced_isReplacedLater()
{
    SessionScript script;
    script.greet();
    QCOMPARE(script.give(goodbye(ErrorCode::ForeignClient)), L({u"close foreign_client"_s, u"replace-installation"_s}));
    QCOMPARE(script.give(StorageFailed{{ErrorCode::StorageFull, {}}}), L({u"status failed storage_full"_s}));
    QCOMPARE(script.pass(Session::storagePauseMs), L({u"open"_s}));
    script.give(opened());
    QCOMPARE(script.give(goodbye(ErrorCode::ForeignClient)), L({u"close foreign_client"_s, u"replace-installation"_s}));
    script.give(Reconciled{true, 1, {}});
    QCOMPARE(script.pass(5000), L({u"open"_s}));
}

QTEST_APPLESS_MAIN(TestSessionConnection)
#include "tst_sessionconnection.moc"
