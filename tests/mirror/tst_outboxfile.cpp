#include "outboxfixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace projective;
using namespace projective::fixture;

/// The file of the outbox: what it keeps over restarts, and what becomes of it when it is damaged, foreign or full.
class TestOutboxFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drafts_areKept();
    void foreign_outboxIsRefusedAndLeftAlone();
    void damaged_outboxGivesWhatIsReadable_data();
    void damaged_outboxGivesWhatIsReadable();
    void damaged_recoveryThatFindsNoRoom_losesNothing_data();
    void damaged_recoveryThatFindsNoRoom_losesNothing();
    void damaged_recoveryThatIsInterrupted_goesOn();
    void damaged_outboxOfAnotherIsLeftAlone();
    void storage_fullKeepsWhatWas();
    void mirrorAndOutbox_agreeAfterACrashBetweenThem();

private:
    void fill(const Profile &profile);
    void damageThePageInTheMiddle(const Profile &profile);
};

namespace {

QString pathOf(const Profile &profile)
{
    return profile.folder() + QStringLiteral("/outbox.db");
}

/// The most that a file may have while this lives: the disk is full for what would be larger.
class Room
{
public:
    explicit Room(qint64 bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit most{rlim_t(bytes), m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &most);
    }
    ~Room() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    Room(const Room &) = delete;
    Room &operator=(const Room &) = delete;

private:
    rlimit m_before{};
};

} // namespace

void TestOutboxFile::drafts_areKept()
{
    Crashing outbox;
    VERIFY_OK(outbox->saveDraft(QStringLiteral("channel:1"), QStringLiteral("half a thought"), now));
    VERIFY_OK(outbox->saveDraft(QStringLiteral("channel:2"), QStringLiteral("x"), now));
    VERIFY_OK(outbox->saveDraft(QStringLiteral("channel:2"), {}, now));
    outbox.reopen();
    const auto drafts = outbox->drafts();
    VERIFY_OK(drafts);
    QCOMPARE(drafts->size(), 1);
    QCOMPARE(drafts->first().text, QStringLiteral("half a thought"));
}

void TestOutboxFile::foreign_outboxIsRefusedAndLeftAlone()
{
    Crashing outbox;
    const EntryId id = outbox.add(anyPost());
    const auto other = Outbox::open(outbox.profile.folder(), UserId(newUuid()));
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::ForeignClient);
    outbox.reopen();
    QVERIFY(outbox->find(id) != nullptr);
}

void TestOutboxFile::fill(const Profile &profile)
{
    auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    for (int i = 0; i < 200; ++i) {
        const Command command = post(newUuid(), newUuid(), QString(300, u'x'));
        VERIFY_OK(outbox->add(EntryId(newUuid()), command, CommandClass::Queue, entitiesOfTest(command), true, now));
    }
    VERIFY_OK(outbox->saveDraft(QStringLiteral("channel:1"), QStringLiteral("half a thought"), now));
}

void TestOutboxFile::damageThePageInTheMiddle(const Profile &profile)
{
    QFile file(pathOf(profile));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(4096 * (file.size() / 4096 / 2)));
    file.write(QByteArray(4096, '\0'));
}

void TestOutboxFile::damaged_outboxGivesWhatIsReadable_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("a page of zeros in the middle") << 0;
    QTest::newRow("truncated") << 1;
    QTest::newRow("no database any more") << 2;
}

void TestOutboxFile::damaged_outboxGivesWhatIsReadable()
{
    QFETCH(int, kind);
    Profile profile;
    fill(profile);
    QFile file(pathOf(profile));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 pages = file.size() / 4096;
    QVERIFY(pages > 20);
    if (kind == 0)
        damageThePageInTheMiddle(profile);
    else if (kind == 1)
        QVERIFY(file.resize(4096 * (pages - 4)));
    else
        file.write(QByteArray(4096, 'x'));
    file.close();

    auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    QVERIFY(outbox->recovery().damaged);
    QVERIFY(QFile::exists(outbox->recovery().putAside));
    QVERIFY2(!outbox->recovery().lost.isEmpty(), "what is lost is said, never silently");
    QVERIFY2(kind == 2 || outbox->entries().size() > 100, qPrintable(QString::number(outbox->entries().size())));
    // It works on, and a second start finds it whole.
    VERIFY_OK(outbox->add(EntryId(newUuid()), anyPost(), CommandClass::Queue, {}, true, now));
    const qsizetype entries = outbox->entries().size();
    *outbox = *Outbox::open(profile.folder(), profile.user);
    QVERIFY(!outbox->recovery().damaged);
    QCOMPARE(outbox->entries().size(), entries);
}

void TestOutboxFile::damaged_recoveryThatFindsNoRoom_losesNothing_data()
{
    QTest::addColumn<bool>("copies");
    QTest::newRow("for the copy that is read") << false;
    QTest::newRow("for the new file") << true;
}

void TestOutboxFile::damaged_recoveryThatFindsNoRoom_losesNothing()
{
    QFETCH(bool, copies);
    const Profile profile;
    fill(profile);
    damageThePageInTheMiddle(profile);
    {
        // SQLite's own first needs are 32 kB.
        const Room room(copies ? QFileInfo(pathOf(profile)).size() : 40'960);
        const auto outbox = Outbox::open(profile.folder(), profile.user);
        QVERIFY(!outbox);
        QCOMPARE(outbox.error().code, ErrorCode::StorageFull);
    }
    const auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    QVERIFY(outbox->recovery().damaged);
    QVERIFY(outbox->entries().size() > 100);
    QCOMPARE(QDir(profile.folder()).entryList({QStringLiteral("outbox.db.*")}, QDir::Files).size(), 1); // put aside
}

void TestOutboxFile::damaged_recoveryThatIsInterrupted_goesOn()
{
    const Profile profile;
    fill(profile);
    damageThePageInTheMiddle(profile);
    Outbox::Recovery recovery;
    qsizetype entries = 0;
    {
        const auto outbox = Outbox::open(profile.folder(), profile.user);
        VERIFY_OK(outbox);
        recovery = outbox->recovery();
        entries = outbox->entries().size();
        QVERIFY(entries > 100);
    }
    // As it was before the last step: the damaged file is aside, but for what SQLite keeps with it.
    QVERIFY(QFile::rename(pathOf(profile), pathOf(profile) + QStringLiteral(".recovering")));
    QVERIFY(QFile::copy(recovery.putAside, pathOf(profile) + QStringLiteral("-wal")));
    const auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    QCOMPARE(outbox->entries().size(), entries);
    QVERIFY2(outbox->recovery().damaged, "it is told by who finishes it");
    QCOMPARE(outbox->recovery().putAside, recovery.putAside);
    QCOMPARE(outbox->recovery().recovered, recovery.recovered);
    QCOMPARE(outbox->recovery().lost, recovery.lost);
}

void TestOutboxFile::damaged_outboxOfAnotherIsLeftAlone()
{
    const Profile profile;
    fill(profile);
    damageThePageInTheMiddle(profile);
    const auto other = Outbox::open(profile.folder(), UserId(newUuid()));
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::ForeignClient);
    const auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    QVERIFY(outbox->entries().size() > 100);
}

void TestOutboxFile::storage_fullKeepsWhatWas()
{
    Profile profile;
    auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    VERIFY_OK(outbox->add(EntryId(newUuid()), anyPost(), CommandClass::Queue, {}, true, now));
    VERIFY_OK(outbox->database().execute(QStringLiteral("PRAGMA max_page_count = 1")));
    const Command huge = post(newUuid(), newUuid(), QString(200'000, u'x'));
    const auto added = outbox->add(EntryId(newUuid()), huge, CommandClass::Queue, {}, true, now);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::StorageFull);
    QCOMPARE(outbox->entries().size(), 1);
    VERIFY_OK(outbox->database().execute(QStringLiteral("PRAGMA max_page_count = 100000")));
    VERIFY_OK(outbox->add(EntryId(newUuid()), huge, CommandClass::Queue, {}, true, now));
    QCOMPARE(outbox->entries().size(), 2);
}

void TestOutboxFile::mirrorAndOutbox_agreeAfterACrashBetweenThem()
{
    Crashing outbox;
    const QUuid message = newUuid();
    const Scope channel = scope(QStringLiteral("channel"));
    const EntryId id = outbox.add(post(message, channel.id, QStringLiteral("mine")));
    const quint64 number = outbox.send(id);
    Profile &profile = outbox.profile;
    const auto mirrorOf = [&] {
        return Mirror::open({profile.folder(), profile.user, outbox->installation(), effect});
    };
    {
        auto mirror = mirrorOf();
        VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
        VERIFY_OK((*mirror)->setPending(outbox->entries(), {}));
        QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM local_pending")).toInt(), 1);
        const auto change = round(**mirror, {},
            {rows(messagesId, {messageTuple({message, channel, profile.user.uuid(), QStringLiteral("mine"), 9})}),
                rows(resultsId, {resultTuple(outbox->installation(), number, QStringLiteral("applied"))})},
            1);
        VERIFY_OK(change);
        // Killed here: the round is in the mirror, the outbox does not know.
    }
    outbox.reopen();
    auto mirror = mirrorOf();
    const auto known = (*mirror)->outcomesOf({number});
    VERIFY_OK(known);
    VERIFY_OK(outbox->settle(*known));
    QVERIFY(outbox->entries().isEmpty());
    VERIFY_OK((*mirror)->setPending(outbox->entries(), {}));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT seq FROM project_messages")).toInt(), 9);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM local_commands")).toInt(), 0);
}

QTEST_GUILESS_MAIN(TestOutboxFile)
#include "tst_outboxfile.moc"
