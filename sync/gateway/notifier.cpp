#include "sync/gateway/notifier.h"

#include "sync/gateway/changereader.h"

#include <algorithm>
#include <chrono>

namespace projective::gateway {

namespace {
constexpr std::chrono::milliseconds pause{2};
constexpr std::size_t maxWaiting = 1'000;
} // namespace

Notifier::Notifier(const QByteArray &conninfo)
    : m_database(conninfo, "projective-gateway notifier")
    , m_thread([this] { work(); })
{
}

Notifier::~Notifier()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_ready.notify_all();
    m_thread.join();
}

void Notifier::committed()
{
    say({});
}

void Notifier::say(const QByteArray &payload)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_payloads.size() >= maxWaiting
            || std::find(m_payloads.begin(), m_payloads.end(), payload) != m_payloads.end())
            return;
        m_payloads.push_back(payload);
    }
    m_ready.notify_one();
}

void Notifier::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_ready.wait(lock, [this] { return m_stopping || !m_payloads.empty(); });
        if (m_stopping)
            return;
        const QByteArray payload = m_payloads.front();
        m_payloads.pop_front();
        lock.unlock();
        // Wake-ups may be lost, the other gateways poll anyway; messages are said until they are heard.
        const bool sent = send(payload);
        if (!sent && !payload.isEmpty())
            say(payload);
        std::this_thread::sleep_for(sent ? pause : std::chrono::milliseconds(500));
        lock.lock();
    }
}

bool Notifier::send(const QByteArray &payload)
{
    // Nothing is stored, so nothing is worth waiting for the disk; what is said to be changed is durable already.
    if (!m_database.isOpen() && (!m_database.reopen() || !m_database.run("set synchronous_commit = off"))) {
        m_database.close();
        return false;
    }
    // NOTIFY takes a transaction id and a lock that all notifiers share, so it is left out where nobody else listens. A
    // wake-up that only our own reader would hear is not worth it either: it has looked already.
    const QByteArray listeners
        = "select from pg_stat_activity where datname = current_database() and application_name = '"
        + QByteArray(ChangeReader::application) + "' offset " + (payload.isEmpty() ? "1" : "0");
    return m_database
        .query(
            "select pg_notify($1, $2) where exists (" + listeners + ')', {QByteArray(ChangeReader::channel), payload})
        .has_value();
}

} // namespace projective::gateway
