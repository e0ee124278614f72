#include "sync/client/clienthandle.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/proxy.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// What the window holds of an account: the engine on its thread, real live queries, a real gateway; and that all that
/// it says arrives in the thread that made it.
class TestClientHandle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void firstSignIn_fillsTheQueries();
    void submitted_isSavedThenApplied_andOnScreenAtOnce();
    void withdrawn_isTakenFromTheScreenAndTheSearch();
    void refused_canBeRetriedAndDiscarded();
    void drafts_areRows();
    void olderPages_come();
    void damageThatAScreenFinds_isMended();
    void wrongPassword_isSaid();
    void profileInUse_isSaid();
    void whatIsAskedFirst_opensTheProfile();
    void outboxLog_staysShortWithoutAPause();
    void whatWasGivenBeforeTheEnd_isNotLost();
    void signOut_leavesNothing();

private:
    [[nodiscard]] Command message(const QString &body, const QUuid &channel) const;
    void make();
    void signIn();
    [[nodiscard]] int count(const QString &sql);
    [[nodiscard]] CommandSink::Receiver noting(QList<CommandState::Kind> &kinds);

    World m_world;
    QUuid m_channel = idOf(u"channel:handle"_s);
    QString m_folder;
    std::unique_ptr<Proxy> m_line;
    std::unique_ptr<ClientHandle> m_client;
    int m_profiles = 0;
};

void TestClientHandle::initTestCase()
{
    QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem()));
    QCOMPARE(m_world.createProject(u"handle"_s), QString());
}

void TestClientHandle::init()
{
    // A new one each time: of one person it takes ten sign-ins, then one each ten seconds.
    m_world.killGateway();
    QCOMPARE(m_world.startGateway(), QString());
    m_line = std::make_unique<Proxy>(m_world.port());
    m_folder = m_world.profile(u"handle%1"_s.arg(++m_profiles));
    make();
}

void TestClientHandle::cleanup()
{
    m_client.reset();
    m_line.reset();
}

void TestClientHandle::make()
{
    m_client.reset();
    m_client = std::make_unique<ClientHandle>(Engine::Options{m_folder, TokenStore::Kind::File, u"test"_s, {}});
    connect(m_client.get(), &ClientHandle::statusChanged, m_client.get(),
        [] { QCOMPARE(QThread::currentThread(), qApp->thread()); });
    const QSignalSpy opened(m_client.get(), &ClientHandle::opened);
    m_client->open();
    QCOMPARE(opened.size(), 0); // it did not wait
    QTRY_COMPARE(opened.size(), 1);
}

void TestClientHandle::signIn()
{
    m_client->signIn(*Server::fromEntry(m_line->address()), World::email(u"mara"_s), World::password);
    QTRY_COMPARE_WITH_TIMEOUT(m_client->status().state, SyncStatus::State::Synced, 20'000);
}

Command TestClientHandle::message(const QString &body, const QUuid &channel) const
{
    return {u"send_message"_s, Workspace::fromString(acting(u"business:northwind"_s)),
        {{u"message"_s, textOf(newUuid())}, {u"channel"_s, textOf(channel)}, {u"body"_s, body},
            {u"client_created_at"_s, u"2026-01-01T00:00:00Z"_s}},
        {}};
}

/// The only value of a query, as a screen would read it.
int TestClientHandle::count(const QString &sql)
{
    int number = -1;
    const auto subscription = m_client->queries().open({sql, {}, 1}, [&number](const query::Difference &difference) {
        if (!difference.isEmpty() && !difference.first().rows.isEmpty())
            number = difference.first().rows.first().first().toInt();
    });
    const bool arrived = QTest::qWaitFor([&number] { return number >= 0; }, 10'000);
    return arrived ? number : -1;
}

CommandSink::Receiver TestClientHandle::noting(QList<CommandState::Kind> &kinds)
{
    return [&kinds](const CommandState &state) {
        QCOMPARE(QThread::currentThread(), qApp->thread());
        kinds.append(state.kind);
    };
}

void TestClientHandle::firstSignIn_fillsTheQueries()
{
    QCOMPARE(m_client->status().state, SyncStatus::State::SignedOut);
    // Opened before there is a mirror, as the first window does.
    QStringList titles;
    const auto subscription = m_client->queries().open(
        {u"select title from projects"_s, {}, 1}, [&titles](const query::Difference &difference) {
            for (const query::Change &change : difference) {
                for (const query::Row &row : change.rows)
                    titles.append(row.first().toString());
            }
        });
    const QSignalSpy signedIn(m_client.get(), &ClientHandle::signedIn);
    signIn();
    QCOMPARE(signedIn.size(), 1);
    QCOMPARE(signedIn.first().first().toUuid(), idOf(u"user:mara"_s));
    QTRY_COMPARE(titles, QStringList{u"handle"_s});
    QVERIFY(m_client->status().everSynced);
}

void TestClientHandle::submitted_isSavedThenApplied_andOnScreenAtOnce()
{
    signIn();
    m_line->cut();
    QTRY_COMPARE(m_client->status().state, SyncStatus::State::Offline);
    QList<CommandState::Kind> kinds;
    const EntryId entry = m_client->submit(message(u"at once"_s, m_channel), noting(kinds));
    QVERIFY(!entry.isNull());
    QVERIFY(kinds.isEmpty()); // it did not wait
    QTRY_COMPARE(kinds, QList<CommandState::Kind>{CommandState::Kind::Saved});
    QCOMPARE(count(u"select count(*) from project_messages where body = 'at once'"_s), 1);
    QTRY_COMPARE(m_client->status().pending, 1);
    m_line->restore();
    m_client->nudge();
    QTRY_COMPARE_WITH_TIMEOUT(
        kinds, (QList<CommandState::Kind>{CommandState::Kind::Saved, CommandState::Kind::Applied}), 20'000);
    QCOMPARE(m_world.value("select count(*) from comms.project_messages where body = 'at once'"), u"1"_s);
}

void TestClientHandle::withdrawn_isTakenFromTheScreenAndTheSearch()
{
    signIn();
    int found = -1;
    // Indexed in a quiet moment, after the change of the mirror was told: an open search hears of that too.
    const auto search = m_client->queries().open(
        {u"select 0, count(*) from local_search join project_messages m on m.rowid = local_search.rowid "
         "where local_search match ?1"_s,
            {u"\"regret\"*"_s}, 1},
        [&found](const query::Difference &difference) {
            for (const query::Change &change : difference)
                found = change.rows.isEmpty() ? found : change.rows.last().at(1).toInt();
        });
    QTRY_COMPARE(found, 0);
    m_line->cut();
    QTRY_COMPARE(m_client->status().state, SyncStatus::State::Offline);
    const EntryId entry = m_client->submit(message(u"regretted"_s, m_channel));
    QTRY_COMPARE(m_client->status().pending, 1);
    QTRY_COMPARE(found, 1);
    QList<CommandState::Kind> kinds;
    m_client->withdraw(entry, noting(kinds));
    QTRY_COMPARE(kinds, QList<CommandState::Kind>{CommandState::Kind::Withdrawn});
    QTRY_COMPARE(m_client->status().pending, 0);
    QCOMPARE(count(u"select count(*) from project_messages where body = 'regretted'"_s), 0);
    QTRY_COMPARE(found, 0);
    kinds.clear();
    m_client->withdraw(entry, noting(kinds)); // there is nothing any more
    QTRY_COMPARE(kinds, QList<CommandState::Kind>{CommandState::Kind::Failed});
}

void TestClientHandle::refused_canBeRetriedAndDiscarded()
{
    signIn();
    QList<CommandState::Kind> kinds;
    QSignalSpy changes(m_client.get(), &ClientHandle::commandChanged);
    const EntryId entry = m_client->submit(message(u"to nobody"_s, newUuid()), noting(kinds));
    QList<CommandState::Kind> answers;
    m_client->withdraw(entry, noting(answers)); // sent as soon as it was saved: its end is told all the same
    QTRY_VERIFY(kinds.size() == 2 && kinds.last() == CommandState::Kind::Rejected);
    QCOMPARE(answers, QList<CommandState::Kind>{CommandState::Kind::Failed});
    QCOMPARE(m_client->status().refused, 1);
    changes.clear();
    m_client->retry(entry);
    const auto again
        = [&changes] { return changes.isEmpty() ? CommandState() : changes.last().first().value<CommandState>(); };
    QTRY_COMPARE(again().kind, CommandState::Kind::Rejected);
    QVERIFY(again().entry != entry);
    m_client->discard(again().entry);
    QTRY_COMPARE(m_client->status().refused, 0);
    QCOMPARE(kinds.size(), 2); // a receiver hears of its own entry only, and no more after the end
}

void TestClientHandle::drafts_areRows()
{
    signIn();
    m_client->saveDraft(u"channel:1"_s, u"half a thought"_s);
    QTRY_COMPARE(count(u"select count(*) from local_drafts where text = 'half a thought'"_s), 1);
    m_client->saveDraft(u"channel:1"_s, {});
    QTRY_COMPARE(count(u"select count(*) from local_drafts"_s), 0);
}

void TestClientHandle::olderPages_come()
{
    QCOMPARE(
        m_world.run("insert into comms.project_messages (channel_id, sender_user_id, body) select '"
            + textOf(m_channel).toLatin1() + "', cases.id('user:mara'), 'old ' || n from generate_series(1, 250) n"),
        QString());
    m_client->setFirst(Workspace::fromString(acting(u"business:northwind"_s)));
    signIn();
    QCOMPARE(count(u"select count(*) from project_messages"_s), 200);
    m_client->loadOlder(u"project_messages"_s, u"channel:"_s + textOf(m_channel), 40);
    QTRY_COMPARE(count(u"select count(*) from project_messages"_s), 240);
}

void TestClientHandle::damageThatAScreenFinds_isMended()
{
    const QString projects = u"select count(*) from projects"_s;
    signIn();
    const int held = count(projects);
    QVERIFY(held > 0);
    m_line->cut();
    make(); // all is in one file, and nobody has read it yet
    {
        QFile file(m_folder + u"/mirror.db"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(4096));
        file.write(QByteArray(file.size() - 4096, '\x5a'));
    }
    QCOMPARE(count(projects), 0); // of the new one; of the damaged one nothing comes
    QVERIFY(!QDir(m_folder).entryList({u"mirror.db.damaged-*"_s}, QDir::Files).isEmpty());
    m_line->restore();
    m_client->nudge();
    QTRY_COMPARE_WITH_TIMEOUT(m_client->status().state, SyncStatus::State::Synced, 20'000);
    QCOMPARE(count(projects), held);
}

void TestClientHandle::wrongPassword_isSaid()
{
    const QSignalSpy failed(m_client.get(), &ClientHandle::signInFailed);
    m_client->signIn(*Server::fromEntry(m_line->address()), World::email(u"mara"_s), u"nonsense"_s);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::WrongCredentials);
    QCOMPARE(m_client->status().state, SyncStatus::State::SignedOut);
}

void TestClientHandle::profileInUse_isSaid()
{
    ClientHandle second(Engine::Options{m_folder, TokenStore::Kind::File, u"test"_s, {}});
    const QSignalSpy failed(&second, &ClientHandle::openFailed);
    second.open();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::ProfileInUse);
    const QSignalSpy opened(&second, &ClientHandle::opened);
    m_client.reset();
    second.open();
    QTRY_COMPARE(opened.size(), 1);
}

/// A window that is closed right after the click.
void TestClientHandle::whatWasGivenBeforeTheEnd_isNotLost()
{
    signIn();
    m_line->cut();
    QTRY_COMPARE(m_client->status().state, SyncStatus::State::Offline);
    for (int i = 0; i < 20; ++i)
        static_cast<void>(m_client->submit(message(u"last words %1"_s.arg(i), m_channel)));
    make(); // ends the one before
    QTRY_COMPARE(m_client->status().pending, 20);
    m_line->restore();
    m_client->nudge();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_client->status().state == SyncStatus::State::Synced && m_client->status().pending == 0, 40'000);
    QCOMPARE(m_world.value("select count(*) from comms.project_messages where body like 'last words %'"), u"20"_s);
}

void TestClientHandle::whatIsAskedFirst_opensTheProfile()
{
    m_client = std::make_unique<ClientHandle>(
        Engine::Options{m_world.profile(u"unopened"_s), TokenStore::Kind::File, u"test"_s, {}});
    const QSignalSpy opened(m_client.get(), &ClientHandle::opened);
    signIn();
    QCOMPARE(opened.size(), 1);
    QList<CommandState::Kind> kinds;
    static_cast<void>(m_client->submit(message(u"once open"_s, m_channel), noting(kinds)));
    QTRY_VERIFY(kinds.contains(CommandState::Kind::Applied));
    QCOMPARE(opened.size(), 1);
}

/// Somebody who never stops for the 200 ms of a quiet moment.
void TestClientHandle::outboxLog_staysShortWithoutAPause()
{
    signIn();
    m_line->cut();
    QTRY_COMPARE(m_client->status().state, SyncStatus::State::Offline);
    constexpr int messages = 300;
    constexpr qint64 longest = qint64{2} * 1024 * 1024; // half of what 1,000 pages take
    int saved = 0;
    for (int i = 0; i < messages; ++i) {
        static_cast<void>(m_client->submit(message(u"no pause %1"_s.arg(i), m_channel),
            [&saved](const CommandState &state) { saved += state.kind == CommandState::Kind::Saved ? 1 : 0; }));
        QTRY_COMPARE(saved, i + 1);
    }
    QVERIFY(QFileInfo(m_folder + u"/outbox.db-wal"_s).size() < longest);
}

void TestClientHandle::signOut_leavesNothing()
{
    signIn();
    const QSignalSpy signedOut(m_client.get(), &ClientHandle::signedOut);
    m_client->signOut();
    QTRY_COMPARE(signedOut.size(), 1);
    QTRY_COMPARE(m_client->status().state, SyncStatus::State::SignedOut);
    QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden), QStringList{u"lock"_s});
}

QTEST_GUILESS_MAIN(TestClientHandle)
#include "tst_clienthandle.moc"
