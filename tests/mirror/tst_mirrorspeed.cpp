#include "mirrorfixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace projective;
using namespace projective::fixture;

// The mirror's own part of two promises: a first load of a million messages, and how soon a message of one's own is
// saved and on screen. Rows are set by PROJECTIVE_BENCH_ROWS; without it the test is small and only guards the path.
class TestMirrorSpeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstLoad_andOptimisticWrites();
};

void TestMirrorSpeed::firstLoad_andOptimisticWrites()
{
    const int wanted = qEnvironmentVariableIntValue("PROJECTIVE_BENCH_ROWS");
    const int total = wanted > 0 ? wanted : 20'000;
    constexpr int frameRows = 1500;
    Profile profile;
    auto outbox = Outbox::open(profile.folder(), profile.user);
    VERIFY_OK(outbox);
    profile.installation = outbox->installation();
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    QList<Scope> channels;
    for (int i = 0; i < 500; ++i)
        channels.append(scope(QStringLiteral("channel")));
    const QString body
        = QStringLiteral("A message of a usual length, with words that somebody might look for some time later on: ");

    protocol::RoundBegin begin;
    begin.reset = true;
    begin.granted = channels;
    VERIFY_OK((*mirror)->begin(begin));
    qint64 spent = 0;
    QElapsedTimer timer;
    for (int made = 0; made < total; made += frameRows) {
        QList<QByteArray> tuples;
        for (int i = made; i < std::min(total, made + frameRows); ++i)
            tuples.append(
                messageTuple({newUuid(), channels[i % 500], channels[i % 40].id, body + QString::number(i), i}));
        const protocol::Rows frame = rows(messagesId, tuples);
        timer.start();
        VERIFY_OK((*mirror)->rows(frame));
        spent += timer.nsecsElapsed();
    }
    timer.start();
    VERIFY_OK((*mirror)->commit({cursor(1)}));
    const qint64 commitMs = timer.elapsed();
    spent += timer.nsecsElapsed();
    qInfo("first load: %d rows, %.0f rows/s, last commit %lld ms", total, total / (static_cast<double>(spent) / 1e9),
        commitMs);
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), total);

    qint64 longestIdle = 0;
    int slices = 0;
    while (true) {
        timer.start();
        const auto more = (*mirror)->idle();
        VERIFY_OK(more);
        longestIdle = std::max(longestIdle, timer.elapsed());
        ++slices;
        if (!*more)
            break;
    }
    qInfo("idle: %d slices, longest %lld ms", slices, longestIdle);

    QList<qint64> each;
    qint64 saving = 0;
    for (int i = 0; i < 1000; ++i) {
        const Command command = post(newUuid(), channels[i % 500].id, QStringLiteral("mine %1").arg(i));
        timer.start();
        const auto entry
            = outbox->add(EntryId(newUuid()), command, CommandClass::Queue, entitiesOfTest(command), true, 1);
        VERIFY_OK(entry);
        saving += timer.nsecsElapsed();
        VERIFY_OK((*mirror)->add(*entry));
        each.append(timer.nsecsElapsed());
    }
    std::sort(each.begin(), each.end());
    qInfo("optimistic write with outbox: p50 %.2f ms, p99 %.2f ms, most %.2f ms, of which saving %.2f ms on average",
        static_cast<double>(each[500]) / 1e6, static_cast<double>(each[989]) / 1e6,
        static_cast<double>(each.last()) / 1e6, static_cast<double>(saving) / 1e9);
    timer.start();
    VERIFY_OK(round(**mirror, {},
        {rows(messagesId, {messageTuple({newUuid(), channels[0], channels[1].id, body, total + 1})})}, 2));
    qInfo("round on 1,000 pending: %lld ms", timer.elapsed());
}

QTEST_GUILESS_MAIN(TestMirrorSpeed)
#include "tst_mirrorspeed.moc"
