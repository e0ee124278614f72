// From COMMIT acknowledged in Postgres to the row committed in another client's mirror, at 20 and at 1,000 commits a
// second; and from a keystroke at one client to the row in the mirror of another, through outbox, gateway and Postgres.
#include "sync/client/clienthandle.h"
#include "sync/commands/send_message.h"
#include "tests/bench/benchworld.h"
#include "tests/bench/figures.h"
#include "tests/bench/writers.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QEventLoop>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <chrono>

using namespace projective;
using namespace projective::bench;

namespace {

constexpr int runs = 5;
constexpr int secondsOfRun = 10;
constexpr int arrivalMs = 3'000; ///< long enough for the last ones
constexpr double p50Aim = 3;
constexpr double p99Aim = 15;

/// The other client.
class Receiver
{
public:
    explicit Receiver(const QString &profile)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(PROJECTIVE_RECEIVER), {profile});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(120'000)) { }
        need(m_process.readLine().trimmed() == "ready" ? QString() : QStringLiteral("the receiver did not sync"));
        // Its upkeep after a first sync is no part of what is measured.
        QThread::sleep(2);
    }
    ~Receiver()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    /// Ends it; when each message came.
    [[nodiscard]] Acknowledged finish()
    {
        QThread::msleep(arrivalMs);
        m_process.closeWriteChannel();
        need(m_process.waitForFinished(60'000) ? QString() : QStringLiteral("the receiver does not end"));
        Acknowledged seen;
        const auto lines = m_process.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const auto words = line.split(' ');
            if (words.size() == 2 && words[0] == "peak")
                m_peakMb = words[1].toDouble();
            else if (words.size() == 2)
                seen.insert(QUuid::fromString(QLatin1String(words[0])), words[1].toLongLong());
        }
        return seen;
    }
    [[nodiscard]] double peakOfIt() const { return m_peakMb; }

private:
    QProcess m_process;
    double m_peakMb = 0;
};

struct Latencies {
    Samples p50;
    Samples p99;
    Samples clientMb;
    Samples gatewayMb;
};

void compare(const Acknowledged &sent, const Acknowledged &seen, Latencies &into)
{
    Samples ms;
    for (auto it = sent.cbegin(); it != sent.cend(); ++it) {
        need(seen.contains(it.key()) ? QString() : QStringLiteral("a message did not arrive"));
        ms.add(static_cast<double>(seen.value(it.key()) - it.value()) / 1000);
    }
    into.p50.add(ms.median());
    into.p99.add(ms.percentile(0.99));
    say(QStringLiteral("%1 messages: p50 %2, p99 %3, most %4 ms")
            .arg(ms.count())
            .arg(ms.median())
            .arg(ms.percentile(0.99))
            .arg(ms.largest()));
}

void measureFeed(BenchWorld &world, const QString &profile, int rate, Latencies &into)
{
    need(world.startGateway());
    need(world.signIn(profile));
    Receiver receiver(profile);
    const Acknowledged sent = writeMessages(world.conninfo(), world.channels(), world.user(), rate, secondsOfRun);
    compare(sent, receiver.finish(), into);
    into.clientMb.add(receiver.peakOfIt());
    into.gatewayMb.add(peakMb(world.gateway().processId()));
}

void waitUntil(ClientHandle &client, const std::function<bool()> &condition)
{
    QEventLoop loop;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (condition())
            loop.quit();
    });
    QObject::connect(&client, &ClientHandle::statusChanged, &loop, [&] {
        if (condition())
            loop.quit();
    });
    timer.start(50);
    if (!condition())
        loop.exec();
}

/// One person types at 20 a second; the times are those of submit().
Acknowledged sendCommands(BenchWorld &world, ClientHandle &client)
{
    using namespace std::chrono;
    const QList<QUuid> channels = world.channels();
    const Workspace business{WorkspaceKind::Business, world.business()};
    Acknowledged sent;
    QEventLoop loop;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        const QUuid id = newUuid();
        const QUuid channel = channels[QRandomGenerator::global()->bounded(channels.size())];
        sent.insert(id, duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
        client.submit(SendMessage{MessageId(id), ChannelId(channel), QStringLiteral("Good. Then we meet on Thursday."),
            QDateTime::currentDateTimeUtc(),
            {}}.command(business));
        if (sent.size() == qsizetype{20} * secondsOfRun)
            loop.quit();
    });
    timer.start(50);
    loop.exec();
    waitUntil(client, [&client] { return client.status().pending == 0; });
    return sent;
}

void measureCommands(BenchWorld &world, const QTemporaryDir &folder, Latencies &into)
{
    const QString typing = folder.filePath(QStringLiteral("typing"));
    need(world.startGateway());
    need(world.signIn(typing));
    need(world.signIn(folder.filePath(QStringLiteral("reading"))));
    Receiver receiver(folder.filePath(QStringLiteral("reading")));
    Acknowledged sent;
    {
        ClientHandle client({typing, TokenStore::Kind::File, QStringLiteral("bench"), {}});
        client.open();
        waitUntil(client, [&client] { return client.status().state == SyncStatus::State::Synced; });
        QThread::sleep(2);
        sent = sendCommands(world, client);
    }
    compare(sent, receiver.finish(), into);
    into.gatewayMb.add(peakMb(world.gateway().processId()));
}

void print(const QString &what, const Latencies &latencies, bool aims)
{
    printFigure(what + QStringLiteral(", p50"), latencies.p50.median(), QStringLiteral("ms"),
        aims ? std::optional(p50Aim) : std::nullopt);
    printFigure(what + QStringLiteral(", p99"), latencies.p99.median(), QStringLiteral("ms"),
        aims ? std::optional(p99Aim) : std::nullopt);
    if (latencies.clientMb.count() > 0)
        printFigure(what + QStringLiteral(": peak memory of the client"), latencies.clientMb.median(),
            QStringLiteral("MB"), 120);
    printFigure(
        what + QStringLiteral(": peak memory of the gateway"), latencies.gatewayMb.median(), QStringLiteral("MB"), 60);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int count = argc > 1 ? qMax(1, QByteArray(argv[1]).toInt()) : runs;
    BenchWorld world;
    BenchWorld::Size size;
    size.messages = 100'000;
    need(world.fill(size, false));
    Latencies slow;
    Latencies fast;
    Latencies commands;
    for (int i = 0; i < count; ++i) {
        const QTemporaryDir folder;
        measureFeed(world, folder.filePath(QStringLiteral("slow")), 20, slow);
        measureFeed(world, folder.filePath(QStringLiteral("fast")), 1'000, fast);
        measureCommands(world, folder, commands);
    }
    print(QStringLiteral("COMMIT to another mirror at 20/s"), slow, true);
    print(QStringLiteral("COMMIT to another mirror at 1,000/s"), fast, true);
    print(QStringLiteral("send_message to another mirror at 20/s, all the way"), commands, false);
    return 0;
}
