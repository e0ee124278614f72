#pragma once

#include "sync/gateway/database.h"

#include <QJsonObject>
#include <QList>
#include <QUuid>

namespace projective::gateway {

/// Why a request of the embedded auth is refused; one of GoTrue's error codes.
struct AuthRefusal {
    int status = 400;
    const char *code = "";
    const char *message = "";
    QList<QUuid> endedSessions; ///< whose sockets have to close
};

struct SignIn {
    QUuid user;
    QUuid session;
    QString email;
    QByteArray refreshToken;
    QJsonObject userJson; ///< as GoTrue gives a user out
};

/// Users, sessions and refresh tokens in schema auth of a database without Supabase. Each call is one transaction; it
/// fails with ServerUnavailable or Database, and refuses with AuthRefusal. Runs on a worker of the schema's owner.
class AuthStore
{
public:
    explicit AuthStore(Database &database);
    template <typename T>
    using Answer = Result<tl::expected<T, AuthRefusal>>;

    [[nodiscard]] Answer<SignIn> signIn(
        const QString &email, const QString &password, const QByteArray &userAgent, const QByteArray &address);
    /// A refresh token is good once. For `reuseSeconds` after that, and as long as the one that replaced it was not
    /// used, it gives the token that is good now (an answer was lost); later it ends the session, since somebody else
    /// has it.
    [[nodiscard]] Answer<SignIn> refresh(const QByteArray &token);
    [[nodiscard]] Answer<QJsonObject> user(const QUuid &user, const QUuid &session);
    enum class Scope { Local, Others, Global };
    /// The sessions that ended.
    [[nodiscard]] Result<QList<QUuid>> signOut(const QUuid &user, const QUuid &session, Scope scope);

    static constexpr int reuseSeconds = 10;

private:
    [[nodiscard]] Answer<SignIn> refreshLocked(const Table &found, const QByteArray &token);
    [[nodiscard]] Answer<SignIn> reused(const Table &found, SignIn signIn, const QByteArray &token);
    [[nodiscard]] Result<QByteArray> addToken(const QUuid &user, const QUuid &session, const Field &parent);

    Database &m_database;
};

} // namespace projective::gateway
