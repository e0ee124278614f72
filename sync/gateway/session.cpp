#include "sync/gateway/session.h"

#include "sync/base/logging.h"
#include "sync/gateway/clock.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/version.h"

namespace projective::gateway {

namespace {
constexpr double messagesPerSecond = 500;
constexpr double messagesBurst = 2'000;
constexpr qint64 retryMs = 1'000;
} // namespace

template <typename Function>
std::function<void()> Session::later(Function function)
{
    return [&hub = m_hub, id = m_id, function] {
        hub.services().post([&hub, id, function] {
            if (Session *session = hub.find(id))
                function(*session);
        });
    };
}

Session::Session(Hub &hub, Peer &peer)
    : m_hub(hub)
    , m_peer(peer)
    , m_id(hub.add(*this))
    , m_helloUntilMs(steadyMs() + helloMs)
    , m_messages(messagesPerSecond, messagesBurst)
    , m_out(peer, later([](Session &session) { session.writable(); }))
{
}

Session::~Session()
{
    m_hub.remove(m_id);
}

void Session::send(const protocol::ServerMessage &message)
{
    if (m_phase != Phase::Ended)
        m_peer.send(protocol::encode(message));
}

void Session::end(ErrorCode code, const QString &detail, qint64 retryAfterMs)
{
    if (m_phase == Phase::Ended)
        return;
    qCInfo(logGateway, "socket %llu: closed with %s (%s)", static_cast<unsigned long long>(m_id),
        qUtf8Printable(errorCodeName(code)), qUtf8Printable(detail));
    send(protocol::Goodbye{code, detail, retryAfterMs});
    m_phase = Phase::Ended;
    m_out.spool()->abandon();
    m_peer.close(code);
}

void Session::receive(const QByteArray &bytes)
{
    if (m_phase == Phase::Ended)
        return;
    if (!m_messages.take(steadyMs()))
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many messages"), retryMs);
    const auto message = protocol::decodeClientMessage(bytes);
    if (!message)
        return end(message.error().code, message.error().detail);
    std::visit([this](const auto &one) { on(one); }, *message);
}

void Session::writable()
{
    if (m_phase == Phase::Ended)
        return;
    // Until a catch-up has told what it reads, a loss could not be held against its rows.
    const bool known = !m_catchingUp || m_target;
    if (!m_out.pump(steadyMs(), known ? Outbound::Which::All : Outbound::Which::WholeRounds))
        return end(ErrorCode::ServerUnavailable, QStringLiteral("no room for a temporary file"), retryMs);
    // The next part of a first sync is read while the client takes in the one before.
    if (m_catchingUp || m_out.waiting() >= Spool::memoryBytes || steadyMs() < m_retryAtMs)
        return;
    if (m_more || m_again || (!m_pages.empty() && m_hub.waitForPage(m_sender.user) == 0))
        startCatchUp();
}

// ---- beginning

void Session::on(const protocol::Hello &hello)
{
    if (m_phase != Phase::AwaitsHello)
        return end(ErrorCode::ProtocolError, QStringLiteral("a second hello"));
    if (hello.version != protocol::version)
        return end(
            ErrorCode::UnsupportedVersion, QStringLiteral("this gateway speaks version %1").arg(protocol::version));
    const auto identity = m_hub.services().tokens.verify(hello.token.toLatin1(), unixSeconds());
    if (!identity)
        return end(ErrorCode::Unauthorized, identity.error().detail);
    if (hello.installation.isNull())
        return end(ErrorCode::ProtocolError, QStringLiteral("no installation"));
    if (m_hub.socketsOf(identity->user) >= maxSocketsPerUser)
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many sockets"), retryMs);
    if (const qint64 wait = m_hub.waitForHello(identity->user); wait > 0)
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many hellos"), wait);
    m_identity = *identity;
    m_hello = hello;
    m_hello.token.clear();
    m_sender = {identity->user, hello.installation, m_peer.address(), hello.client};
    m_hub.setUser(m_id, identity->user);
    m_peer.signedIn();
    m_phase = Phase::Greeting;
    m_hub.services().commands.submit(
        [sender = m_sender, token = m_identity.session, &hub = m_hub, id = m_id](Database &database) {
            auto greeting = greet(database, sender, token);
            hub.services().post([&hub, id, greeting = std::move(greeting)] {
                if (Session *session = hub.find(id))
                    session->greeted(greeting);
            });
        });
}

void Session::greeted(const Result<Greeting> &greeting)
{
    if (m_phase != Phase::Greeting)
        return;
    if (!greeting) {
        const ErrorCode code = greeting.error().code;
        if (code == ErrorCode::ForeignClient || code == ErrorCode::Unauthorized)
            return end(code, QStringLiteral("hello"));
        qCWarning(logGateway, "hello: %s", qUtf8Printable(greeting.error().detail));
        return end(ErrorCode::ServerUnavailable, QStringLiteral("hello"), retryMs);
    }
    m_hub.services().committed();
    m_lastCommand = greeting->lastCommand;
    setScopes(heldBy(m_sender.installation, greeting->holds));
    m_ahead.cursor = m_hello.cursor;
    if (m_ahead.cursor.isNull()) {
        welcome();
    } else if (m_hello.scopesHash == protocol::scopesHash(m_scopes.values())) {
        m_ahead.held = m_scopes;
        welcome();
    } else {
        m_phase = Phase::AwaitsScopes;
        m_scopesUntilMs = steadyMs() + scopesMs;
        m_helloUntilMs = steadyMs() + helloMs;
        send(protocol::ScopesWanted{});
    }
}

void Session::on(const protocol::ScopesHeld &held)
{
    if (m_phase != Phase::AwaitsScopes)
        return end(ErrorCode::ProtocolError, QStringLiteral("scopes that nobody asked for"));
    m_helloUntilMs = qMin(steadyMs() + helloMs, m_scopesUntilMs);
    for (const Scope &scope : held.scopes)
        remember(scope);
    if (held.last)
        welcome();
}

/// Of what a client says that it holds, as much is kept as its user holds, and so many lost scopes as a round can take
/// away. One with more starts afresh, and the rest of its list is of no use.
void Session::remember(const Scope &scope)
{
    if (m_ahead.cursor.isNull())
        return;
    const auto known = m_scopes.constFind(scope);
    // The equal one that is here already shares the text of its kind.
    m_ahead.held.insert(known == m_scopes.cend() ? scope : *known);
    if (known == m_scopes.cend() && m_ahead.held.size() - m_scopes.size() > CatchUp::scopesPerBegin)
        m_ahead = {};
}

void Session::welcome()
{
    const Catalog &catalog = m_hub.services().catalog;
    const qint64 microseconds = 1'000'000;
    send(protocol::Welcome{protocol::version, m_lastCommand, unixMicroseconds(), m_identity.expires * microseconds,
        m_hello.catalog == catalog.version ? QByteArray() : catalog.json});
    m_phase = Phase::Running;
    qCInfo(logGateway, "socket %llu: welcome, %lld scopes held", static_cast<unsigned long long>(m_id),
        static_cast<long long>(m_ahead.held.size()));
    m_out.startFrom(m_ahead);
    startCatchUp();
}

void Session::on(const protocol::TokenRenewal &renewal)
{
    if (m_phase == Phase::AwaitsHello)
        return end(ErrorCode::ProtocolError, QStringLiteral("no hello"));
    const auto identity = m_hub.services().tokens.verify(renewal.token.toLatin1(), unixSeconds());
    // Of the same sign-in: the end of that one ends this socket, whatever others its user has.
    if (!identity || identity->user != m_identity.user || identity->session != m_identity.session)
        return end(ErrorCode::Unauthorized, QStringLiteral("renewal refused"));
    m_identity = *identity;
    send(protocol::TokenAccepted{m_identity.expires * 1'000'000});
}

void Session::setScopes(const ScopeSet &scopes)
{
    m_hub.setScopes(m_id, m_scopes, scopes);
    m_scopes = scopes;
}

// ---- time

void Session::check()
{
    const qint64 now = m_hub.nowMs();
    const bool early = m_phase == Phase::AwaitsHello || m_phase == Phase::AwaitsScopes;
    if (early && now > m_helloUntilMs)
        return end(ErrorCode::ProtocolError, QStringLiteral("no hello in time"));
    if (m_phase != Phase::Running)
        return;
    if (unixSeconds() > m_identity.expires)
        return end(ErrorCode::Unauthorized, QStringLiteral("token expired"));
    if (m_out.isStuck(now))
        return end(ErrorCode::TooSlow, QStringLiteral("nothing acknowledged"), retryMs);
    writable();
    idleCursor();
}

/// A client that is not touched by what changes must not be left with a cursor that grows too old.
void Session::idleCursor()
{
    constexpr qint64 everyMs = 30'000;
    const auto &tick = m_hub.lastTick();
    const bool live = !m_catchingUp && !m_again && !m_more && m_out.waiting() == 0;
    if (!tick || !live || m_hub.nowMs() - m_cursorSentMs < everyMs || takenBefore(tick->snapshot, m_ahead.snapshot))
        return;
    m_ahead.cursor = tick->cursor;
    m_cursorSentMs = m_hub.nowMs();
    if (m_ahead.cursor == m_cursorSent)
        return;
    m_out.push(protocol::RoundBegin{});
    pushCommit(m_ahead.cursor);
    writable();
}

} // namespace projective::gateway
