#pragma once

#include "sync/gateway/beast.h"
#include "sync/gateway/workerpool.h"

#include <atomic>

namespace projective::gateway {

/// Has the database forget the old part of the change feed, regularly. Each gateway asks; the database lets one of them
/// at a time. Lives on the io thread, with a worker of its own, since a big turn takes its time.
class Pruner
{
public:
    Pruner(asio::io_context &io, const QByteArray &conninfo, std::chrono::seconds interval);
    ~Pruner();
    Pruner(const Pruner &) = delete;
    Pruner &operator=(const Pruner &) = delete;

    void start();

    /// What one call of sync.prune() takes at most; as many or more mean that there may be more.
    static constexpr qint64 entriesPerCall = 200'000;
    /// The first turn comes so soon: a gateway that is often restarted must not skip all of them.
    static constexpr std::chrono::seconds firstAfter{60};

private:
    void waitFor(std::chrono::seconds delay);
    void prune(Database &database) const;

    asio::io_context &m_io;
    asio::steady_timer m_timer;
    std::chrono::seconds m_interval;
    std::atomic<bool> m_stopping = false;
    WorkerPool m_worker; ///< ends first
};

} // namespace projective::gateway
