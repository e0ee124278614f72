#pragma once

#include "sync/gateway/catalog.h"
#include "sync/gateway/changereader.h"
#include "sync/gateway/notifier.h"
#include "sync/gateway/scopes.h"
#include "sync/gateway/tokenbucket.h"
#include "sync/gateway/tokens.h"
#include "sync/gateway/workerpool.h"

#include <QHash>

#include <deque>
#include <functional>

namespace projective::gateway {

class Session;

/// What all sessions use. Owned by main(); outlives the sessions.
struct Services {
    const Catalog &catalog;
    const Tokens &tokens;
    WorkerPool &readers; ///< catch-ups
    WorkerPool &commands; ///< commands and hellos
    /// Runs a function on the io thread, later. Any thread.
    std::function<void(std::function<void()>)> post;
    /// After a commit of ours: have a look at the feed, and say so to the other gateways.
    std::function<void()> committed;
};

/// Knows the sessions of this gateway and who holds what. Lives on the io thread.
class Hub
{
public:
    /// `hellos`: so many of one user at once.
    Hub(Services services, int hellos);

    [[nodiscard]] Services &services() { return m_services; }
    [[nodiscard]] quint64 add(Session &session);
    void remove(quint64 id);
    [[nodiscard]] Session *find(quint64 id) const;
    /// Called by a session when its user is known.
    void setUser(quint64 id, const QUuid &user);
    [[nodiscard]] qsizetype socketsOf(const QUuid &user) const { return m_users.value(user).size(); }
    /// Who signs in again and again, or asks for ever older rows, has the database read for him each time. 0: he may
    /// now, else the milliseconds until he may.
    [[nodiscard]] qint64 waitForHello(const QUuid &user);
    [[nodiscard]] qint64 waitForPage(const QUuid &user);
    /// Runs a catch-up of this user when it is its turn: with many sockets he must not take all readers.
    void catchUp(const QUuid &user, WorkerPool::Job job);
    /// Called by a session when what its user holds, or what itself holds, has changed.
    void setScopes(quint64 id, const ScopeSet &before, const ScopeSet &now);

    /// Users of sessions that hold one of these.
    [[nodiscard]] QList<QUuid> holders(const ScopeSet &scopes) const;
    void dispatch(const std::shared_ptr<const Tick> &tick);
    void restarted();
    /// Every 250 ms or so: deadlines and idle cursors.
    void check(qint64 nowMs);
    void endSessionsOf(const QUuid &authSession);
    /// Says goodbye to all, with a wait that spreads their return.
    void endAll();
    [[nodiscard]] qsizetype count() const { return m_sessions.size(); }
    [[nodiscard]] const std::shared_ptr<const Tick> &lastTick() const { return m_lastTick; }
    [[nodiscard]] qint64 nowMs() const { return m_nowMs; }

private:
    struct CatchUps {
        int running = 0;
        std::deque<WorkerPool::Job> waiting;
    };
    void endSignedOut();
    void nextCatchUp(const QUuid &user);

    Services m_services;
    QHash<quint64, Session *> m_sessions;
    QHash<QUuid, QList<quint64>> m_users;
    QHash<Scope, QList<quint64>> m_holders; ///< sessions by scope; short lists, compact
    QHash<QUuid, CatchUps> m_catchUps; ///< of users who have any
    TokenBuckets<QUuid> m_hellos;
    TokenBuckets<QUuid> m_pages;
    std::shared_ptr<const Tick> m_lastTick;
    quint64 m_nextId = 1;
    qint64 m_nowMs = 0;
    qint64 m_signedOutMs = 0; ///< when it was last asked who has signed out
};

} // namespace projective::gateway
