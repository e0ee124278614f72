// The part of a session that sends rounds: catching up, and live.
#include "sync/base/logging.h"
#include "sync/gateway/clock.h"
#include "sync/gateway/routing.h"
#include "sync/gateway/session.h"
#include "sync/protocol/version.h"

#include <QRandomGenerator>

namespace projective::gateway {

namespace {
/// Ticks kept for a session that is catching up; beyond, it catches up once more instead.
constexpr std::size_t maxTicksWaiting = 256;
/// Lost scopes that one live round takes away; beyond, a catch-up decides what is better.
constexpr qsizetype maxRevoked = 5'000;
constexpr qint64 longestRetryMs = 10'000;
constexpr qint64 brokenMs = 1'000;
} // namespace

// ---- catching up

void Session::startCatchUp()
{
    if (m_phase != Phase::Running || m_catchingUp)
        return;
    m_catchingUp = true;
    m_again = false;
    m_more = false;
    m_retryAtMs = 0;
    m_ticks.clear(); // all taken before the snapshot that the catch-up is going to take
    m_hub.catchUp(m_sender.user,
        [&hub = m_hub, id = m_id, run = ++m_run, spool = m_out.spool(), request = nextRequest()](Database &database) {
            const auto known = [&hub, id, run](const CatchUpScopes &scopes) {
                hub.services().post([&hub, id, run, scopes] {
                    if (Session *session = hub.find(id))
                        session->scopesKnown(run, scopes);
                });
            };
            auto end = CatchUp(database, hub.services().catalog, request, *spool, known).run();
            hub.services().post([&hub, id, run, end = std::move(end)] {
                if (Session *session = hub.find(id))
                    session->caughtUp(run, end);
            });
        });
}

CatchUpRequest Session::nextRequest()
{
    CatchUpRequest request{m_sender.user, m_sender.installation, m_ahead.cursor, m_ahead.held, m_ahead.inDoubt, {}, {}};
    const QUuid first = Scope::fromString(m_hello.first).id;
    if (!first.isNull())
        request.first = first;
    m_page.reset();
    if (!m_pages.empty()) {
        m_page = m_pages.front();
        m_pages.pop_front();
    }
    request.page = m_page;
    return request;
}

void Session::scopesKnown(quint64 run, const CatchUpScopes &scopes)
{
    if (run != m_run || m_phase != Phase::Running)
        return;
    const ScopeSet now = heldBy(m_sender.installation, scopes.holds);
    // What was held until now and is taken away in this very round stays registered until the round is done.
    setScopes(ScopeSet(now).unite(m_ahead.held));
    bool lost = m_out.hasWholeRounds() && !now.contains(m_ahead.held);
    m_target = scopes.target;
    m_knownAt = scopes.snapshot;
    for (const auto &tick : m_ticks)
        lost = lost || takesAway(*tick);
    if (lost) {
        rewind();
        startCatchUp();
    }
    writable();
}

void Session::caughtUp(quint64 run, const Result<CaughtUp> &end)
{
    if (run != m_run || m_phase != Phase::Running)
        return;
    if (!end)
        return catchUpFailed(end.error());
    m_catchingUp = false;
    m_target.reset();
    m_failures = 0;
    m_more = end->more;
    m_ahead = {end->cursor, end->held, end->snapshot, {}};
    pushCommit(end->cursor, std::exchange(m_page, std::nullopt));
    if (!m_more)
        setScopes(m_ahead.held);
    takeWaiting();
    writable();
}

/// The socket stays, and tries again from where the client stands when the database is back.
void Session::catchUpFailed(const Error &error)
{
    qCWarning(logGateway, "catch-up: %s", qUtf8Printable(error.detail));
    if (error.code != ErrorCode::ServerUnavailable)
        return end(ErrorCode::ServerUnavailable, QStringLiteral("catch-up failed"), brokenMs);
    rewind();
    const qint64 wait = qMin(longestRetryMs, qint64(100) << qMin(m_failures++, 10));
    m_again = true;
    m_retryAtMs = steadyMs() + wait + QRandomGenerator::global()->bounded(qint64(100));
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
        else if (!takenBefore(tick->snapshot, m_ahead.snapshot))
            apply(*tick);
        if (m_phase == Phase::Ended)
            return;
    }
}

/// A loss may have been among them, and nobody is going to tell of it any more.
void Session::ticksMissed()
{
    if (m_catchingUp || m_out.hasWholeRounds())
        rewind();
    catchUpAgain();
}

void Session::catchUpAgain()
{
    if (m_catchingUp && !m_target)
        rewind(); // without the ticks it could not be told whether what it reads is still the user's
    m_again = true;
    m_retryAtMs = 0;
    m_ticks.clear();
    m_knownAt = {}; // of another server, perhaps
    if (m_phase == Phase::Running)
        writable();
}

// ---- what is lost

/// The scopes that rows may be of which have not gone to the socket; null when there are none.
const ScopeSet *Session::unsentScopes() const
{
    if (m_catchingUp && m_target)
        return &*m_target;
    return m_out.hasWholeRounds() ? &m_ahead.held : nullptr;
}

bool Session::takesAway(const Tick &tick) const
{
    const ScopeSet *unsent = unsentScopes();
    if (!unsent || takenBefore(tick.snapshot, m_knownAt))
        return false;
    if (tick.tooLarge)
        return true; // what it grants and takes away was not read
    if (!m_scopes.intersects(tick.granting))
        return false;
    const auto holds = tick.holds.constFind(m_sender.user);
    return holds == tick.holds.cend() || !holds->contains(*unsent);
}

/// Back to the last commit that has gone to the socket; whoever calls it sees to a catch-up from there.
void Session::rewind()
{
    QList<protocol::PageWanted> pages = m_out.rewind();
    if (m_page)
        pages.append(*std::exchange(m_page, std::nullopt));
    m_pages.insert(m_pages.begin(), pages.cbegin(), pages.cend());
    ++m_run;
    m_catchingUp = false;
    m_target.reset();
    m_ahead = m_out.standing();
    m_cursorSent = m_ahead.cursor;
}

// ---- live

void Session::take(const std::shared_ptr<const Tick> &tick)
{
    if (m_phase != Phase::Running)
        return;
    // Rows that have not gone were read when the user could still see them. If that has ended, none of them may go.
    if (takesAway(*tick)) {
        qCInfo(logGateway, "socket %llu: rights have changed, catches up again", static_cast<unsigned long long>(m_id));
        rewind();
        return startCatchUp();
    }
    if (m_again)
        return;
    if (!m_catchingUp) {
        // One that was read before the catch-up may be told of after it: it would take rows back in time.
        if (!takenBefore(tick->snapshot, m_ahead.snapshot))
            apply(*tick);
        return;
    }
    if (m_ticks.size() == maxTicksWaiting)
        return catchUpAgain();
    m_ticks.push_back(tick);
}

void Session::apply(const Tick &tick)
{
    if (tick.tooLarge)
        return startCatchUp();
    ScopeSet now = m_ahead.held;
    if (m_scopes.intersects(tick.granting)) {
        const auto holds = tick.holds.constFind(m_sender.user);
        if (holds == tick.holds.cend())
            return startCatchUp();
        now = heldBy(m_sender.installation, *holds);
        if (!m_ahead.held.contains(now))
            return startCatchUp(); // something was granted
    }
    pushRound(tick, now);
}

void Session::pushRound(const Tick &tick, const ScopeSet &now)
{
    const Routed routed = route(tick, now);
    protocol::RoundBegin begin;
    begin.revoked = ScopeSet(m_ahead.held).subtract(now).values();
    if (routed.frames.isEmpty() && begin.revoked.isEmpty()) {
        m_ahead.cursor = tick.cursor;
        return;
    }
    if (m_out.waiting() + routed.bytes > protocol::windowBytes || begin.revoked.size() > maxRevoked) {
        m_again = true; // too slow to be fed live: brought up later from where it stands
        return;
    }
    m_out.push(begin);
    for (const QByteArray &frame : routed.frames)
        m_out.pushCounted(frame);
    m_ahead.cursor = tick.cursor;
    m_ahead.held = now;
    pushCommit(tick.cursor);
    if (!begin.revoked.isEmpty())
        setScopes(now);
    writable();
}

void Session::pushCommit(const protocol::Cursor &cursor, const std::optional<protocol::PageWanted> &page)
{
    m_out.push(protocol::RoundCommit{cursor}, m_ahead, page);
    m_cursorSent = cursor;
    m_cursorSentMs = steadyMs();
}

} // namespace projective::gateway
