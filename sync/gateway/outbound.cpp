#include "sync/gateway/outbound.h"

#include "sync/gateway/clock.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/version.h"

#include <utility>

namespace projective::gateway {

Outbound::Outbound(Peer &peer, std::function<void()> wake)
    : m_peer(peer)
    , m_wake(std::move(wake))
    , m_spool(std::make_shared<Spool>(m_wake))
    , m_progressMs(steadyMs())
{
}

Outbound::~Outbound()
{
    // A worker may still be reading for it.
    m_spool->abandon();
}

void Outbound::push(const protocol::RoundBegin &begin)
{
    m_spool->push({protocol::encode(begin), begin.revoked.isEmpty() ? Spooled::Kind::Plain : Spooled::Kind::Revokes});
}

void Outbound::pushCounted(QByteArray frame)
{
    m_spool->push({std::move(frame), Spooled::Kind::Counted});
}

void Outbound::push(
    const protocol::RoundCommit &commit, const Standing &standing, const std::optional<protocol::PageWanted> &page)
{
    m_rounds.push_back({standing, page});
    m_spool->push({protocol::encode(commit), Spooled::Kind::Commit});
}

QList<protocol::PageWanted> Outbound::rewind()
{
    QList<protocol::PageWanted> pages;
    for (const Round &round : std::exchange(m_rounds, {})) {
        if (round.page)
            pages.append(*round.page);
    }
    m_next.reset();
    m_spool->abandon();
    m_spool = std::make_shared<Spool>(m_wake);
    return pages;
}

bool Outbound::pump(qint64 nowMs, Which which)
{
    while (m_peer.queuedBytes() < socketBytes && (which == Which::All || hasWholeRounds())) {
        if (!m_next)
            m_next = m_spool->take();
        if (!m_next)
            return !m_spool->hasFailed();
        if (!fitsWindow(*m_next))
            return true;
        sent(*m_next, nowMs);
        m_peer.send(std::move(m_next->message));
        m_next.reset();
    }
    return true;
}

bool Outbound::fitsWindow(const Spooled &item) const
{
    return item.kind != Spooled::Kind::Counted || m_sent - m_acked + item.message.size() <= protocol::windowBytes;
}

void Outbound::sent(const Spooled &item, qint64 nowMs)
{
    m_progressMs = nowMs;
    switch (item.kind) {
    case Spooled::Kind::Plain:
        return;
    case Spooled::Kind::Counted:
        m_sent += item.message.size();
        return;
    case Spooled::Kind::Revokes: {
        // Read back from what is sent, since it may have come by way of the disk.
        const auto message = protocol::decodeServerMessage(item.message);
        for (const Scope &scope : std::get<protocol::RoundBegin>(*message).revoked)
            m_standing.inDoubt.insert(scope);
        return;
    }
    case Spooled::Kind::Commit:
        m_standing = std::move(m_rounds.front().after);
        m_rounds.pop_front();
        return;
    }
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

bool Outbound::isStuck(qint64 nowMs)
{
    if (!m_next && m_peer.queuedBytes() == 0)
        m_progressMs = nowMs; // nothing to get through: the time begins with what comes next
    return nowMs - m_progressMs > stuckMs;
}

} // namespace projective::gateway
