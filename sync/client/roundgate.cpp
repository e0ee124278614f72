#include "sync/client/roundgate.h"

#include <algorithm>

namespace projective {

using namespace session;
using protocol::Deletes;
using protocol::Floors;
using protocol::RoundBegin;
using protocol::RoundCommit;
using protocol::Rows;

namespace {

/// Rounds that only carry rows may share a transaction: what travels is the state of rows, staged in order.
bool isPlain(const RoundBegin &begin)
{
    return !begin.reset && begin.revoked.isEmpty() && begin.granted.isEmpty() && begin.last;
}

} // namespace

void RoundGate::connectionOpened()
{
    const int pending = m_pending;
    const qint64 storedAt = m_storedAt;
    *this = RoundGate();
    m_pending = pending;
    m_storedAt = storedAt;
}

Result<void> RoundGate::take(const protocol::ServerMessage &message, qint64 bytes, qint64 nowMs, Instructions &out)
{
    const auto *begins = std::get_if<RoundBegin>(&message);
    if (begins != nullptr)
        return begin(*begins, out);
    if (!m_arriving)
        return failure(ErrorCode::ProtocolError, QStringLiteral("no round"));
    if (const auto *rows = std::get_if<Rows>(&message)) {
        m_rowsReceived += rows->count;
        out.append(Stage{*rows});
        count(bytes, out);
    } else if (const auto *deletes = std::get_if<Deletes>(&message)) {
        out.append(Stage{*deletes});
        count(bytes, out);
    } else if (const auto *floors = std::get_if<Floors>(&message)) {
        out.append(Stage{*floors});
    } else if (const auto *ends = std::get_if<RoundCommit>(&message)) {
        commit(*ends, nowMs, out);
    }
    return {};
}

Result<void> RoundGate::begin(const RoundBegin &begin, Instructions &out)
{
    if (m_arriving) {
        if (const auto dropped = drop(out); !dropped)
            return dropped;
    }
    const bool merges = m_delayed && !m_catchingUp && isPlain(begin);
    if (m_delayed && !merges)
        commitDelayed(out);
    m_arriving = true;
    m_arrivingIsLast = begin.last;
    if (!m_catchingUp) // a round of its own or a new catch-up
        m_rowsReceived = m_rowsExpected = 0;
    m_rowsBefore = m_rowsReceived;
    m_rowsExpected = std::max(m_rowsExpected, begin.rowsExpected);
    if (!merges)
        out.append(BeginRound{begin});
    return {};
}

/// The gateway began anew in the middle of a round, because the user's rights have changed.
Result<void> RoundGate::drop(Instructions &out)
{
    if (m_delayed) // it shares its transaction with rounds that are whole
        return failure(ErrorCode::Cancelled, QStringLiteral("a merged round is void"));
    out.append(AbandonRound{});
    m_arriving = false;
    m_rowsReceived = m_rowsBefore;
    return {};
}

void RoundGate::commit(const RoundCommit &commit, qint64 nowMs, Instructions &out)
{
    m_arriving = false;
    m_catchingUp = !m_arrivingIsLast;
    m_delayed = commit;
    if (m_pending < throttlePending || nowMs >= m_storedAt + throttleMs)
        commitDelayed(out);
}

void RoundGate::commitDelayed(Instructions &out)
{
    out.append(CommitRound{m_delayed->cursor});
    m_delayed.reset();
}

void RoundGate::stored(int pending, qint64 nowMs)
{
    m_pending = pending;
    m_storedAt = nowMs;
}

void RoundGate::tick(qint64 nowMs, Instructions &out)
{
    // With another round arriving into the same transaction, its own commit decides.
    if (m_delayed && !m_arriving && nowMs >= m_storedAt + throttleMs)
        commitDelayed(out);
}

std::optional<qint64> RoundGate::wakeAt() const
{
    return m_delayed && !m_arriving ? std::optional<qint64>(m_storedAt + throttleMs) : std::nullopt;
}

void RoundGate::count(qint64 bytes, Instructions &out)
{
    m_bytes += bytes;
    // Not one a round: at a thousand small ones a second the gateway would take the acks for a flood.
    if (m_bytes - m_acked >= ackBytes)
        acknowledge(out);
}

void RoundGate::acknowledge(Instructions &out)
{
    m_acked = m_bytes;
    out.append(Send{protocol::Ack{m_bytes}});
}

bool RoundGate::connectionLost()
{
    const bool open = isOpen();
    connectionOpened();
    return open;
}

} // namespace projective
