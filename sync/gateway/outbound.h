#pragma once

#include "sync/gateway/cursor.h"
#include "sync/gateway/peer.h"
#include "sync/gateway/scopes.h"
#include "sync/gateway/spool.h"
#include "sync/protocol/messages.h"

#include <deque>
#include <memory>

namespace projective::gateway {

/// Where a mirror stands.
struct Standing {
    protocol::Cursor cursor;
    ScopeSet held;
    Snapshot snapshot; ///< that it was brought up to; for ordering only, empty when that was on another socket
    /// Of `held`, what a round took away that was begun and will not be committed: a mirror may purge when a round
    /// begins, so whether it has these is not known.
    ScopeSet inDoubt;
};

/// The rounds on their way to one client: from the spool to the socket, within the client's window. Lives on the io
/// thread, but for the spool, which a worker fills during a catch-up.
class Outbound
{
public:
    /// `wake` is called on any thread when there is something to pump.
    Outbound(Peer &peer, std::function<void()> wake);
    ~Outbound();
    Outbound(const Outbound &) = delete;
    Outbound &operator=(const Outbound &) = delete;

    [[nodiscard]] const std::shared_ptr<Spool> &spool() const { return m_spool; }
    /// Where the client stands before the first round.
    void startFrom(const Standing &standing) { m_standing = standing; }
    void push(const protocol::RoundBegin &begin);
    void pushCounted(QByteArray frame);
    /// Ends a round, after which the client stands at `standing` and has been given `page`.
    void push(const protocol::RoundCommit &commit, const Standing &standing,
        const std::optional<protocol::PageWanted> &page = {});
    /// Takes back all that has not gone to the socket, also what a worker is still going to spool. The round that has
    /// gone in part is void for the client as soon as another one begins. The pages that are to be given once more.
    [[nodiscard]] QList<protocol::PageWanted> rewind();
    /// Where the client stands with the last commit that has gone to the socket.
    [[nodiscard]] const Standing &standing() const { return m_standing; }

    /// True while a round that is complete has not gone to the socket as a whole.
    [[nodiscard]] bool hasWholeRounds() const { return !m_rounds.empty(); }

    enum class Which { All, WholeRounds };
    /// Sends what the window and the socket allow. False when the spool has lost something.
    [[nodiscard]] bool pump(qint64 nowMs, Which which);
    /// Cumulative, from the client. False when it claims more than was sent.
    [[nodiscard]] bool acknowledge(qint64 bytes, qint64 nowMs);

    /// Bytes that have not gone to the socket.
    [[nodiscard]] qint64 waiting() const;
    /// The window or the socket has been full without a sign of life for longer than a slow link needs. To be asked
    /// regularly.
    [[nodiscard]] bool isStuck(qint64 nowMs);

    static constexpr qsizetype socketBytes = qsizetype{512} * 1024; ///< given to the socket at once
    static constexpr qint64 stuckMs = 60'000;

private:
    struct Round {
        Standing after;
        std::optional<protocol::PageWanted> page;
    };
    [[nodiscard]] bool fitsWindow(const Spooled &item) const;
    void sent(const Spooled &item, qint64 nowMs);

    Peer &m_peer;
    std::function<void()> m_wake;
    std::shared_ptr<Spool> m_spool;
    std::optional<Spooled> m_next; ///< taken from the spool, but the window has no room for it
    Standing m_standing;
    std::deque<Round> m_rounds; ///< whole, with a commit that has not gone to the socket
    qint64 m_sent = 0;
    qint64 m_acked = 0;
    qint64 m_progressMs; ///< last time that the window moved or had room
};

} // namespace projective::gateway
