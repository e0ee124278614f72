// What the gateway says, and what the session makes of it (docs/protocol.md).
#include "sync/client/session.h"

#include "sync/protocol/version.h"

#include <algorithm>

namespace projective {

using namespace session;

void Session::on(const Garbled &event)
{
    if (hasSocket())
        waitAndRetry(m_backoff.next(), event.error);
}

void Session::on(const Heard &)
{
    m_heardAt = m_now;
}

void Session::on(const Arrived &event)
{
    if (m_phase < Phase::Greeting || m_phase > Phase::Live)
        return;
    m_heardAt = m_now;
    std::visit(
        [this, &event](const auto &message) {
            using T = std::decay_t<decltype(message)>;
            if constexpr (std::is_same_v<T, protocol::ScopesWanted>)
                receiveScopesWanted();
            else if constexpr (
                std::is_same_v<T,
                    protocol::
                        RoundBegin> || std::is_same_v<T, protocol::Rows> || std::is_same_v<T, protocol::Deletes> || std::is_same_v<T, protocol::Floors> || std::is_same_v<T, protocol::RoundCommit>)
                receiveRound(event.message, event.bytes);
            else
                receive(message);
        },
        event.message);
}

void Session::receive(const protocol::Welcome &message)
{
    if (m_phase != Phase::Greeting)
        return violated(QStringLiteral("second welcome"));
    if (message.version != protocol::version) {
        return fail(
            {ErrorCode::UnsupportedVersion, QStringLiteral("the server speaks version %1").arg(message.version)},
            refusedPauseMs);
    }
    m_phase = Phase::CatchingUp;
    m_tokenRefusals = 0;
    m_replaced = false;
    m_progressAt = m_now;
    // Both times are the server's: the difference holds whatever this machine's clock says.
    learnToken((message.tokenExpires - message.serverTime) / 1000);
    if (!message.catalogJson.isEmpty())
        m_out.append(AdoptCatalog{message.catalogJson});
    m_lastCommand = message.lastCommand;
    m_out.append(Reconcile{message.lastCommand});
}

void Session::receiveScopesWanted()
{
    if (m_phase != Phase::Greeting)
        return violated(QStringLiteral("scopes wanted after welcome"));
    m_deadline = m_now + greetingTimeoutMs;
    m_out.append(SendScopes{});
}

void Session::receiveRound(const protocol::ServerMessage &message, qint64 bytes)
{
    if (!isConnected())
        return violated(QStringLiteral("round before welcome"));
    if (const auto *begin = std::get_if<protocol::RoundBegin>(&message)) {
        if (m_gate.isArriving()) // the gateway gives the pages again that were in the void round
            m_flying = std::exchange(m_landed, {}) + m_flying;
        const auto isAnew
            = [begin](const PageAsked &page) { return begin->reset || begin->granted.contains(page.scope); };
        if (std::any_of(m_flying.cbegin(), m_flying.cend(), isAnew)) {
            // Its answer goes on from the floor of before, and would leave out what lies between: asked again when
            // live.
            endConnection({ErrorCode::Cancelled, QStringLiteral("a page of a window that begins anew")});
            return connectNow();
        }
        m_pages.removeIf([begin](const PageAsked &page) { return begin->revoked.contains(page.scope); });
    } else if (const auto *floors = std::get_if<protocol::Floors>(&message)) {
        for (const auto &given : floors->floors) {
            const auto it = std::find_if(m_flying.cbegin(), m_flying.cend(),
                [&](const PageAsked &page) { return page.relation == floors->relation && page.scope == given.first; });
            if (it == m_flying.cend())
                continue;
            m_landed.append(*it);
            m_flying.erase(it);
        }
    }
    const auto taken = m_gate.take(message, bytes, m_now, m_out);
    if (taken)
        return;
    if (taken.error().code != ErrorCode::Cancelled)
        return violated(taken.error().detail);
    endConnection(taken.error());
    connectNow();
}

void Session::receive(const protocol::CommandDeferred &message)
{
    if (!isConnected())
        return violated(QStringLiteral("deferred before welcome"));
    m_progressAt = m_now;
    const qint64 wait = std::clamp<qint64>(message.retryAfterMs, Backoff::leastMs, 600'000);
    m_queue.defer(message.number, m_now + wait);
}

void Session::receive(const protocol::CommandRefused &message)
{
    if (!isConnected())
        return violated(QStringLiteral("refused before welcome"));
    m_progressAt = m_now;
    if (message.code == QLatin1String("out_of_order") && m_queue.resumeAfter(message.lastCommand))
        return;
    // Another command ran under this number: somewhere there is a copy of this profile, or the server was restored.
    // The next Welcome decides which (Outbox::reconcile()).
    if (message.code != QLatin1String("out_of_order"))
        m_out.append(FailCommand{message.number, message.code});
    waitAndRetry(m_backoff.next(), Error{ErrorCode::ProtocolError, QStringLiteral("refused: ") + message.code});
}

void Session::receive(const protocol::TokenAccepted &)
{
    // The lifetime is known from the answer that brought the token.
}

void Session::receive(const protocol::Goodbye &message)
{
    const Error error{message.code, message.detail};
    const qint64 pause = std::clamp<qint64>(message.retryAfterMs, 0, refusedPauseMs);
    switch (message.code) {
    case ErrorCode::Unauthorized:
        // Expired or revoked: a fresh one may do. If that is refused too, only the user can help.
        m_token.clear();
        if (++m_tokenRefusals >= 2)
            return signInAgain(error);
        return waitAndRetry(std::max(pause, m_backoff.next()), error);
    case ErrorCode::ForeignClient:
        if (m_replaced)
            return fail(error, refusedPauseMs);
        endConnection(error);
        m_phase = Phase::Replacing;
        m_out.append(ReplaceInstallation{});
        return;
    case ErrorCode::UnsupportedVersion:
    case ErrorCode::NotAllowed:
        return fail(error, std::max(pause, refusedPauseMs));
    default:
        return waitAndRetry(std::max(pause, m_backoff.next()), error);
    }
}

} // namespace projective
