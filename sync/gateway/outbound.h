#pragma once

#include "sync/gateway/peer.h"
#include "sync/gateway/spool.h"

#include <memory>

namespace projective::gateway {

/// The rounds on their way to one client: from the spool to the socket, within the client's window. Lives on the io
/// thread, but for the spool, which a worker fills during a catch-up.
class Outbound
{
public:
    /// `wake` is called on any thread when there is something to pump.
    Outbound(Peer &peer, std::function<void()> wake);
    ~Outbound();
    Outbound(const Outbound &) = delete;
    Outbound &operator=(const Outbound &) = delete;

    [[nodiscard]] const std::shared_ptr<Spool> &spool() const { return m_spool; }
    void push(QByteArray message, bool counted);
    /// Sends what the window and the socket allow. False when the spool has lost something.
    [[nodiscard]] bool pump(qint64 nowMs);
    /// Cumulative, from the client. False when it claims more than was sent.
    [[nodiscard]] bool acknowledge(qint64 bytes, qint64 nowMs);

    /// Bytes that have not gone to the socket.
    [[nodiscard]] qint64 waiting() const;
    /// The window has been full without a sign of life for longer than a slow link needs.
    [[nodiscard]] bool isStuck(qint64 nowMs) const;

    static constexpr qsizetype socketBytes = 512 * 1024; ///< given to the socket at once
    static constexpr qint64 stuckMs = 60'000;

private:
    Peer &m_peer;
    std::shared_ptr<Spool> m_spool;
    std::optional<Spooled> m_next; ///< taken from the spool, but the window has no room for it
    qint64 m_sent = 0;
    qint64 m_acked = 0;
    qint64 m_progressMs = 0; ///< last time that the window moved or had room
};

} // namespace projective::gateway
