// The part of a session that sends rounds: catching up, and live.
#include "sync/base/logging.h"
#include "sync/gateway/clock.h"
#include "sync/gateway/routing.h"
#include "sync/gateway/session.h"
#include "sync/protocol/codec.h"

#include <QRandomGenerator>

namespace projective::gateway {

namespace {
/// Ticks kept for a session that is catching up; beyond, it catches up once more instead.
constexpr std::size_t maxTicksWaiting = 256;
constexpr qint64 longestRetryMs = 10'000;
constexpr std::size_t maxCommandsWaiting = 1'000;
constexpr std::size_t maxPagesWaiting = 64;
} // namespace

void Session::startCatchUp()
{
    if (m_phase != Phase::Running || m_catchingUp)
        return;
    m_catchingUp = true;
    m_again = false;
    m_more = false;
    m_retryAtMs = 0;
    m_ticks.clear(); // all taken before the snapshot that the catch-up is going to take
    CatchUpRequest request {m_sender.user, m_sender.installation, m_cursor, m_held, {}, {}};
    const QUuid first = Scope::fromString(m_hello.first).id;
    if (!first.isNull())
        request.first = first;
    if (!m_pages.empty()) {
        request.page = m_pages.front();
        m_pages.pop_front();
    }
    m_hub.services().readers.submit([&hub = m_hub, id = m_id, spool = m_out.spool(), request](Database &database) {
        const quint64 before = spool->pushed();
        const auto known = [&hub, id, &request](const ScopeSet &holds) {
            hub.services().post([&hub, id, scopes = heldBy(request.installation, holds)] {
                if (Session *session = hub.find(id))
                    session->scopesKnown(scopes);
            });
        };
        auto end = CatchUp(database, hub.services().catalog, request, *spool, known).run();
        hub.services().post([&hub, id, end = std::move(end), begun = spool->pushed() != before, page = request.page] {
            if (Session *session = hub.find(id))
                session->caughtUp(end, begun, page);
        });
    });
}

void Session::scopesKnown(const ScopeSet &scopes)
{
    // What was held until now and is taken away in this very round stays registered until the round is done.
    setScopes(ScopeSet(scopes).unite(m_held));
}

void Session::caughtUp(const Result<CaughtUp> &end, bool begun, const std::optional<protocol::PageWanted> &page)
{
    if (m_phase != Phase::Running)
        return;
    m_catchingUp = false;
    if (!end) {
        qCWarning(logGateway, "catch-up: %s", qUtf8Printable(end.error().detail));
        if (begun || end.error().code != ErrorCode::ServerUnavailable)
            return this->end(ErrorCode::ServerUnavailable, QStringLiteral("catch-up failed"), longestRetryMs / 10);
        // Nothing was sent yet: the socket stays and tries again when the database is back.
        if (page)
            m_pages.push_front(*page);
        const qint64 wait = qMin(longestRetryMs, qint64(100) << qMin(m_failures++, 10));
        m_again = true;
        m_retryAtMs = steadyMs() + wait + QRandomGenerator::global()->bounded(qint64(100));
        return;
    }
    m_failures = 0;
    m_cursor = m_cursorSent = end->cursor;
    m_cursorSentMs = steadyMs();
    m_held = end->held;
    m_snapshot = end->snapshot;
    m_more = end->more;
    if (!m_more)
        setScopes(m_held);
    takeWaiting();
    writable();
}

/// The ticks that began after the catch-up's snapshot; those before would take rows back in time.
void Session::takeWaiting()
{
    const auto waiting = std::exchange(m_ticks, {});
    for (const auto &tick : waiting) {
        if (m_again)
            return;
        if (m_catchingUp)
            m_ticks.push_back(tick);
        else if (!takenBefore(tick->snapshot, m_snapshot))
            apply(*tick);
        if (m_phase == Phase::Ended)
            return;
    }
}

void Session::catchUpAgain()
{
    m_again = true;
    m_retryAtMs = 0;
    m_ticks.clear();
    if (m_phase == Phase::Running)
        writable();
}

void Session::take(const std::shared_ptr<const Tick> &tick)
{
    if (m_phase != Phase::Running)
        return;
    // Rows that wait to be sent were read when the user could still see them. If that has ended, none of them may go.
    if ((m_catchingUp || m_out.waiting() > 0) && takesAway(*tick))
        return end(ErrorCode::ServerUnavailable, QStringLiteral("rights have changed"));
    if (m_again)
        return;
    if (!m_catchingUp)
        return apply(*tick);
    if (m_ticks.size() == maxTicksWaiting)
        return catchUpAgain();
    m_ticks.push_back(tick);
}

bool Session::takesAway(const Tick &tick) const
{
    if (!ScopeSet(m_scopes).intersects(tick.granting))
        return false;
    const auto holds = tick.holds.constFind(m_sender.user);
    return holds == tick.holds.cend() || !holds->contains(m_scopes);
}

void Session::apply(const Tick &tick)
{
    if (tick.tooLarge)
        return startCatchUp();
    ScopeSet now = m_held;
    if (m_scopes.intersects(tick.granting)) {
        const auto holds = tick.holds.constFind(m_sender.user);
        if (holds == tick.holds.cend())
            return startCatchUp();
        now = heldBy(m_sender.installation, *holds);
        if (!m_held.contains(now))
            return startCatchUp(); // something was granted
    }
    pushRound(tick, now);
}

void Session::pushRound(const Tick &tick, const ScopeSet &now)
{
    const Routed routed = route(tick, now);
    protocol::RoundBegin begin;
    begin.revoked = ScopeSet(m_held).subtract(now).values();
    if (routed.frames.isEmpty() && begin.revoked.isEmpty()) {
        m_cursor = tick.cursor;
        return;
    }
    if (m_out.waiting() + routed.bytes > protocol::windowBytes) {
        m_again = true; // too slow to be fed live: brought up later from where it stands
        return;
    }
    m_out.push(protocol::encode(begin), false);
    for (const QByteArray &frame : routed.frames)
        m_out.push(frame, true);
    m_out.push(protocol::encode(protocol::RoundCommit {tick.cursor}), false);
    m_cursor = m_cursorSent = tick.cursor;
    m_cursorSentMs = steadyMs();
    m_held = now;
    if (!begin.revoked.isEmpty())
        setScopes(now);
    writable();
}

// ---- requests of the running session

void Session::on(const protocol::Ack &ack)
{
    if (m_phase != Phase::Running)
        return end(ErrorCode::ProtocolError, QStringLiteral("no hello"));
    if (!m_out.acknowledge(ack.bytes, steadyMs()))
        return end(ErrorCode::ProtocolError, QStringLiteral("acknowledges what was not sent"));
    writable();
}

void Session::on(const protocol::PageWanted &page)
{
    const Catalog::Relation *relation = m_hub.services().catalog.find(page.relation);
    if (m_phase != Phase::Running || !relation || !relation->window || page.rows < 1 || page.rows > 1'000)
        return end(ErrorCode::ProtocolError, QStringLiteral("page"));
    if (m_pages.size() == maxPagesWaiting)
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many pages"), longestRetryMs / 10);
    m_pages.push_back(page);
    writable();
}

void Session::on(const protocol::CommandMessage &command)
{
    if (m_phase != Phase::Running)
        return end(ErrorCode::ProtocolError, QStringLiteral("a command before the welcome"));
    if (m_deferredFrom > 0 && command.number > m_deferredFrom) {
        // Sent before the client knew that an earlier one has to be repeated: it would be out of order.
        send(protocol::CommandDeferred {command.number, m_deferral.code, m_deferral.retryAfterMs});
        return;
    }
    m_deferredFrom = 0;
    if (m_commands.size() == maxCommandsWaiting)
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many commands"), longestRetryMs / 10);
    m_commands.push_back(command);
    runNextCommand();
}

void Session::runNextCommand()
{
    if (m_commandRuns || m_commands.empty() || m_phase != Phase::Running)
        return;
    m_commandRuns = true;
    m_hub.services().commands.submit(
        [&hub = m_hub, id = m_id, sender = m_sender, command = m_commands.front()](Database &database) {
            const CommandAnswer answer = runCommand(database, sender, command);
            if (answer.kind == CommandAnswer::Kind::Outcome)
                hub.services().committed();
            hub.services().post([&hub, id, number = command.number, answer] {
                if (Session *session = hub.find(id))
                    session->answered(number, answer);
            });
        });
    m_commands.pop_front();
}

void Session::answered(quint64 number, const CommandAnswer &answer)
{
    m_commandRuns = false;
    switch (answer.kind) {
    case CommandAnswer::Kind::Outcome:
        break;
    case CommandAnswer::Kind::Refused:
        send(protocol::CommandRefused {number, answer.code, answer.lastCommand});
        break;
    case CommandAnswer::Kind::Deferred:
        deferAll(number, answer);
        break;
    case CommandAnswer::Kind::Foreign:
        return end(ErrorCode::ForeignClient, QStringLiteral("command"));
    }
    runNextCommand();
}

void Session::deferAll(quint64 from, const CommandAnswer &answer)
{
    m_deferredFrom = from;
    m_deferral = answer;
    send(protocol::CommandDeferred {from, answer.code, answer.retryAfterMs});
    for (const protocol::CommandMessage &command : std::exchange(m_commands, {}))
        send(protocol::CommandDeferred {command.number, answer.code, answer.retryAfterMs});
}

} // namespace projective::gateway
