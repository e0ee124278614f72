#include "sessionscript.h"

#include <QTest>

using namespace projective;
using namespace projective::session;
using namespace projective::testing;
using namespace Qt::StringLiterals;

using L = QStringList;

/// How a session sends commands: in order, each until its outcome is known, under the right installation.
class TestSessionCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
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
};

void TestSessionCommands::commands_goOutInOrder_withRisingNumbers()
{
    SessionScript script;
    script.goLive({}, 5, 4);
    QCOMPARE(script.give(Ready{{entry(1), 0}}), L({u"command 5"_s}));
    QCOMPARE(script.give(Ready{{entry(2), 0}}), L({u"command 6"_s}));
    QCOMPARE(script.give(Ready{{entry(2), 0}}), L()); // said twice
    QCOMPARE(script.session().queue().entries().size(), 2);
    script.give({begin(), commit(), RoundStored{{5, 6}}});
    QVERIFY(script.session().queue().entries().isEmpty());
    QCOMPARE(script.give(Ready{{entry(3), 0}}), L({u"command 7"_s}));
}

void TestSessionCommands::commands_waitForReconciliation()
{
    SessionScript script;
    script.give(Ready{{entry(1), 0}}); // before any connection: the outbox holds it
    script.greet();
    QCOMPARE(script.give(welcome()).filter(u"command"_s), L());
    QCOMPARE(script.give(Reconciled{false, 1, {{entry(1), 0}, {entry(2), 0}}}), L({u"command 1"_s, u"command 2"_s}));
}

void TestSessionCommands::commands_areBoundedInFlight()
{
    QList<Entry> entries;
    for (int i = 0; i < CommandQueue::inFlightMost + 10; ++i)
        entries.append({entry(i), 0});
    SessionScript script;
    script.greet();
    script.give(welcome());
    QCOMPARE(script.give(Reconciled{false, 1, entries}).filter(u"command"_s).size(), CommandQueue::inFlightMost);
    QCOMPARE(script.give(RoundStored{{1, 2}}).filter(u"command"_s), L({u"command 33"_s, u"command 34"_s}));
}

void TestSessionCommands::deferredCommand_isSentAgain_withThoseBehindIt()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    script.give(Ready{{entry(2), 0}});
    QCOMPARE(script.give(deferred(1, 3000)), L());
    QCOMPARE(script.give(refused(2, u"out_of_order"_s, 0)), L()); // was in flight behind it
    QCOMPARE(script.give(Ready{{entry(3), 0}}), L());
    QCOMPARE(script.pass(2999).filter(u"command"_s), L());
    QCOMPARE(script.pass(2), L({u"command 1"_s, u"command 2"_s, u"command 3"_s}));
}

void TestSessionCommands::refusedOutOfOrder_resumesAfterTheServersLast()
{
    SessionScript script;
    script.goLive();
    for (int i = 1; i <= 3; ++i)
        script.give(Ready{{entry(i), 0}});
    QCOMPARE(script.give(refused(3, u"out_of_order"_s, 1)), L({u"command 2"_s, u"command 3"_s}));
    // Contradicts what is known: the server has run more than was ever sent.
    QCOMPARE(script.give(refused(3, u"out_of_order"_s, 9)),
        L({u"close protocol_error"_s, u"status offline protocol_error"_s}));
}

void TestSessionCommands::refusedAsReused_failsTheEntry_andConnectsAnew()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    QCOMPARE(script.give(refused(1, u"command_reused"_s, 4)),
        L({u"fail 1 command_reused"_s, u"close protocol_error"_s, u"status offline protocol_error"_s}));
    QCOMPARE(script.pass(2000), L({u"open"_s, u"status connecting"_s}));
}

void TestSessionCommands::restoredCopy_takesNewInstallation_andConnectsAnew()
{
    SessionScript script;
    script.greet();
    QCOMPARE(script.give(welcome(40)), L({u"reconcile 40"_s, u"status syncing"_s}));
    QCOMPARE(script.give(Reconciled{true, 1, {{entry(1), 0}}}), L({u"close cancelled"_s, u"status offline"_s}));
    QCOMPARE(script.pass(2000), L({u"open"_s, u"status connecting"_s}));
    script.give(opened());
    script.give(welcome(0));
    QCOMPARE(script.give(Reconciled{false, 1, {{entry(1), 0}}}), L({u"command 1"_s}));
}

void TestSessionCommands::foreignClient_replacesInstallation_once()
{
    SessionScript script;
    script.greet();
    QCOMPARE(script.give(goodbye(ErrorCode::ForeignClient)), L({u"close foreign_client"_s, u"replace-installation"_s}));
    QCOMPARE(script.give(Reconciled{true, 1, {}}), L({u"status offline"_s}));
    QCOMPARE(script.pass(2000), L({u"open"_s, u"status connecting"_s}));
    script.give(opened());
    QCOMPARE(script.give(goodbye(ErrorCode::ForeignClient)),
        L({u"close foreign_client"_s, u"status failed foreign_client"_s}));
}

void TestSessionCommands::reconnect_resendsUnconfirmedCommands()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    script.give(Ready{{entry(2), 0}});
    QCOMPARE(script.give(closed()), L({u"status offline offline"_s}));
    QCOMPARE(script.pass(1000), L({u"open"_s, u"status connecting"_s}));
    script.give(opened());
    script.give(welcome(0));
    QCOMPARE(script.give(Reconciled{false, 3, {{entry(2), 2}, {entry(1), 1}, {entry(3), 0}}}),
        L({u"command 1"_s, u"command 2"_s, u"command 3"_s}));
}

void TestSessionCommands::whatTheServerCountsAsDone_isNotSentAgain_untilCaughtUp()
{
    SessionScript script;
    script.greet();
    script.give(welcome(2));
    QCOMPARE(script.give(Reconciled{false, 4, {{entry(1), 1}, {entry(2), 2}, {entry(3), 3}}}), L({u"command 3"_s}));
    script.give({begin(), commit()});
    // 1 has its outcome, that of 2 is lost: it is asked for again, and 3 behind it.
    QCOMPARE(script.give(RoundStored{{1}}), L({u"command 2"_s, u"command 3"_s, u"status synced"_s}));
}

void TestSessionCommands::withoutOutcome_connectsAnew()
{
    SessionScript script;
    script.goLive();
    script.give(Ready{{entry(1), 0}});
    QStringList said;
    for (int i = 0; i < 4 && !script.session().queue().entries().isEmpty(); ++i) {
        script.give(Heard{});
        said += script.pass(Session::outcomeMs / 4);
    }
    QVERIFY(said.contains(u"close offline"_s));
}

QTEST_APPLESS_MAIN(TestSessionCommands)
#include "tst_sessioncommands.moc"
