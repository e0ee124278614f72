#include "sync/mirror/livequeries.h"

#include "sync/mirror/livequeriesworker.h"

namespace projective {

using query::Query;

namespace {

/// Made by open(); `Worker` is a template parameter since LiveQueries keeps its own private.
template <typename Worker>
class LiveSubscription : public query::Subscription
{
public:
    LiveSubscription(std::weak_ptr<Worker> worker, const Query &query, query::Receiver receiver)
        : m_worker(std::move(worker))
        , m_mailbox(std::move(receiver))
        , m_address(std::make_shared<LiveAddress>())
    {
        m_address->mailbox = &m_mailbox;
        if (const auto running = m_worker.lock())
            m_id = running->open(query, m_address);
    }
    ~LiveSubscription() override
    {
        {
            const std::lock_guard lock(m_address->mutex);
            m_address->mailbox = nullptr;
        }
        if (const auto running = m_worker.lock())
            running->close(m_id);
    }
    void replace(const Query &query) override
    {
        if (const auto running = m_worker.lock())
            running->replace(m_id, query);
    }

private:
    std::weak_ptr<Worker> m_worker;
    LiveMailbox m_mailbox;
    std::shared_ptr<LiveAddress> m_address;
    int m_id = 0;
};

} // namespace

LiveQueries::LiveQueries(const QString &folder)
    : LiveQueries(folder, UserId())
{
}

LiveQueries::LiveQueries(const QString &folder, UserId user)
    : m_worker(std::make_shared<Worker>(folder, user))
{
}

LiveQueries::~LiveQueries() = default;

std::unique_ptr<query::Subscription> LiveQueries::open(const Query &query, query::Receiver receiver)
{
    return std::make_unique<LiveSubscription<Worker>>(m_worker, query, std::move(receiver));
}

void LiveQueries::prepare(const Query &query)
{
    m_worker->open(query, nullptr);
}

void LiveQueries::opened()
{
    m_worker->opened();
}

void LiveQueries::changed(const QSet<QString> &tables)
{
    if (!tables.isEmpty())
        m_worker->changed(tables);
}

void LiveQueries::reopen()
{
    m_worker->reopen();
}

void LiveQueries::setDamaged(Damaged damaged)
{
    m_worker->setDamaged(std::move(damaged));
}

} // namespace projective
