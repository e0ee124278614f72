#include "sync/gateway/workerpool.h"

#include "sync/base/logging.h"

namespace projective::gateway {

namespace {
/// After a failed connect the jobs that wait are answered at once for so long, not each after a timeout of its own.
constexpr std::chrono::milliseconds reconnectPause{250};
} // namespace

WorkerPool::WorkerPool(const QByteArray &name, const QByteArray &conninfo, int threads, QByteArray setup)
    : m_name(name)
    , m_conninfo(conninfo)
    , m_setup(std::move(setup))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_ready.notify_all();
    m_threads.clear();
}

void WorkerPool::submit(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_ready.notify_one();
}

void WorkerPool::work()
{
    Database database(m_conninfo, m_name);
    auto nextTry = std::chrono::steady_clock::now();
    while (true) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_ready.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        // A server that went away since the last job has closed the socket; reading it tells.
        static_cast<void>(database.notifications().has_value());
        if (!database.isOpen() && std::chrono::steady_clock::now() >= nextTry) {
            auto opened = database.reopen();
            if (opened && !m_setup.isEmpty())
                opened = database.run(m_setup);
            if (!opened) {
                qCWarning(logGateway, "%s: no connection to the database", m_name.constData());
                database.close();
                nextTry = std::chrono::steady_clock::now() + reconnectPause;
            }
        }
        job(database);
        database.rollback();
    }
}

} // namespace projective::gateway
