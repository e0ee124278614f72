#pragma once

#include "sync/base/result.h"
#include "sync/client/autherrors.h"
#include "sync/client/server.h"
#include "sync/client/tokenstore.h"

#include <QJsonObject>
#include <QList>
#include <QNetworkAccessManager>
#include <QObject>

#include <functional>
#include <memory>

namespace projective {

/// The sign-in of one user at one server, by Supabase's Auth interface (password and refresh_token grants, user,
/// logout). Keeps the access token in memory and the refresh token in a TokenStore. Data thread; every callback comes
/// exactly once.
class Account : public QObject
{
    Q_OBJECT
public:
    static constexpr int transferTimeoutMs = 10'000;
    /// Tries of one refresh: GoTrue accepts the same refresh token again when only the answer was lost.
    static constexpr int refreshTries = 2;

    struct AccessToken {
        QString token;
        qint64 lifetimeMs = 0; ///< from the moment of the answer; never computed from a clock
    };
    struct User {
        QUuid id;
        QString email;
    };
    using SignedIn = std::function<void(const Result<User> &)>;
    using Fetched = std::function<void(const Result<AccessToken> &)>;
    using Done = std::function<void(const Result<void> &)>;

    Account(const Server &server, std::unique_ptr<TokenStore> store, QObject *parent = nullptr);

    [[nodiscard]] const Server &server() const { return m_server; }
    [[nodiscard]] TokenStore &store() { return *m_store; }
    /// Where the token is kept from now on; a session in memory moves there. Where it can't, one has to sign in again
    /// after a restart. Errors: NoKeychain, Storage.
    void setStore(std::unique_ptr<TokenStore> store, Done done);

    /// Errors: WrongCredentials, NotAllowed (e-mail not confirmed, banned), TooManyRequests, Offline,
    /// ServerUnavailable. When only the store fails (NoKeychain), the sign-in holds for this process.
    void signIn(const QString &email, const QString &password, SignedIn done);
    /// Takes up the stored session of `user`. Errors: NotFound (also where it is another user's), NoKeychain, Storage.
    void restore(const QUuid &user, Done done);
    /// A fresh access token. Errors: Unauthorized (sign in again), Offline, ServerUnavailable, TooManyRequests.
    void fetchToken(Fetched done);
    /// Who the server says that this is.
    void fetchUser(SignedIn done);
    /// Ends the session here and, if it can be reached, at the server. Always ends well for the user. What is under way
    /// ends with Unauthorized.
    void signOut(Done done);

    [[nodiscard]] bool isSignedIn() const { return !m_refreshToken.isEmpty(); }

private:
    using Answered = std::function<void(const Result<QJsonObject> &)>;
    void requestToken(AuthRequest grant, const QJsonObject &body, Answered done);
    static void finish(QNetworkReply *reply, AuthRequest request, const Answered &done);
    void refresh(int triesLeft);
    void answerFetches(const Result<AccessToken> &token);
    void refuseLate(const Result<QJsonObject> &answer);
    void endSession(const QString &accessToken, const std::function<void()> &done);
    /// Reads a session out of an answer; stores it, then calls `done`.
    void adopt(const QJsonObject &answer, std::function<void(const Result<User> &)> done);

    Server m_server;
    std::unique_ptr<TokenStore> m_store;
    QNetworkAccessManager m_network;
    QUuid m_user;
    QString m_refreshToken;
    QString m_accessToken;
    qint64 m_lifetimeMs = 0;
    int m_epoch = 0; ///< one more with each sign-out: whose answer comes later is nobody's any more
    bool m_fresh = false; ///< the access token came with the sign-in and has not been given out
    QList<Fetched> m_fetches;
};

} // namespace projective
