#pragma once

#include "sync/client/backoff.h"
#include "sync/client/commandqueue.h"
#include "sync/client/roundgate.h"
#include "sync/client/sessionevents.h"

#include <QList>
#include <QString>

#include <optional>

namespace projective {

/// The client's side of docs/protocol.md as a pure state machine: an event and the time go in, instructions come out.
/// It holds no socket, timer, clock or randomness (the jitter's seed comes in) and touches no storage, so every
/// interleaving can be tested in virtual time. Used by Engine on the data thread, which carries the instructions out in
/// order and answers them by events, after the instructions of the event before.
class Session
{
public:
    static constexpr qint64 connectTimeoutMs = 15'000;
    static constexpr qint64 greetingTimeoutMs = 20'000;
    static constexpr qint64 tokenTimeoutMs = 60'000;
    static constexpr qint64 pingMs = 15'000;
    static constexpr qint64 silenceMs = 40'000; ///< nothing heard for so long: the peer is dead
    static constexpr qint64 outcomeMs = 20'000; ///< a sent command without an outcome for so long: connect anew
    static constexpr qint64 tokenMarginMs
        = 60'000; ///< a token is renewed so long before it expires, or in its last third
    static constexpr qint64 refusedPauseMs
        = 600'000; ///< between tries when only a new version or the server's people can help
    static constexpr qint64 storagePauseMs = 5'000;

    explicit Session(quint64 seed)
        : m_backoff(seed)
    {
    }

    [[nodiscard]] session::Instructions handle(const session::Event &event, qint64 nowMs);

    /// True from Welcome until the connection ends: online-only commands may be submitted.
    [[nodiscard]] bool isConnected() const { return m_phase == Phase::CatchingUp || m_phase == Phase::Live; }
    [[nodiscard]] bool isLive() const { return m_phase == Phase::Live; }
    [[nodiscard]] const CommandQueue &queue() const { return m_queue; }

private:
    enum class Phase {
        Stopped,
        Waiting, // for the next try
        Token, // for an access token
        Opening, // for the socket
        Greeting, // Hello is sent
        CatchingUp,
        Live,
        Replacing, // the installation, for Reconciled
        SignIn, // for a Start after a new sign-in
    };

    void on(const session::Start &);
    void on(const session::Stop &);
    void on(const session::Nudge &);
    void on(const session::Opened &event);
    void on(const session::Arrived &event);
    void on(const session::Garbled &event);
    void on(const session::Heard &);
    void on(const session::Closed &event);
    void on(const session::Tick &);
    void on(const session::TokenReady &event);
    void on(const session::TokenFailed &event);
    void on(const session::Ready &event);
    void on(const session::Withdrawn &event);
    void on(const session::PageAsked &event);
    void on(const session::RoundStored &event);
    void on(const session::Reconciled &event);
    void on(const session::MirrorLost &);
    void on(const session::StorageFailed &event);

    void receive(const protocol::Welcome &message);
    void receive(const protocol::Goodbye &message);
    void receive(const protocol::CommandDeferred &message);
    void receive(const protocol::CommandRefused &message);
    void receive(const protocol::TokenAccepted &message);
    void receiveScopesWanted();
    void receiveRound(const protocol::ServerMessage &message, qint64 bytes);

    void connectNow();
    void openSocket();
    void fetchToken();
    void tickConnected();
    /// Ends the connection if there is one and tries again after `delayMs`.
    void waitAndRetry(qint64 delayMs, const std::optional<Error> &error);
    void endConnection(const Error &why);
    void dropConnection();
    void signInAgain(const Error &error);
    void fail(const Error &error, qint64 delayMs);
    void violated(const QString &detail);

    void sendCommands();
    void sendPages();
    void learnToken(qint64 lifetimeMs);
    void report();
    void schedule(bool ticked);
    [[nodiscard]] bool hasSocket() const { return m_phase >= Phase::Opening && m_phase <= Phase::Live; }
    [[nodiscard]] std::optional<qint64> deadline() const;
    [[nodiscard]] session::Report currentReport() const;

    qint64 m_now = 0;
    session::Instructions m_out;
    Phase m_phase = Phase::Stopped;
    Backoff m_backoff;
    CommandQueue m_queue;
    RoundGate m_gate;
    qint64 m_deadline = 0; // of Waiting, Token, Opening, Greeting
    qint64 m_heardAt = 0;
    qint64 m_pingAt = 0;
    qint64 m_progressAt = 0; // last send or settlement of a command

    QString m_token;
    qint64 m_tokenUntil = 0;
    qint64 m_renewAt = 0;
    bool m_tokenAsked = false;
    int m_tokenRefusals = 0; // tokens refused in a row
    bool m_replaced = false; // the installation was replaced and no Welcome came since
    bool m_reconciled = false; // the queue is the outbox's; commands may be sent
    quint64 m_lastCommand = 0; // of the Welcome

    QList<session::PageAsked> m_pages; // wanted, in order
    QList<session::PageAsked> m_flying; // asked for on this connection
    QList<session::PageAsked> m_landed; // their floors are in the round that is open

    std::optional<Error> m_failure; // what needs the user; until a round is stored
    std::optional<Error> m_error; // why the last connection ended
    std::optional<session::Report> m_reported;
    std::optional<qint64> m_wakeAt;
};

} // namespace projective
