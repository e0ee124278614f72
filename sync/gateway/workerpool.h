#pragma once

#include "sync/gateway/database.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace projective::gateway {

/// Threads with a connection each, for work that blocks. A job always runs: without a connection its calls on the
/// Database fail with ServerUnavailable. What a job leaves open in the transaction is rolled back.
class WorkerPool
{
public:
    using Job = std::function<void(Database &)>;
    WorkerPool(const QByteArray &name, const QByteArray &conninfo, int threads, QByteArray setup);
    /// Finishes what was submitted.
    ~WorkerPool();
    WorkerPool(const WorkerPool &) = delete;
    WorkerPool &operator=(const WorkerPool &) = delete;

    void submit(Job job);

private:
    void work();

    QByteArray m_name;
    QByteArray m_conninfo;
    QByteArray m_setup; ///< SQL run on each new connection
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::deque<Job> m_jobs;
    bool m_stopping = false;
    std::vector<std::jthread> m_threads;
};

} // namespace projective::gateway
