#include "sync/client/engine.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/proxy.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// The engine against a real gateway on a real Postgres, with a network that can be cut.
class TestEngine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void commands_runExactlyOnce_throughKillsOfTheGateway();
    void offlineWork_isSentLater();
    void refusedCommand_isKeptWithItsReason_andCanBeRetried();
    void onlineOnlyCommand_isNotQueuedBlind();
    void withdrawnCommand_neverHappens();
    void revokedScope_isPurged();
    void olderPages_arrive_andStay();
    void olderPage_afterAReset_leavesNoHole();
    void busyConnection_keepsNothingFromBeingFound();
    void restoredCopyOfTheOutbox_isNoticed();
    void damagedMirror_isFilledAgain();
    void signOut_leavesNothing();

private:
    void open(const QString &person);
    EntryId sendMessage(const QString &body);
    [[nodiscard]] Command message(const QString &body, const QUuid &channel) const;
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] qsizetype settledOf(const QList<EntryId> &entries) const;
    [[nodiscard]] int inMirror(const QString &sql) const;
    [[nodiscard]] QString insertMessages(const QUuid &channel, int count);
    [[nodiscard]] int inPostgres(const QByteArray &sql) { return m_world.value(sql).toInt(); }

    World m_world;
    QUuid m_project = idOf(u"project:engine"_s);
    QUuid m_channel = idOf(u"channel:engine"_s);
    std::unique_ptr<Proxy> m_proxy;
    std::unique_ptr<Engine> m_engine;
    QHash<EntryId, QList<CommandState>> m_states;
    int m_profile = 0;
};

void TestEngine::initTestCase()
{
    QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem()));
    QCOMPARE(m_world.liftRateLimits(), QString());
    QCOMPARE(m_world.createProject(u"engine"_s), QString());
}

void TestEngine::init()
{
    // A new one each time: of one person it takes ten sign-ins, then one each ten seconds.
    m_world.killGateway();
    QCOMPARE(m_world.startGateway(), QString());
    m_proxy = std::make_unique<Proxy>(m_world.port());
    open(u"mara"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->status().state, SyncStatus::State::Synced, 20'000);
}

void TestEngine::cleanup()
{
    m_engine.reset();
    m_proxy.reset();
    m_states.clear();
}

void TestEngine::open(const QString &person)
{
    m_engine.reset();
    const QString folder = m_world.profile(person + QString::number(++m_profile));
    m_engine = std::make_unique<Engine>(Engine::Options{folder, TokenStore::Kind::File, u"test"_s, {}});
    connect(m_engine.get(), &Engine::commandChanged, this,
        [this](const CommandState &state) { m_states[state.entry].append(state); });
    const auto opened = m_engine->open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    m_engine->signIn(*Server::fromEntry(m_proxy->address()), World::email(person), World::password);
}

Command TestEngine::message(const QString &body, const QUuid &channel) const
{
    return {u"send_message"_s, Workspace::fromString(acting(u"business:northwind"_s)),
        {{u"message"_s, textOf(newUuid())}, {u"channel"_s, textOf(channel)}, {u"body"_s, body},
            {u"client_created_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}},
        {}};
}

EntryId TestEngine::sendMessage(const QString &body)
{
    const EntryId entry(newUuid());
    m_engine->submit(entry, message(body, m_channel));
    return entry;
}

bool TestEngine::isIdle() const
{
    return m_engine->status().state == SyncStatus::State::Synced && m_engine->status().pending == 0;
}

qsizetype TestEngine::settledOf(const QList<EntryId> &entries) const
{
    return std::count_if(entries.begin(), entries.end(), [this](const EntryId &entry) {
        const auto states = m_states.value(entry);
        return !states.isEmpty() && states.last().kind == CommandState::Kind::Applied;
    });
}

int TestEngine::inMirror(const QString &sql) const
{
    if (m_engine->store() == nullptr)
        return -1; // not signed in yet
    return m_engine->store()->mirror().database().value(sql).value_or(QVariant(-1)).toInt();
}

void TestEngine::commands_runExactlyOnce_throughKillsOfTheGateway()
{
    constexpr int rounds = 5;
    constexpr int each = 20;
    QList<EntryId> entries;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < each; ++i)
            entries.append(sendMessage(u"once %1.%2"_s.arg(round).arg(i)));
        // Killed earlier or later in a round: when some have their outcome and some do not.
        const qsizetype settled = round * each + round * each / rounds;
        QTRY_VERIFY_WITH_TIMEOUT(settledOf(entries) >= settled, 20'000);
        m_world.killGateway();
        QCOMPARE(m_world.startGateway(), QString());
        m_engine->nudge();
    }
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 60'000);
    QCOMPARE(inPostgres("select count(*) from comms.project_messages where body like 'once %'"), rounds * each);
    QCOMPARE(
        inPostgres("select count(distinct body) from comms.project_messages where body like 'once %'"), rounds * each);
    QCOMPARE(inMirror(u"select count(*) from project_messages where body like 'once %' and seq is not null"_s),
        rounds * each);
    for (const EntryId &entry : std::as_const(entries)) {
        QCOMPARE(m_states[entry].first().kind, CommandState::Kind::Saved);
        QCOMPARE(m_states[entry].last().kind, CommandState::Kind::Applied);
    }
}

void TestEngine::offlineWork_isSentLater()
{
    m_proxy->cut();
    QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
    const EntryId entry = sendMessage(u"from a train"_s);
    QCOMPARE(m_states[entry].last().kind, CommandState::Kind::Saved);
    QCOMPARE(inMirror(u"select count(*) from project_messages where body = 'from a train'"_s), 1); // on screen at once
    QCOMPARE(m_engine->status().pending, 1);
    m_proxy->restore();
    m_engine->nudge();
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 40'000);
    QCOMPARE(inPostgres("select count(*) from comms.project_messages where body = 'from a train'"), 1);
}

void TestEngine::refusedCommand_isKeptWithItsReason_andCanBeRetried()
{
    const EntryId entry(newUuid());
    m_engine->submit(entry, message(u"to nobody"_s, newUuid()));
    QTRY_COMPARE(m_states[entry].last().kind, CommandState::Kind::Rejected);
    QCOMPARE(m_states[entry].last().code, u"not_found"_s);
    QCOMPARE(m_engine->status().refused, 1);
    QCOMPARE(m_engine->store()->outbox().find(entry)->command.args.value(u"body"_s).toString(), u"to nobody"_s);
    m_engine->retry(entry);
    QTRY_VERIFY_WITH_TIMEOUT(isIdle() && m_engine->status().refused == 1, 10'000); // refused again, as another entry
    QVERIFY(m_engine->store()->outbox().find(entry) == nullptr);
    m_engine->discard(m_engine->store()->outbox().entries().first().id);
    QCOMPARE(m_engine->status().refused, 0);
}

void TestEngine::onlineOnlyCommand_isNotQueuedBlind()
{
    m_proxy->cut();
    QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
    const EntryId entry(newUuid());
    m_engine->submit(entry,
        {u"release_stage"_s, Workspace::fromString(acting(u"business:northwind"_s)), {{u"stage"_s, textOf(newUuid())}},
            {}});
    QCOMPARE(m_states[entry].last().kind, CommandState::Kind::Failed);
    QCOMPARE(m_states[entry].last().code, u"offline"_s);
    QCOMPARE(m_engine->status().pending, 0);
    const EntryId unknown(newUuid());
    m_engine->submit(unknown, {u"no_such_thing"_s, Workspace::fromString(acting(u"business:northwind"_s)), {}, {}});
    QCOMPARE(m_states[unknown].last().code, u"invalid_argument"_s);
}

void TestEngine::withdrawnCommand_neverHappens()
{
    m_proxy->cut();
    QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
    const EntryId entry = sendMessage(u"regretted"_s);
    m_engine->withdraw(entry);
    QCOMPARE(m_engine->status().pending, 0);
    QCOMPARE(inMirror(u"select count(*) from project_messages where body = 'regretted'"_s), 0);
    m_proxy->restore();
    m_engine->nudge();
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 40'000);
    QCOMPARE(inPostgres("select count(*) from comms.project_messages where body = 'regretted'"), 0);
}

void TestEngine::revokedScope_isPurged()
{
    const QByteArray who = "profile_id = cases.id('freelancer:ines')";
    QCOMPARE(
        m_world.run("insert into projects.project_participants (project_id, profile_type, profile_id, role) values ('"
            + textOf(m_project).toLatin1() + "', 'freelancer', cases.id('freelancer:ines'), 'collaborator')"),
        QString());
    open(u"ines"_s);
    QTRY_COMPARE_WITH_TIMEOUT(inMirror(u"select count(*) from projects"_s), 1, 20'000);
    QTRY_VERIFY(isIdle());
    // While it is connected, and while it is away.
    for (const bool away : {false, true}) {
        if (away) {
            m_proxy->cut();
            QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
        }
        QCOMPARE(m_world.run("delete from projects.project_participants where " + who), QString());
        m_proxy->restore();
        m_engine->nudge();
        QTRY_COMPARE_WITH_TIMEOUT(inMirror(u"select count(*) from projects"_s), 0, 40'000);
        QCOMPARE(inMirror(u"select count(*) from project_messages"_s), 0);
        QCOMPARE(inMirror(u"select count(*) from local_scopes where kind = 'project'"_s), 0);
        if (!away) {
            QCOMPARE(
                m_world.run(
                    "insert into projects.project_participants (project_id, profile_type, profile_id, role) values ('"
                    + textOf(m_project).toLatin1() + "', 'freelancer', cases.id('freelancer:ines'), 'collaborator')"),
                QString());
            QTRY_COMPARE_WITH_TIMEOUT(inMirror(u"select count(*) from projects"_s), 1, 20'000);
        }
    }
}

QString TestEngine::insertMessages(const QUuid &channel, int count)
{
    const QByteArray id = textOf(channel).toLatin1();
    return m_world.run("insert into comms.project_channels (id, project_id, name, visibility) values ('" + id + "', '"
        + textOf(m_project).toLatin1() + "', '#" + id + "', 'project_all') on conflict do nothing;"
        + "insert into comms.project_messages (channel_id, sender_user_id, body) select '" + id
        + "', cases.id('user:mara'), 'old ' || n from generate_series(1, " + QByteArray::number(count) + ") n");
}

void TestEngine::olderPages_arrive_andStay()
{
    const QUuid channel = idOf(u"channel:long"_s);
    QCOMPARE(insertMessages(channel, 500), QString());
    open(u"mara"_s); // a fresh profile
    const QString count = u"select count(*) from project_messages where body like 'old %'"_s;
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->status().state, SyncStatus::State::Synced, 20'000);
    QCOMPARE(inMirror(count), 200);
    const QString scope = u"channel:"_s + textOf(channel);
    m_engine->loadOlder(u"project_messages"_s, scope, 100);
    m_engine->loadOlder(u"project_messages"_s, scope, 100); // asked twice, fetched once
    QTRY_COMPARE(inMirror(count), 300);
    m_proxy->cut();
    QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
    m_engine->loadOlder(u"project_messages"_s, scope, 1000);
    m_proxy->restore();
    m_engine->nudge();
    QTRY_COMPARE_WITH_TIMEOUT(inMirror(count), 500, 40'000);
    m_engine->loadOlder(u"project_messages"_s, scope, 100); // there is nothing older
    m_engine->loadOlder(u"no_such_relation"_s, scope, 100);
    m_engine->loadOlder(u"project_messages"_s, u"nonsense"_s, 100);
    QTRY_VERIFY(isIdle());
}

/// Away for longer than the server keeps the feed, with a page asked for meanwhile.
void TestEngine::olderPage_afterAReset_leavesNoHole()
{
    const QUuid channel = idOf(u"channel:reset"_s);
    QCOMPARE(insertMessages(channel, 400), QString());
    open(u"mara"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->status().state, SyncStatus::State::Synced, 20'000);
    const QString scope = u"channel:"_s + textOf(channel);
    const auto held = [&](const QString &what) {
        return inMirror(u"select %1 from project_messages where hex(scope_id) = upper('%2')"_s.arg(
            what, QString::fromLatin1(channel.toRfc4122().toHex())));
    };
    QCOMPARE(held(u"min(seq)"_s), 201);
    m_proxy->cut();
    QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
    m_engine->loadOlder(u"project_messages"_s, scope, 100);
    QCOMPARE(insertMessages(channel, 500), QString());
    QCOMPARE(m_world.run("update sync.horizon set floor = pg_current_xact_id()"), QString());
    m_proxy->restore();
    m_engine->nudge();
    QTRY_COMPARE_WITH_TIMEOUT(held(u"count(*)"_s), 300, 40'000); // the newest 200, and the page
    QCOMPARE(held(u"max(seq) - min(seq) + 1"_s), 300);
}

void TestEngine::busyConnection_keepsNothingFromBeingFound()
{
    QTimer events; // never 200 ms without one
    connect(&events, &QTimer::timeout, m_engine.get(), &Engine::nudge);
    events.start(20);
    sendMessage(u"pineapple"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        inMirror(u"select count(*) from local_search where local_search match 'pineapple'"_s), 1, 20'000);
}

void TestEngine::restoredCopyOfTheOutbox_isNoticed()
{
    sendMessage(u"before the copy"_s);
    QTRY_VERIFY(isIdle());
    const QString folder = m_engine->profile()->folder();
    const Server server = m_engine->profile()->server();
    const InstallationId before = m_engine->store()->outbox().installation();
    m_engine.reset();
    const QString copy = folder + u"/copy"_s;
    QVERIFY(QFile::copy(folder + u"/outbox.db"_s, copy));
    const auto reopen = [&] {
        m_engine = std::make_unique<Engine>(Engine::Options{folder, TokenStore::Kind::File, u"test"_s, {}});
        return m_engine->open().has_value();
    };
    QVERIFY(reopen());
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 20'000);
    sendMessage(u"after the copy"_s);
    QTRY_VERIFY(isIdle());
    m_engine.reset();
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(folder + u"/outbox.db"_s + QLatin1String(suffix));
    QVERIFY(QFile::rename(copy, folder + u"/outbox.db"_s));
    QVERIFY(reopen());
    const EntryId entry = sendMessage(u"from the restored copy"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 40'000);
    QVERIFY(m_engine->store()->outbox().installation() != before);
    QVERIFY(m_engine->store()->outbox().find(entry) == nullptr); // applied
    for (const char *body : {"before the copy", "after the copy", "from the restored copy"})
        QCOMPARE(inPostgres(QByteArray("select count(*) from comms.project_messages where body = '") + body + "'"), 1);
}

void TestEngine::damagedMirror_isFilledAgain()
{
    m_proxy->cut();
    QTRY_COMPARE(m_engine->status().state, SyncStatus::State::Offline);
    sendMessage(u"survives the damage"_s);
    const QString folder = m_engine->profile()->folder();
    m_engine.reset();
    QFile mirror(folder + u"/mirror.db"_s);
    QVERIFY(mirror.open(QIODevice::ReadWrite));
    mirror.write(QByteArray(8192, '\x5a'));
    mirror.close();
    m_proxy->restore();
    m_engine = std::make_unique<Engine>(Engine::Options{folder, TokenStore::Kind::File, u"test"_s, {}});
    QVERIFY(m_engine->open());
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 40'000);
    QCOMPARE(inPostgres("select count(*) from comms.project_messages where body = 'survives the damage'"), 1);
    QCOMPARE(inMirror(u"select count(*) from projects"_s), 1);
}

void TestEngine::signOut_leavesNothing()
{
    const QString folder = m_engine->profile()->folder();
    const QSignalSpy over(m_engine.get(), &Engine::signedOut);
    m_engine->signOut();
    QTRY_COMPARE(over.size(), 1);
    QCOMPARE(m_engine->status().state, SyncStatus::State::SignedOut);
    QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), QStringList{u"lock"_s});
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
