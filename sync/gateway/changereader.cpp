#include "sync/gateway/changereader.h"

#include "sync/base/logging.h"

#include <array>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace projective::gateway {

ChangeReader::ChangeReader(const QByteArray &conninfo, const Catalog &catalog, int pollMs, Receiver receiver)
    : m_catalog(catalog)
    , m_pollMs(pollMs)
    , m_receiver(std::move(receiver))
    , m_database(conninfo, application)
    , m_wakeFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

ChangeReader::~ChangeReader()
{
    stop();
    ::close(m_wakeFd);
}

void ChangeReader::start()
{
    m_thread = std::thread([this] { work(); });
}

void ChangeReader::stop()
{
    m_stopping = true;
    wake();
    if (m_thread.joinable())
        m_thread.join();
}

void ChangeReader::wake()
{
    // Any number of wake-ups before the next look are one.
    static_cast<void>(eventfd_write(m_wakeFd, 1) == 0);
}

void ChangeReader::work()
{
    int pauseMs = 100;
    while (!m_stopping) {
        Result<void> state = m_database.isOpen() ? Result<void>() : connect();
        if (state)
            state = read();
        if (state) {
            pauseMs = 100;
            state = wait(m_pollMs);
        }
        if (!state) {
            qCWarning(logGateway, "change feed: %s", qUtf8Printable(state.error().detail));
            m_database.close();
            static_cast<void>(wait(pauseMs).has_value());
            pauseMs = qMin(pauseMs * 2, 2000);
        }
    }
}

/// A new beginning: after a crash of the server the order of snapshots before and after means nothing.
Result<void> ChangeReader::connect()
{
    auto opened = m_database.reopen();
    if (opened)
        opened = m_database.run(QByteArray("listen ") + channel);
    if (!opened)
        return opened;
    const auto state
        = m_database.query("select pg_current_snapshot()::text, (select max(xid) from "
                           "sync.changes)::text, sync.floor()::text, sync.identity(), sync.describe() ->> 'version'");
    if (!state)
        return tl::unexpected(state.error());
    const auto snapshot = Snapshot::parse(state->view(0, 0));
    const auto floor = Snapshot::parse(state->view(0, 2));
    if (!snapshot || !floor)
        return failure(ErrorCode::Database, QStringLiteral("a snapshot of the server could not be read"));
    const auto newest = state->isNull(0, 1) ? std::optional<quint64>() : state->bytes(0, 1).toULongLong();
    m_position = keep(*floor, *snapshot, newest);
    m_identity = QString::fromUtf8(state->view(0, 3));
    qCInfo(logGateway, "change feed: reading");
    // Whoever changed it said so when nobody listened.
    if (state->view(0, 4) != QByteArrayView(m_catalog.version))
        m_receiver.notified(catalogChanged);
    m_receiver.restarted();
    return {};
}

Result<void> ChangeReader::read()
{
    TickRead tickRead(m_database, m_catalog, m_position, m_identity);
    auto tick = tickRead.run(m_receiver.holders);
    if (!tick) {
        m_database.rollback();
        return tl::unexpected(tick.error());
    }
    m_position = tickRead.kept();
    if (*tick)
        m_receiver.tick(std::move(*tick));
    return {};
}

/// Until a wake-up, a notification or the time is over. Fails when the connection is lost.
Result<void> ChangeReader::wait(int milliseconds)
{
    std::array<pollfd, 2> fds{{{m_wakeFd, POLLIN, 0}, {m_database.socket(), POLLIN, 0}}};
    ::poll(fds.data(), m_database.isOpen() ? 2 : 1, milliseconds);
    eventfd_t count = 0;
    static_cast<void>(eventfd_read(m_wakeFd, &count) == 0);
    if (!m_database.isOpen())
        return {};
    const auto payloads = m_database.notifications();
    if (!payloads)
        return tl::unexpected(payloads.error());
    for (const QByteArray &payload : *payloads) {
        if (!payload.isEmpty())
            m_receiver.notified(payload);
    }
    return {};
}

} // namespace projective::gateway
