#include "sync/client/store.h"
#include "tests/mirror/mirrortest.h"

#include <QFile>

#include <csignal>

#include <sys/resource.h>

using namespace projective;
using namespace projective::fixture;
using namespace Qt::StringLiterals;

namespace {
constexpr int commandsId = 5;

/// As long as this lives, no file of this process can be made longer than `bytes`.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit now{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
};
} // namespace

/// Mirror and outbox together: who is told of what, and when.
class TestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void roundWithoutRoom_isNoPartOfTheNext();
    void damageFoundByACommand_isMended();
    void damageFoundByAWelcome_isMended();
    void mirrorThatCouldNotBeReplaced_isReplacedLater();
    void windows_areTrimmedAtAStart();
    void revokedRows_areGoneFromScreens_alsoWhenTheirRoundNeverEnds();

private:
    void open();
    void damage();
    [[nodiscard]] EntryId submit();
    void round(const protocol::RoundBegin &begin, const QList<protocol::Rows> &frames, int at);
    [[nodiscard]] int count(const QString &rows)
    {
        return fixture::value(m_store->mirror(), u"SELECT count(*) FROM "_s + rows).toInt();
    }

    std::unique_ptr<fixture::Profile> m_profile;
    std::unique_ptr<Store> m_store;
    QSet<QString> m_changed; ///< tables that were told of
};

void TestStore::init()
{
    m_profile = std::make_unique<fixture::Profile>();
    open();
    QList<QJsonObject> all = relations();
    all.append(relation(commandsId, u"commands"_s, {{u"name"_s, u"text"_s}, {u"class"_s, u"text"_s}}));
    VERIFY_OK(m_store->adoptCatalog(catalogJson(all)));
}

void TestStore::cleanup()
{
    m_store.reset();
    m_profile.reset();
}

void TestStore::open()
{
    m_store.reset();
    Store::Listener listener;
    listener.changed = [this](const QSet<QString> &tables) { m_changed += tables; };
    listener.reopened = [] {};
    listener.outbox = [](const OutboxChange &) {};
    auto opened = Store::open(m_profile->folder(), m_profile->user, listener);
    VERIFY_OK(opened);
    m_store = std::move(*opened);
}

void TestStore::round(const protocol::RoundBegin &begin, const QList<protocol::Rows> &frames, int at)
{
    VERIFY_OK(m_store->begin(begin));
    for (const protocol::Rows &frame : frames)
        VERIFY_OK(m_store->stage({frame}));
    VERIFY_OK(m_store->commit(cursor(at)));
}

void TestStore::revokedRows_areGoneFromScreens_alsoWhenTheirRoundNeverEnds()
{
    const Scope lost = scope(u"channel"_s);
    const Scope won = scope(u"channel"_s);
    round(grant({lost}), {oneMessage(lost, u"secret"_s, 1)}, 1);
    protocol::RoundBegin begin = grant({won});
    begin.revoked = {lost};
    VERIFY_OK(m_store->begin(begin));
    m_changed.clear();
    for (const protocol::Rows &frame : manyMessages(won, 60))
        VERIFY_OK(m_store->stage({frame}));
    QCOMPARE(count(u"project_messages"_s), 0);
    QVERIFY(m_changed.contains(u"project_messages"_s));
    m_store->abandon();
}

void TestStore::roundWithoutRoom_isNoPartOfTheNext()
{
    const Scope held = scope(u"channel"_s);
    const Scope lost = scope(u"channel"_s);
    round(grant({held}), {oneMessage(held, u"old"_s, 1)}, 1);
    Database &mirror = m_store->mirror().database();
    const int pages = fixture::value(m_store->mirror(), u"PRAGMA page_count"_s).toInt();
    VERIFY_OK(mirror.execute(u"PRAGMA max_page_count = %1"_s.arg(pages)));
    VERIFY_OK(m_store->begin(grant({lost})));
    VERIFY_OK(m_store->stage({manyMessages(lost, 1).constFirst()}));
    const auto full = m_store->commit(cursor(2));
    QVERIFY(!full);
    QCOMPARE(full.error().code, ErrorCode::StorageFull);
    VERIFY_OK(mirror.execute(u"PRAGMA max_page_count = 1000000"_s));
    // By the time that there is room, the scope is not the user's any more.
    round({}, {oneMessage(held, u"new"_s, 2)}, 2);
    QCOMPARE(count(u"project_messages"_s), 2);
    QCOMPARE(m_store->mirror().scopes(), QSet<Scope>{held});
}

/// As a disk that fails does it, under what is open.
void TestStore::damage()
{
    const Scope all = scope(u"catalog"_s);
    round(grant({all}), {rows(commandsId, {tuple({newUuid(), all.kind, all.id, 1LL, u"x"_s, u"queue"_s})})}, 1);
    m_store->checkpoint(0);
    QFile file(m_store->mirror().path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(4096)); // the schema is known already
    file.write(QByteArray(file.size() - 4096, '\x5a'));
    VERIFY_OK(m_store->mirror().database().execute(u"PRAGMA shrink_memory"_s));
}

EntryId TestStore::submit()
{
    const EntryId id(newUuid());
    const Command command{u"release_stage"_s, workspace(), {}, {}};
    const auto done = m_store->submit(id, command, true);
    return done ? id : EntryId();
}

void TestStore::damageFoundByACommand_isMended()
{
    damage();
    const EntryId entry = submit();
    QVERIFY(m_store->outbox().find(entry) != nullptr);
    QVERIFY(m_store->takeMirrorLost());
    QVERIFY(m_store->mirror().cursor().isNull());
    QCOMPARE(count(u"local_commands"_s), 1);
}

void TestStore::damageFoundByAWelcome_isMended()
{
    const EntryId entry = submit();
    VERIFY_OK(m_store->markSent(entry, 1));
    damage();
    const auto reconciled = m_store->reconcile(1);
    VERIFY_OK(reconciled);
    QVERIFY(!reconciled->newInstallation);
    QVERIFY(m_store->takeMirrorLost());
    QVERIFY2(m_store->outbox().findNumber(1) != nullptr, "its outcome comes with all the rest");
    QCOMPARE(count(u"local_commands"_s), 1);
}

void TestStore::mirrorThatCouldNotBeReplaced_isReplacedLater()
{
    const EntryId before(newUuid());
    Command command = post(newUuid(), newUuid(), u"mine"_s);
    command.name = u"send_message"_s;
    VERIFY_OK(m_store->submit(before, command, true));
    damage();
    for (const rlim_t room : {0, 8192}) { // not even a first page; the first page, and no tables
        const FullDisk disk(room);
        const auto mended = m_store->mend({ErrorCode::StorageCorrupt, {}});
        QVERIFY(!mended);
        QCOMPARE(mended.error().code, ErrorCode::StorageFull);
        QCOMPARE(m_store->mirror().pendingCount(), 1);
        QVERIFY(!m_store->idle());
    }
    const EntryId entry = submit();
    QVERIFY(m_store->outbox().find(entry) != nullptr);
    QVERIFY(m_store->takeMirrorLost());
    QCOMPARE(count(u"local_commands"_s), 2);
    QVERIFY(m_store->outbox().find(before) != nullptr);
    QVERIFY(m_store->mirror().cursor().isNull());
}

void TestStore::windows_areTrimmedAtAStart()
{
    const Scope channel = scope(u"channel"_s);
    const auto frames = manyMessages(channel, 3); // 750 of a window of 200
    round(grant({channel}), frames, 1);
    m_changed.clear();
    open();
    QCOMPARE(count(u"project_messages"_s), 200);
    QCOMPARE(m_store->mirror().floor(messagesId, channel), 551);
    QVERIFY2(m_changed.contains(u"project_messages"_s), "screens may have read the file before");
    open();
    QCOMPARE(count(u"project_messages"_s), 200);
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
