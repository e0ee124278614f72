#include "mirrorfixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

using namespace projective;
using namespace projective::fixture;

// The mirror's own part of two promises: a first load of a million messages, and how soon a message of one's own is
// saved and on screen. Rows are set by PROJECTIVE_BENCH_ROWS; without it the test is small and only guards the path.
class TestMirrorSpeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstLoad_andOptimisticWrites();

private:
    void open();
    void load();
    void becomeIdle();
    void writeOptimistically();
    void takeRoundOnPending();

    Profile m_profile;
    std::optional<Outbox> m_outbox;
    std::unique_ptr<Mirror> m_mirror;
    QList<Scope> m_channels;
    int m_total = 20'000;
    QElapsedTimer m_timer;
};

namespace {

constexpr QLatin1String body{
    "A message of a usual length, with words that somebody might look for some time later on: "};

double ms(qint64 ns)
{
    return static_cast<double>(ns) / 1e6;
}

} // namespace

void TestMirrorSpeed::firstLoad_andOptimisticWrites()
{
    open();
    if (QTest::currentTestFailed())
        return;
    load();
    becomeIdle();
    writeOptimistically();
    takeRoundOnPending();
}

void TestMirrorSpeed::open()
{
    const int wanted = qEnvironmentVariableIntValue("PROJECTIVE_BENCH_ROWS");
    if (wanted > 0)
        m_total = wanted;
    auto outbox = Outbox::open(m_profile.folder(), m_profile.user);
    VERIFY_OK(outbox);
    m_profile.installation = outbox->installation();
    m_outbox = std::move(*outbox);
    auto mirror = m_profile.openMirror();
    VERIFY_OK(mirror);
    m_mirror = std::move(*mirror);
    VERIFY_OK(m_mirror->applyCatalog(catalogJson()));
    for (int i = 0; i < 500; ++i)
        m_channels.append(scope(QStringLiteral("channel")));
}

void TestMirrorSpeed::load()
{
    constexpr int frameRows = 1500;
    protocol::RoundBegin begin;
    begin.reset = true;
    begin.granted = m_channels;
    VERIFY_OK(m_mirror->begin(begin));
    qint64 spent = 0;
    for (int made = 0; made < m_total; made += frameRows) {
        QList<QByteArray> tuples;
        for (int i = made; i < std::min(m_total, made + frameRows); ++i)
            tuples.append(
                messageTuple({newUuid(), m_channels[i % 500], m_channels[i % 40].id, body + QString::number(i), i}));
        const protocol::Rows frame = rows(messagesId, tuples);
        m_timer.start();
        VERIFY_OK(m_mirror->rows(frame));
        spent += m_timer.nsecsElapsed();
    }
    m_timer.start();
    VERIFY_OK(m_mirror->commit({cursor(1)}));
    const qint64 commitMs = m_timer.elapsed();
    spent += m_timer.nsecsElapsed();
    qInfo("first load: %d rows, %.0f rows/s, last commit %lld ms", m_total,
        m_total / (static_cast<double>(spent) / 1e9), commitMs);
    QCOMPARE(value(*m_mirror, QStringLiteral("SELECT count(*) FROM project_messages")).toInt(), m_total);
}

void TestMirrorSpeed::becomeIdle()
{
    qint64 longest = 0;
    int slices = 0;
    for (bool busy = true; busy; ++slices) {
        m_timer.start();
        const auto more = m_mirror->idle();
        VERIFY_OK(more);
        longest = std::max(longest, m_timer.elapsed());
        busy = *more;
    }
    qInfo("idle: %d slices, longest %lld ms", slices, longest);
}

void TestMirrorSpeed::writeOptimistically()
{
    QList<qint64> each;
    qint64 saving = 0;
    for (int i = 0; i < 1000; ++i) {
        const Command command = post(newUuid(), m_channels[i % 500].id, QStringLiteral("mine %1").arg(i));
        m_timer.start();
        const auto entry
            = m_outbox->add(EntryId(newUuid()), command, CommandClass::Queue, entitiesOfTest(command), true, 1);
        VERIFY_OK(entry);
        saving += m_timer.nsecsElapsed();
        VERIFY_OK(m_mirror->add(*entry));
        each.append(m_timer.nsecsElapsed());
    }
    std::sort(each.begin(), each.end());
    qInfo("optimistic write with outbox: p50 %.2f ms, p99 %.2f ms, most %.2f ms, of which saving %.2f ms on average",
        ms(each[500]), ms(each[989]), ms(each.last()), ms(saving) / 1000);
}

void TestMirrorSpeed::takeRoundOnPending()
{
    m_timer.start();
    VERIFY_OK(round(*m_mirror, {},
        {rows(messagesId, {messageTuple({newUuid(), m_channels[0], m_channels[1].id, body, m_total + 1})})}, 2));
    qInfo("round on 1,000 pending: %lld ms", m_timer.elapsed());
}

QTEST_GUILESS_MAIN(TestMirrorSpeed)
#include "tst_mirrorspeed.moc"
