#include "tests/bench/writers.h"

#include "sync/base/ids.h"
#include "sync/gateway/changereader.h"
#include "sync/gateway/database.h"
#include "tests/bench/benchworld.h"

#include <QRandomGenerator>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace projective::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int connections = 16;

qint64 nowUs()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

/// Tells the gateways after commits; any number of them before the next word are one.
class Waker
{
public:
    explicit Waker(const QByteArray &conninfo)
        : m_database(conninfo, "bench waker")
        , m_thread([this] { work(); })
    {
    }
    ~Waker()
    {
        m_stopping = true;
        wake();
        m_thread.join();
    }
    void wake()
    {
        m_wanted = true;
        m_wanted.notify_one();
    }

private:
    void work()
    {
        need(m_database.reopen() ? QString() : QStringLiteral("no connection"));
        // It has nothing to lose, so it need not wait for the disk.
        need(m_database.run("set synchronous_commit = off") ? QString() : QStringLiteral("set"));
        while (!m_stopping) {
            m_wanted.wait(false);
            m_wanted = false;
            need(m_database.run(QByteArray("notify ") + gateway::ChangeReader::channel) ? QString()
                                                                                        : QStringLiteral("notify"));
        }
    }

    gateway::Database m_database;
    std::atomic<bool> m_wanted{false};
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

struct Plan {
    QByteArray conninfo;
    QList<QUuid> channels;
    QByteArray sender;
    Clock::time_point start;
    std::chrono::microseconds every;
    int commits;
};

/// One connection's share.
Acknowledged writeShare(const Plan &plan, int offset, Waker &waker)
{
    gateway::Database database(plan.conninfo, "bench writer");
    need(database.reopen() ? QString() : QStringLiteral("no connection"));
    Acknowledged acknowledged;
    QRandomGenerator random{static_cast<quint32>(offset)};
    for (int i = 0; i < plan.commits; ++i) {
        std::this_thread::sleep_until(plan.start + plan.every * (i * connections + offset) / connections);
        const QUuid id = newUuid();
        const QUuid channel = plan.channels[random.bounded(plan.channels.size())];
        const auto written = database.query(
            "insert into comms.project_messages (id, channel_id, sender_user_id, body, client_created_at)"
            " values ($1, $2, $3, 'Good. Then we meet on Thursday, with the second draft.', now())",
            {id.toByteArray(QUuid::WithoutBraces), channel.toByteArray(QUuid::WithoutBraces), plan.sender});
        acknowledged.insert(id, nowUs());
        waker.wake();
        need(written ? QString() : written.error().detail);
    }
    return acknowledged;
}

} // namespace

Acknowledged writeMessages(
    const QByteArray &conninfo, const QList<QUuid> &channels, const QUuid &sender, int rate, int seconds)
{
    using namespace std::chrono;
    Waker waker(conninfo);
    const Plan plan{conninfo, channels, sender.toByteArray(QUuid::WithoutBraces), Clock::now() + milliseconds(500),
        microseconds(connections * 1'000'000LL / rate), rate * seconds / connections};
    std::vector<Acknowledged> shares(connections);
    std::vector<std::thread> threads;
    threads.reserve(connections);
    for (int i = 0; i < connections; ++i)
        threads.emplace_back([&, i] { shares[static_cast<std::size_t>(i)] = writeShare(plan, i, waker); });
    for (std::thread &thread : threads)
        thread.join();
    Acknowledged all;
    for (const Acknowledged &share : shares)
        all.insert(share);
    return all;
}

} // namespace projective::bench
