#include "sync/client/session.h"

#include "sync/protocol/version.h"

#include <algorithm>
#include <utility>

namespace projective {

using namespace session;

Instructions Session::handle(const Event &event, qint64 nowMs)
{
    m_now = nowMs;
    std::visit([this](const auto &value) { on(value); }, event);
    if (isConnected() && m_reconciled) {
        sendCommands();
        // The floor that a page is asked below must be that of its answer: not while a catch-up or a round may move it.
        if (isLive() && !m_gate.isOpen())
            sendPages();
    }
    report();
    schedule(std::holds_alternative<Tick>(event));
    return std::exchange(m_out, {});
}

// ---- life of a connection

void Session::on(const Start &)
{
    if (m_phase != Phase::Stopped && m_phase != Phase::SignIn)
        return;
    m_tokenRefusals = 0;
    m_backoff.reset();
    m_failure.reset();
    connectNow();
}

void Session::on(const Stop &)
{
    endConnection({ErrorCode::Cancelled, {}});
    m_token.clear();
    m_tokenUntil = m_renewAt = 0;
    m_tokenAsked = false; // the next Start may be another account's, which was not asked
    m_error.reset();
    m_phase = Phase::Stopped;
}

void Session::on(const Nudge &)
{
    if (m_phase == Phase::Waiting)
        connectNow();
}

void Session::connectNow()
{
    if (!m_token.isEmpty() && m_now < m_renewAt) {
        openSocket();
    } else {
        m_phase = Phase::Token;
        m_deadline = m_now + tokenTimeoutMs;
        fetchToken();
    }
}

void Session::openSocket()
{
    m_phase = Phase::Opening;
    m_deadline = m_now + connectTimeoutMs;
    m_out.append(Open{});
}

void Session::on(const Opened &event)
{
    if (m_phase != Phase::Opening)
        return;
    m_phase = Phase::Greeting;
    m_deadline = m_now + greetingTimeoutMs;
    m_gate.connectionOpened();
    m_heardAt = m_now;
    m_pingAt = m_now + pingMs;
    const Standing &standing = event.standing;
    m_out.append(Send{protocol::Hello{protocol::version, m_token, standing.installation, standing.client,
        standing.catalog, standing.cursor, standing.scopesHash, standing.first}});
}

void Session::on(const Closed &event)
{
    if (!hasSocket())
        return;
    dropConnection();
    if (event.error.code == ErrorCode::UnsupportedVersion)
        fail(event.error, refusedPauseMs);
    else
        waitAndRetry(m_backoff.next(), event.error);
}

/// Forgets what belonged to a connection that is gone.
void Session::dropConnection()
{
    if (m_gate.connectionLost())
        m_out.append(AbandonRound{});
    m_reconciled = false;
    m_pages = m_landed + m_flying + m_pages;
    m_flying.clear();
    m_landed.clear();
    m_phase = Phase::Waiting;
}

void Session::endConnection(const Error &why)
{
    if (!hasSocket())
        return;
    m_out.append(Close{why});
    dropConnection();
}

void Session::waitAndRetry(qint64 delayMs, const std::optional<Error> &error)
{
    endConnection(error.value_or(Error{ErrorCode::Cancelled, {}}));
    m_phase = Phase::Waiting;
    m_deadline = m_now + delayMs;
    m_error = error;
}

void Session::fail(const Error &error, qint64 delayMs)
{
    m_failure = error;
    waitAndRetry(delayMs, error);
}

void Session::violated(const QString &detail)
{
    waitAndRetry(m_backoff.next(), Error{ErrorCode::ProtocolError, detail});
}

void Session::signInAgain(const Error &error)
{
    endConnection(error);
    m_token.clear();
    m_tokenUntil = m_renewAt = 0;
    m_error = error;
    m_phase = Phase::SignIn;
}

void Session::on(const Reconciled &event)
{
    if (m_phase == Phase::Stopped || m_phase == Phase::SignIn)
        return;
    if (event.newInstallation) {
        m_replaced = true; // now, not when it was asked for: that may have failed for want of room
        // A restored copy: the same Welcome can't hold for the new id.
        waitAndRetry(m_backoff.next(), m_error);
        return;
    }
    if (!isConnected())
        return;
    m_queue = CommandQueue(event.nextNumber, event.entries, m_lastCommand);
    m_reconciled = true;
}

void Session::on(const MirrorLost &)
{
    // At once the first time; a mirror that is lost again and again must not make a storm.
    const qint64 delay = m_backoff.next();
    waitAndRetry(m_backoff.tries() <= 1 ? 0 : delay, std::nullopt);
}

void Session::on(const StorageFailed &event)
{
    if (m_phase == Phase::Stopped)
        return;
    fail(event.error, std::max(m_backoff.next(), storagePauseMs));
}

// ---- tokens

void Session::fetchToken()
{
    if (std::exchange(m_tokenAsked, true))
        return;
    m_out.append(FetchToken{});
}

void Session::learnToken(qint64 lifetimeMs)
{
    m_tokenUntil = m_now + lifetimeMs;
    m_renewAt = m_tokenUntil - std::min(tokenMarginMs, lifetimeMs / 3);
}

void Session::on(const TokenReady &event)
{
    m_tokenAsked = false;
    if (m_phase == Phase::Stopped)
        return;
    m_token = event.token;
    learnToken(event.lifetimeMs);
    if (m_phase == Phase::Token)
        openSocket();
    else if (isConnected())
        m_out.append(Send{protocol::TokenRenewal{m_token}});
}

void Session::on(const TokenFailed &event)
{
    m_tokenAsked = false;
    if (m_phase == Phase::Stopped || m_phase == Phase::SignIn)
        return;
    const ErrorCode code = event.error.code;
    if (code == ErrorCode::Unauthorized || code == ErrorCode::WrongCredentials || code == ErrorCode::NotAllowed)
        signInAgain(event.error);
    else if (m_phase == Phase::Token)
        waitAndRetry(m_backoff.next(), event.error);
    else if (hasSocket())
        m_renewAt = m_now + storagePauseMs; // the socket holds as long as the old token does
}

// ---- outbox, pages, storage

void Session::on(const Ready &event)
{
    m_queue.add(event.entry);
}

void Session::on(const Withdrawn &event)
{
    m_queue.withdraw(event.id);
}

void Session::on(const PageAsked &event)
{
    const auto same
        = [&event](const PageAsked &page) { return page.relation == event.relation && page.scope == event.scope; };
    for (const QList<PageAsked> *list : {&m_pages, &m_flying, &m_landed}) {
        if (std::any_of(list->cbegin(), list->cend(), same))
            return;
    }
    m_pages.append(event);
}

void Session::sendCommands()
{
    while (const std::optional<Entry> entry = m_queue.takeNext(m_now)) {
        m_progressAt = m_now;
        m_out.append(SendCommand{*entry});
    }
}

void Session::sendPages()
{
    for (const PageAsked &page : std::as_const(m_pages))
        m_out.append(SendPage{page.relation, page.scope, page.rows});
    m_flying += std::exchange(m_pages, {});
}

void Session::on(const RoundStored &event)
{
    if (!event.settled.isEmpty())
        m_progressAt = m_now;
    m_queue.settle(event.settled);
    m_landed.clear();
    m_gate.stored(event.pending, m_now);
    if (!isConnected())
        return;
    m_failure.reset();
    m_error.reset();
    if (m_gate.catchingUp() || m_gate.moreAnnounced()) {
        m_phase = Phase::CatchingUp;
        return;
    }
    if (m_phase == Phase::CatchingUp)
        m_queue.caughtUp();
    m_phase = Phase::Live;
    m_backoff.reset();
}

// ---- status and time

Report Session::currentReport() const
{
    using State = SyncStatus::State;
    if (m_phase == Phase::SignIn)
        return {State::SignInAgain, 0, 0, m_error};
    if (m_phase == Phase::Stopped)
        return {State::Offline, 0, 0, std::nullopt};
    if (m_failure)
        return {State::Failed, 0, 0, m_failure};
    if (m_phase == Phase::Waiting)
        return {State::Offline, 0, 0, m_error};
    if (m_phase == Phase::CatchingUp)
        return {State::Syncing, m_gate.rowsReceived(), m_gate.rowsExpected(), std::nullopt};
    if (m_phase == Phase::Live)
        return {State::Synced, 0, 0, std::nullopt};
    return {State::Connecting, 0, 0, std::nullopt};
}

void Session::report()
{
    const Report now = currentReport();
    if (m_reported == now)
        return;
    m_reported = now;
    m_out.append(now);
}

void Session::on(const Tick &)
{
    switch (m_phase) {
    case Phase::Waiting:
        if (m_now >= m_deadline)
            connectNow();
        return;
    case Phase::Token:
        if (m_now >= m_deadline) {
            m_tokenAsked = false;
            waitAndRetry(m_backoff.next(), Error{ErrorCode::Offline, QStringLiteral("no token in time")});
        }
        return;
    case Phase::Opening:
    case Phase::Greeting:
        if (m_now >= m_deadline)
            waitAndRetry(m_backoff.next(), Error{ErrorCode::Offline, QStringLiteral("no answer in time")});
        return;
    case Phase::CatchingUp:
    case Phase::Live:
        tickConnected();
        return;
    case Phase::Stopped:
    case Phase::Replacing:
    case Phase::SignIn:
        return;
    }
}

void Session::tickConnected()
{
    // After a long transaction or a sleep of the machine, bytes may lie unread in the socket: that is no silence.
    if (m_wakeAt && m_now - *m_wakeAt > 2'000 && m_now - m_heardAt >= silenceMs) {
        m_heardAt = m_now - silenceMs + pingMs;
        m_pingAt = m_now;
    }
    if (m_now - m_heardAt >= silenceMs)
        return waitAndRetry(m_backoff.next(), Error{ErrorCode::Offline, QStringLiteral("silent peer")});
    if (m_phase == Phase::Live && m_queue.inFlight() && m_now - m_progressAt >= outcomeMs)
        return waitAndRetry(m_backoff.next(), Error{ErrorCode::Offline, QStringLiteral("no outcome in time")});
    if (m_now >= m_pingAt) {
        m_pingAt = m_now + pingMs;
        m_out.append(Ping{});
    }
    if (m_now >= m_renewAt && !m_tokenAsked)
        fetchToken();
    m_gate.tick(m_now, m_out);
}

std::optional<qint64> Session::deadline() const
{
    if (m_phase == Phase::Waiting || m_phase == Phase::Token || m_phase == Phase::Opening || m_phase == Phase::Greeting)
        return m_deadline;
    if (!isConnected())
        return std::nullopt;
    qint64 at = std::min(m_pingAt, m_heardAt + silenceMs);
    if (!m_tokenAsked)
        at = std::min(at, m_renewAt);
    if (m_phase == Phase::Live && m_queue.inFlight())
        at = std::min(at, m_progressAt + outcomeMs);
    if (const auto gate = m_gate.wakeAt())
        at = std::min(at, *gate);
    if (const auto resume = m_queue.resumesAt(); resume && *resume > m_now)
        at = std::min(at, *resume);
    return at;
}

void Session::schedule(bool ticked)
{
    const std::optional<qint64> at = deadline();
    if (at && (ticked || at != m_wakeAt))
        m_out.append(WakeAt{std::max(*at, m_now)});
    m_wakeAt = at;
}

} // namespace projective
