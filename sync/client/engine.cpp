#include "sync/client/engine.h"

#include "sync/base/logging.h"
#include "sync/client/websockettransport.h"
#include "sync/protocol/codec.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <algorithm>
#include <limits>
#include <utility>

namespace projective {

using namespace session;

namespace {

constexpr int idleAfterMs = 200;
constexpr int idleBetweenMs = 5;
constexpr qint64 idleLatestMs = 5'000; ///< a connection that is never quiet must not keep messages from being found
/// A checkpoint of so many pages takes some 2 ms: in the first pause of so long; of so many, after the next event. A
/// long one would hold up what comes meanwhile: 16,000 pages take a tenth of a second.
constexpr int walPagesWorth = 100;
constexpr int walPagesMost = 250;
constexpr int breathMs = 5;
/// 64 KiB a message; a scope is at most some 60 bytes.
constexpr int scopesPerMessage = 900;

} // namespace

Engine::Engine(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_transport(new WebSocketTransport(this))
    , m_session(QRandomGenerator::system()->generate64())
    , m_wake(this)
    , m_idle(this)
    , m_breath(this)
{
    m_clock.start();
    m_wake.setSingleShot(true);
    m_wake.setTimerType(Qt::PreciseTimer);
    m_idle.setSingleShot(true);
    m_breath.setSingleShot(true);
    m_breath.setTimerType(Qt::PreciseTimer);
    connect(&m_breath, &QTimer::timeout, this, [this] {
        if (m_store)
            m_store->checkpoint(walPagesWorth);
    });
    connect(&m_wake, &QTimer::timeout, this, [this] { feed(Tick{}); });
    connect(&m_idle, &QTimer::timeout, this, [this] {
        if (m_store && m_store->idle())
            m_idle.start(idleBetweenMs);
        else
            m_keptUpAt = now();
    });
    connect(m_transport, &Transport::opened, this, &Engine::onOpened);
    connect(m_transport, &Transport::received, this, &Engine::onMessage);
    connect(m_transport, &Transport::pong, this, [this] { feed(Heard{}); });
    connect(m_transport, &Transport::closed, this, [this](const Error &error) { feed(Closed{error}); });
}

Engine::~Engine()
{
    goOffline();
}

void Engine::goOnline()
{
    m_online = true;
    if (m_store && m_account)
        feed(Start{});
}

void Engine::goOffline()
{
    m_online = false;
    feed(Stop{});
}

void Engine::nudge()
{
    feed(Nudge{});
}

void Engine::mirrorDamaged(const Error &error)
{
    if (!m_store)
        return;
    stored(m_store->mend(error));
    drain();
    publishStatus();
}

// ---- the session's loop

void Engine::feed(const Event &event)
{
    m_events.append(event);
    drain();
}

void Engine::drain()
{
    if (std::exchange(m_draining, true))
        return; // an answer to an instruction: after those that are being carried out
    while (takeLostMirror() || !m_events.isEmpty()) {
        const Instructions instructions = m_session.handle(m_events.takeFirst(), now());
        for (const Instruction &instruction : instructions) {
            if (!carryOut(instruction))
                break;
        }
        const bool connected = m_session.isConnected();
        if (std::exchange(m_wasConnected, connected) && !connected && m_store)
            stored(m_store->disconnected());
    }
    m_draining = false;
    planCheckpoint();
    planUpkeep();
}

void Engine::planUpkeep()
{
    const bool starves = m_session.isLive() && m_idle.isActive() && now() - m_keptUpAt >= idleLatestMs;
    if (!starves)
        m_idle.start(idleAfterMs);
}

void Engine::planCheckpoint()
{
    const int pages = m_store ? m_store->walPages() : 0;
    if (pages >= walPagesMost)
        m_breath.start(0);
    else if (pages >= walPagesWorth)
        m_breath.start(breathMs);
}

/// A mirror that was emptied on the way goes before what is still waiting to be said.
bool Engine::takeLostMirror()
{
    if (!m_store || !m_store->takeMirrorLost())
        return false;
    m_events.prepend(MirrorLost{});
    return true;
}

bool Engine::stored(const Result<void> &done)
{
    if (!done) {
        qCWarning(logSync) << "storage:" << errorCodeName(done.error().code) << done.error().detail;
        m_events.append(StorageFailed{done.error()});
    }
    return done.has_value();
}

bool Engine::carryOut(const Instruction &instruction)
{
    return std::visit(
        [this](const auto &value) -> bool {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, Open>) {
                m_transport->open(m_account->server().sync);
            } else if constexpr (std::is_same_v<T, Close>) {
                qCInfo(logSync) << "connection closed:" << errorCodeName(value.why.code) << value.why.detail;
                m_transport->close();
            } else if constexpr (std::is_same_v<T, FetchToken>) {
                fetchToken();
            } else if constexpr (std::is_same_v<T, Send>) {
                sendMessage(value.message);
            } else if constexpr (std::is_same_v<T, SendScopes>) {
                sendScopes();
            } else if constexpr (std::is_same_v<T, SendCommand>) {
                return sendCommand(value);
            } else if constexpr (std::is_same_v<T, SendPage>) {
                sendPage(value);
            } else if constexpr (std::is_same_v<T, Ping>) {
                m_transport->ping();
            } else if constexpr (std::is_same_v<T, AdoptCatalog>) {
                return stored(m_store->adoptCatalog(value.json));
            } else if constexpr (std::is_same_v<T, BeginRound>) {
                return stored(m_store->begin(value.begin));
            } else if constexpr (std::is_same_v<T, Stage>) {
                return stored(m_store->stage(value));
            } else if constexpr (std::is_same_v<T, CommitRound>) {
                return commitRound(value);
            } else if constexpr (std::is_same_v<T, AbandonRound>) {
                m_store->abandon();
            } else if constexpr (std::is_same_v<T, Reconcile>) {
                return reconcile(m_store->reconcile(value.lastCommand));
            } else if constexpr (std::is_same_v<T, ReplaceInstallation>) {
                // One more than was ever given can only be another history's.
                return reconcile(m_store->reconcile(m_store->outbox().lastNumber() + 1));
            } else if constexpr (std::is_same_v<T, FailCommand>) {
                return stored(m_store->fail(value.number, value.code));
            } else if constexpr (std::is_same_v<T, Report>) {
                report(value);
            } else if constexpr (std::is_same_v<T, WakeAt>) {
                m_wake.start(static_cast<int>(std::clamp<qint64>(value.atMs - now(), 0, 3'600'000)));
            }
            return true;
        },
        instruction);
}

bool Engine::commitRound(const CommitRound &round)
{
    const auto settled = m_store->commit(round.cursor);
    if (!settled) {
        stored(tl::unexpected(settled.error()));
        return false;
    }
    m_events.append(RoundStored{*settled, m_store->mirror().pendingCount()});
    offerEntries();
    publishStatus();
    return true;
}

bool Engine::reconcile(const Result<Reconciled> &reconciled)
{
    if (!reconciled) {
        stored(tl::unexpected(reconciled.error()));
        return false;
    }
    if (reconciled->newInstallation)
        qCWarning(logSync) << "outbox and server have different pasts: a new installation id is taken";
    m_events.append(*reconciled);
    publishStatus();
    return true;
}

void Engine::offerEntries()
{
    for (const Entry &entry : m_store->sendable())
        m_events.append(Ready{entry});
}

void Engine::fetchToken()
{
    m_account->fetchToken([this](const Result<Account::AccessToken> &token) {
        if (token)
            feed(TokenReady{token->token, token->lifetimeMs});
        else
            feed(TokenFailed{token.error()});
    });
}

// ---- the wire

void Engine::onOpened()
{
    feed(Opened{standing()});
}

void Engine::onMessage(const QByteArray &bytes)
{
    auto message = protocol::decodeServerMessage(bytes);
    if (message)
        feed(Arrived{std::move(*message), bytes.size()});
    else
        feed(Garbled{message.error()});
}

Standing Engine::standing() const
{
    const Mirror &mirror = m_store->mirror();
    return {m_store->outbox().installation().uuid(), m_options.client, mirror.catalog().version, mirror.cursor(),
        protocol::scopesHash(mirror.scopes().values()), m_options.first};
}

void Engine::sendMessage(const protocol::ClientMessage &message)
{
    m_transport->send(protocol::encode(message));
}

void Engine::sendScopes()
{
    const QList<protocol::Scope> scopes = m_store->mirror().scopes().values();
    qsizetype at = 0;
    do {
        const QList<protocol::Scope> chunk = scopes.mid(at, scopesPerMessage);
        at += chunk.size();
        sendMessage(protocol::ScopesHeld{chunk, at >= scopes.size()});
    } while (at < scopes.size());
}

bool Engine::sendCommand(const SendCommand &send)
{
    const auto entry = m_store->markSent(send.entry.id, send.entry.number);
    if (!entry) {
        stored(tl::unexpected(entry.error()));
        return false;
    }
    sendMessage(entry->message());
    return true;
}

void Engine::sendPage(const SendPage &page)
{
    const qint64 below = m_store->mirror().floor(page.relation, page.scope);
    if (below != std::numeric_limits<qint64>::min())
        sendMessage(protocol::PageWanted{page.relation, page.scope, below, page.rows});
}

// ---- status

void Engine::report(const Report &report)
{
    m_report = report;
    publishStatus();
}

void Engine::publishStatus()
{
    SyncStatus status = m_status;
    status.state = m_profile && !m_profile->user().isNull() ? m_report.state : SyncStatus::State::SignedOut;
    status.rowsReceived = m_report.rowsReceived;
    status.rowsExpected = m_report.rowsExpected;
    status.error = m_report.error;
    if (m_store) {
        status.pending = m_store->outbox().pendingCount();
        status.refused = m_store->outbox().refusedCount();
        status.everSynced = m_store->mirror().everSynced();
    } else {
        status.pending = status.refused = 0;
        status.everSynced = false;
    }
    if (status.state != m_status.state || !status.since.isValid())
        status.since = QDateTime::currentDateTimeUtc();
    m_status = status;
    Q_EMIT statusChanged(status);
}

} // namespace projective
