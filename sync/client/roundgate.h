#pragma once

#include "sync/base/result.h"
#include "sync/client/sessionevents.h"

#include <optional>

namespace projective {

/// Lets the rounds of one connection through to the mirror: checks their order, counts what is to be acknowledged, and
/// with many commands pending (each commit takes them all back and runs them again) delays commits and merges the
/// rounds that arrive meanwhile into one. Pure.
class RoundGate
{
public:
    /// Staged bytes after which an Ack is due; well below the gateway's window, so that it never stands still.
    static constexpr qint64 ackBytes = qint64{512} * 1024;

    /// From so many pending commands on, there is a commit at most every throttleMs: each replays all of them.
    static constexpr int throttlePending = 200;
    static constexpr qint64 throttleMs = 250;

    void connectionOpened();
    /// True when a RoundBegin now makes the round void that is arriving.
    [[nodiscard]] bool isArriving() const { return m_arriving; }
    /// True while the mirror has a round that is not committed.
    [[nodiscard]] bool isOpen() const { return m_arriving || m_delayed; }
    /// A message of a round (RoundBegin to RoundCommit). Errors: ProtocolError when it is out of order; Cancelled when
    /// the round that is arriving is void and can't be dropped by itself: connect anew.
    [[nodiscard]] Result<void> take(
        const protocol::ServerMessage &message, qint64 bytes, qint64 nowMs, session::Instructions &out);
    /// The mirror has committed, with so many commands pending.
    void stored(int pending, qint64 nowMs);
    void tick(qint64 nowMs, session::Instructions &out);
    [[nodiscard]] std::optional<qint64> wakeAt() const;
    /// The connection ended: true when a round had begun and is to be abandoned.
    [[nodiscard]] bool connectionLost();

    [[nodiscard]] qint64 rowsReceived() const { return m_rowsReceived; }
    [[nodiscard]] qint64 rowsExpected() const { return m_rowsExpected; }
    /// True while rounds of a catch-up are still to come; of the rounds that are whole.
    [[nodiscard]] bool catchingUp() const { return m_catchingUp; }
    /// True when a catch-up of several rounds has begun again.
    [[nodiscard]] bool moreAnnounced() const { return m_arriving && !m_arrivingIsLast; }

private:
    [[nodiscard]] Result<void> begin(const protocol::RoundBegin &begin, session::Instructions &out);
    [[nodiscard]] Result<void> drop(session::Instructions &out);
    void commit(const protocol::RoundCommit &commit, qint64 nowMs, session::Instructions &out);
    void commitDelayed(session::Instructions &out);
    void count(qint64 bytes, session::Instructions &out);
    void acknowledge(session::Instructions &out);

    qint64 m_bytes = 0;
    qint64 m_acked = 0;
    qint64 m_rowsReceived = 0;
    qint64 m_rowsBefore = 0; // the round that is arriving
    qint64 m_rowsExpected = 0;
    qint64 m_storedAt = 0;
    int m_pending = 0;
    std::optional<protocol::RoundCommit> m_delayed; // a commit that waits; the mirror's round is still open
    bool m_arriving = false; // between RoundBegin and RoundCommit on the wire
    bool m_arrivingIsLast = true;
    bool m_catchingUp = true;
};

} // namespace projective
