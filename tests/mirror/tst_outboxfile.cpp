#include "outboxfixture.h"

#include <QTest>

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
    void storage_fullKeepsWhatWas();
    void mirrorAndOutbox_agreeAfterACrashBetweenThem();
};

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
    const QString path = profile.folder() + QStringLiteral("/outbox.db");
    {
        auto outbox = Outbox::open(profile.folder(), profile.user);
        VERIFY_OK(outbox);
        for (int i = 0; i < 200; ++i) {
            const Command command = post(newUuid(), newUuid(), QString(300, u'x'));
            VERIFY_OK(
                outbox->add(EntryId(newUuid()), command, CommandClass::Queue, entitiesOfTest(command), true, now));
        }
        VERIFY_OK(outbox->saveDraft(QStringLiteral("channel:1"), QStringLiteral("half a thought"), now));
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 pages = file.size() / 4096;
    QVERIFY(pages > 20);
    if (kind == 0) {
        QVERIFY(file.seek(4096 * (pages / 2)));
        file.write(QByteArray(4096, '\0'));
    } else if (kind == 1) {
        QVERIFY(file.resize(4096 * (pages - 4)));
    } else {
        file.write(QByteArray(4096, 'x'));
    }
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
