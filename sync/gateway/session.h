#pragma once

#include "sync/gateway/catchup.h"
#include "sync/gateway/commandrun.h"
#include "sync/gateway/hub.h"
#include "sync/gateway/outbound.h"
#include "sync/gateway/peer.h"
#include "sync/gateway/tick.h"
#include "sync/gateway/tokenbucket.h"
#include "sync/protocol/messages.h"

#include <deque>

namespace projective::gateway {

/// One socket (docs/protocol.md, section 4). Lives on the io thread and never blocks: what does goes to a worker, whose
/// answer comes back through the hub by this session's id, so that nobody holds a session that has ended.
///
/// Invariants: the client stands at m_ahead once it has taken all that was pushed to m_out. No row that has not gone to
/// the socket is of a scope that the user is known to have lost: whoever learns of a loss rewinds first.
class Session
{
public:
    Session(Hub &hub, Peer &peer);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // From the socket.
    void receive(const QByteArray &message);
    /// The socket has given its queue to the system.
    void writable();

    // From the hub.
    void take(const std::shared_ptr<const Tick> &tick);
    void ticksMissed();
    void check();
    /// Says goodbye and closes. Nothing happens after it.
    void end(ErrorCode code, const QString &detail, qint64 retryAfterMs = 0);

    [[nodiscard]] bool isCatchingUp() const { return m_catchingUp; }
    [[nodiscard]] QUuid user() const { return m_sender.user; }
    [[nodiscard]] QUuid authSession() const { return m_identity.session; }
    /// All that it is registered under at the hub.
    [[nodiscard]] const ScopeSet &scopes() const { return m_scopes; }

    static constexpr qsizetype maxSocketsPerUser = 64;
    static constexpr qint64 helloMs = 5'000; ///< for the hello, and then for each part of the list of scopes
    static constexpr qint64 scopesMs = 60'000; ///< for all of that list

private:
    enum class Phase { AwaitsHello, Greeting, AwaitsScopes, Running, Ended };

    void on(const protocol::Hello &hello);
    void on(const protocol::ScopesHeld &held);
    void on(const protocol::CommandMessage &command);
    void on(const protocol::Ack &ack);
    void on(const protocol::PageWanted &page);
    void on(const protocol::TokenRenewal &renewal);

    void greeted(const Result<Greeting> &greeting);
    void remember(const Scope &scope);
    void welcome();
    void setScopes(const ScopeSet &scopes);

    void startCatchUp();
    [[nodiscard]] CatchUpRequest nextRequest();
    void scopesKnown(quint64 run, const CatchUpScopes &scopes);
    void caughtUp(quint64 run, const Result<CaughtUp> &end);
    void catchUpFailed(const Error &error);
    void takeWaiting();
    void catchUpAgain();
    void apply(const Tick &tick);
    void pushRound(const Tick &tick, const ScopeSet &now);
    [[nodiscard]] const ScopeSet *unsentScopes() const;
    [[nodiscard]] bool takesAway(const Tick &tick) const;
    void rewind();
    void pushCommit(const protocol::Cursor &cursor, const std::optional<protocol::PageWanted> &page = {});
    void idleCursor();

    void runNextCommand();
    void answered(quint64 number, const CommandAnswer &answer);
    void deferAll(quint64 from, const CommandAnswer &answer);
    void send(const protocol::ServerMessage &message);

    /// `method` on this session, if it is still there, on the io thread. Any thread.
    template <typename Function>
    [[nodiscard]] std::function<void()> later(Function function);

    Hub &m_hub;
    Peer &m_peer;
    quint64 m_id;
    Phase m_phase = Phase::AwaitsHello;
    qint64 m_helloUntilMs; ///< for what is awaited next, before the welcome
    qint64 m_scopesUntilMs = 0;
    TokenBucket m_messages;

    Identity m_identity;
    Sender m_sender;
    protocol::Hello m_hello;
    quint64 m_lastCommand = 0;

    Standing m_ahead; ///< snapshot: of the last catch-up
    protocol::Cursor m_cursorSent;
    qint64 m_cursorSentMs = 0;
    ScopeSet m_scopes; ///< all that the user holds, as far as known
    Snapshot m_knownAt; ///< nothing unsent is of a scope that was lost at or before this

    // Catching up.
    bool m_catchingUp = false;
    quint64 m_run = 0; ///< of catch-ups; what an older one has to say is void
    std::optional<ScopeSet> m_target; ///< of the running catch-up, as soon as it is known
    std::optional<protocol::PageWanted> m_page; ///< of the running catch-up
    bool m_again = false; ///< once more when this one is done, or what was sent has been taken
    bool m_more = false; ///< scopes remain to be added
    std::deque<std::shared_ptr<const Tick>> m_ticks; ///< since the running catch-up began
    std::deque<protocol::PageWanted> m_pages;
    qint64 m_retryAtMs = 0;
    int m_failures = 0;

    Outbound m_out;

    std::deque<protocol::CommandMessage> m_commands;
    qsizetype m_commandBytes = 0; ///< of m_commands
    bool m_commandRuns = false;
    quint64 m_deferredFrom = 0; ///< the number that is to be sent again first; 0: none
    qint64 m_deferredUntilMs = 0;
    CommandAnswer m_deferral;
};

} // namespace projective::gateway
