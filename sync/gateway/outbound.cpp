#include "sync/gateway/outbound.h"

#include "sync/protocol/version.h"

#include <utility>

namespace projective::gateway {

Outbound::Outbound(Peer &peer, std::function<void()> wake)
    : m_peer(peer)
    , m_spool(std::make_shared<Spool>(std::move(wake)))
{
}

Outbound::~Outbound()
{
    // A worker may still be reading for it.
    m_spool->abandon();
}

void Outbound::push(QByteArray message, bool counted)
{
    m_spool->push({std::move(message), counted});
}

bool Outbound::pump(qint64 nowMs)
{
    while (m_peer.queuedBytes() < socketBytes) {
        if (!m_next)
            m_next = m_spool->take();
        if (!m_next)
            return !m_spool->hasFailed();
        if (m_next->counted) {
            if (m_sent - m_acked + m_next->message.size() > protocol::windowBytes)
                return true;
            m_sent += m_next->message.size();
        }
        m_progressMs = nowMs;
        m_peer.send(std::move(m_next->message));
        m_next.reset();
    }
    return true;
}

bool Outbound::acknowledge(qint64 bytes, qint64 nowMs)
{
    if (bytes > m_sent)
        return false;
    if (bytes > m_acked) {
        m_acked = bytes;
        m_progressMs = nowMs;
    }
    return true;
}

qint64 Outbound::waiting() const
{
    return m_spool->bytes() + (m_next ? m_next->message.size() : 0);
}

bool Outbound::isStuck(qint64 nowMs) const
{
    return (m_next || m_peer.queuedBytes() > 0) && nowMs - m_progressMs > stuckMs;
}

} // namespace projective::gateway
