#include "sync/gateway/pruner.h"

#include "sync/base/logging.h"

namespace projective::gateway {

Pruner::Pruner(asio::io_context &io, const QByteArray &conninfo, std::chrono::seconds interval)
    : m_io(io)
    , m_timer(io)
    , m_interval(interval)
    , m_worker("projective-gateway upkeep", conninfo, 1, "set statement_timeout = '10min'; set lock_timeout = '10s'")
{
}

Pruner::~Pruner()
{
    m_stopping = true;
}

void Pruner::start()
{
    waitFor(std::min(firstAfter, m_interval));
}

void Pruner::waitFor(std::chrono::seconds delay)
{
    m_timer.expires_after(delay);
    m_timer.async_wait([this](beast::error_code error) {
        if (error)
            return;
        m_worker.submit([this](Database &database) {
            prune(database);
            asio::post(m_io, [this] { waitFor(m_interval); });
        });
    });
}

void Pruner::prune(Database &database) const
{
    qint64 all = 0;
    qint64 last = entriesPerCall;
    while (last >= entriesPerCall && !m_stopping) {
        const auto pruned = database.query("select sync.prune()");
        if (!pruned) {
            qCWarning(logGateway, "upkeep: %s", qUtf8Printable(pruned.error().detail));
            break;
        }
        last = pruned->bytes(0, 0).toLongLong();
        all += last;
    }
    qCDebug(logGateway, "upkeep: had its turn");
    if (all > 0)
        qCInfo(logGateway, "%lld feed entries forgotten", static_cast<long long>(all));
}

} // namespace projective::gateway
