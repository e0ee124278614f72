#include "sync/gateway/hub.h"

#include "sync/gateway/clock.h"
#include "sync/gateway/session.h"

#include <QRandomGenerator>

namespace projective::gateway {

namespace {
constexpr int spreadMs = 5'000; ///< over which clients come back after a restart
/// Three devices that lose their network every six seconds, for as long as they like.
constexpr double hellosPerSecond = 0.5;
constexpr double pagesPerSecond = 10;
constexpr double pages = 100;
constexpr int catchUpsOfOneUser = 2; ///< at once; half of the readers that there are by default
constexpr qint64 signedOutEveryMs = 60'000;
} // namespace

Hub::Hub(Services services, int hellos)
    : m_services(std::move(services))
    , m_hellos(hellosPerSecond, hellos)
    , m_pages(pagesPerSecond, pages)
{
}

quint64 Hub::add(Session &session)
{
    m_sessions.insert(m_nextId, &session);
    return m_nextId++;
}

void Hub::remove(quint64 id)
{
    const Session *session = m_sessions.take(id);
    if (!session)
        return;
    setScopes(id, session->scopes(), {});
    const auto user = m_users.find(session->user());
    if (user == m_users.end())
        return;
    user->removeOne(id);
    if (user->isEmpty())
        m_users.remove(session->user());
}

Session *Hub::find(quint64 id) const
{
    return m_sessions.value(id);
}

void Hub::setUser(quint64 id, const QUuid &user)
{
    m_users[user].append(id);
}

void Hub::setScopes(quint64 id, const ScopeSet &before, const ScopeSet &now)
{
    for (const Scope &scope : before) {
        if (now.contains(scope))
            continue;
        const auto holders = m_holders.find(scope);
        if (holders == m_holders.end())
            continue;
        holders->removeOne(id);
        if (holders->isEmpty())
            m_holders.remove(scope);
    }
    for (const Scope &scope : now) {
        if (!before.contains(scope))
            m_holders[scope].append(id);
    }
}

qint64 Hub::waitForHello(const QUuid &user)
{
    return m_hellos.take(user, steadyMs());
}

qint64 Hub::waitForPage(const QUuid &user)
{
    return m_pages.take(user, steadyMs());
}

void Hub::catchUp(const QUuid &user, WorkerPool::Job job)
{
    m_catchUps[user].waiting.push_back(std::move(job));
    nextCatchUp(user);
}

void Hub::nextCatchUp(const QUuid &user)
{
    CatchUps &his = m_catchUps[user];
    if (his.running == 0 && his.waiting.empty()) {
        m_catchUps.remove(user);
        return;
    }
    if (his.running == catchUpsOfOneUser || his.waiting.empty())
        return;
    ++his.running;
    m_services.readers.submit([this, user, job = std::move(his.waiting.front())](Database &database) {
        job(database);
        m_services.post([this, user] {
            --m_catchUps[user].running;
            nextCatchUp(user);
        });
    });
    his.waiting.pop_front();
}

QList<QUuid> Hub::holders(const ScopeSet &scopes) const
{
    QSet<QUuid> users;
    for (const Scope &scope : scopes) {
        const auto holders = m_holders.constFind(scope);
        if (holders == m_holders.cend())
            continue;
        for (const quint64 id : *holders)
            users.insert(m_sessions.value(id)->user());
    }
    return users.values();
}

void Hub::dispatch(const std::shared_ptr<const Tick> &tick)
{
    m_lastTick = tick;
    ScopeSet touched = tick->granting;
    for (const Tick::Row &row : tick->rows)
        touched.insert(row.scope);
    for (const Tick::Gone &gone : tick->gone)
        touched.insert(gone.scope);
    QSet<quint64> receivers;
    for (const Scope &scope : std::as_const(touched)) {
        const auto holders = m_holders.constFind(scope);
        if (holders != m_holders.cend())
            receivers.unite(QSet<quint64>(holders->begin(), holders->end()));
    }
    // By id, since a session may end while it takes the tick. One that is catching up may be about to hold any scope.
    const QList<quint64> ids = m_sessions.keys();
    for (const quint64 id : ids) {
        Session *session = m_sessions.value(id);
        if (session && (tick->tooLarge || receivers.contains(id) || session->isCatchingUp()))
            session->take(tick);
    }
}

void Hub::restarted()
{
    endSignedOut(); // who signed out while nobody listened
    m_lastTick.reset(); // its snapshot is perhaps of the time before a crash, which can't be compared
    const QList<quint64> ids = m_sessions.keys();
    for (const quint64 id : ids) {
        if (Session *session = m_sessions.value(id))
            session->ticksMissed();
    }
}

/// A sign-out is told by a notification, if it went through a gateway. Asking again makes it certain.
void Hub::endSignedOut()
{
    m_signedOutMs = m_nowMs;
    QSet<QUuid> open;
    for (const Session *session : std::as_const(m_sessions)) {
        if (!session->authSession().isNull())
            open.insert(session->authSession());
    }
    if (open.isEmpty())
        return;
    m_services.commands.submit([this, open](Database &database) {
        const auto ended = database.query(
            "select s::text from unnest(" + toUuidArray(open.values()) + ") s where security.has_ended(s)");
        if (!ended)
            return; // asked again in a minute, or when the database is back
        for (int row = 0; row < ended->rows(); ++row) {
            const QUuid session = QUuid::fromString(QLatin1String(ended->bytes(row, 0)));
            m_services.post([this, session] { endSessionsOf(session); });
        }
    });
}

void Hub::check(qint64 nowMs)
{
    m_nowMs = nowMs;
    if (nowMs - m_signedOutMs >= signedOutEveryMs)
        endSignedOut();
    const QList<quint64> ids = m_sessions.keys();
    for (const quint64 id : ids) {
        if (Session *session = m_sessions.value(id))
            session->check();
    }
}

void Hub::endSessionsOf(const QUuid &authSession)
{
    const QList<quint64> ids = m_sessions.keys();
    for (const quint64 id : ids) {
        Session *session = m_sessions.value(id);
        if (session && !authSession.isNull() && session->authSession() == authSession)
            session->end(ErrorCode::Unauthorized, QStringLiteral("signed out"));
    }
}

void Hub::endAll()
{
    const QList<quint64> ids = m_sessions.keys();
    for (const quint64 id : ids) {
        if (Session *session = m_sessions.value(id)) {
            const int wait = QRandomGenerator::global()->bounded(500, 500 + spreadMs);
            session->end(ErrorCode::ServerUnavailable, QStringLiteral("the gateway is restarting"), wait);
        }
    }
}

} // namespace projective::gateway
