#include "sync/client/account.h"

#include "sync/base/logging.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <utility>

namespace projective {

namespace {

QNetworkRequest requestTo(const Server &server, const QString &path, const QString &query = {})
{
    QUrl url = server.auth;
    url.setPath(url.path() + path);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(Account::transferTimeoutMs);
    // A redirect could carry the password elsewhere.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!server.anonKey.isEmpty())
        request.setRawHeader("apikey", server.anonKey.toUtf8());
    return request;
}

constexpr qint64 answerBytesMost = qint64{1024} * 1024;

tl::unexpected<Error> signedOut()
{
    return failure(ErrorCode::Unauthorized, QStringLiteral("signed out"));
}

} // namespace

Account::Account(const Server &server, std::unique_ptr<TokenStore> store, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_store(std::move(store))
{
}

void Account::setStore(std::unique_ptr<TokenStore> store, Done done)
{
    m_store = std::move(store);
    if (m_refreshToken.isEmpty())
        return done({});
    m_store->save({m_user, m_refreshToken}, std::move(done));
}

void Account::requestToken(AuthRequest grant, const QJsonObject &body, Answered done)
{
    const bool password = grant == AuthRequest::PasswordGrant;
    const QNetworkRequest request = requestTo(m_server, QStringLiteral("/token"),
        password ? QStringLiteral("grant_type=password") : QStringLiteral("grant_type=refresh_token"));
    QNetworkReply *reply = m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact));
    connect(
        reply, &QNetworkReply::finished, this, [reply, grant, done = std::move(done)] { finish(reply, grant, done); });
}

void Account::finish(QNetworkReply *reply, AuthRequest request, const Answered &done)
{
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QJsonObject body = QJsonDocument::fromJson(reply->read(answerBytesMost)).object();
    if (status >= 200 && status < 300 && reply->error() == QNetworkReply::NoError)
        return done(body);
    // An answer that broke off says nothing, whatever its first line was.
    const bool answered = status >= 300;
    done(tl::unexpected(authError(answered ? status : 0, body, request, reply->errorString())));
}

void Account::signIn(const QString &email, const QString &password, SignedIn done)
{
    requestToken(AuthRequest::PasswordGrant, {{QStringLiteral("email"), email}, {QStringLiteral("password"), password}},
        [this, epoch = m_epoch, done = std::move(done)](const Result<QJsonObject> &answer) {
            if (epoch != m_epoch) {
                refuseLate(answer);
                return done(signedOut());
            }
            if (!answer)
                return done(tl::unexpected(answer.error()));
            adopt(*answer, done);
        });
}

void Account::adopt(const QJsonObject &answer, SignedIn done)
{
    const QJsonObject user = answer.value(QLatin1String("user")).toObject();
    const QUuid id = QUuid::fromString(user.value(QLatin1String("id")).toString());
    const QString access = answer.value(QLatin1String("access_token")).toString();
    const QString refreshed = answer.value(QLatin1String("refresh_token")).toString();
    const qint64 seconds = answer.value(QLatin1String("expires_in")).toInteger();
    if (id.isNull() || access.isEmpty() || refreshed.isEmpty() || seconds <= 0)
        return done(failure(ErrorCode::ServerUnavailable, QStringLiteral("an answer that is no session")));
    if (!m_user.isNull() && m_user != id)
        return done(failure(ErrorCode::Unauthorized, QStringLiteral("the session is another user's")));
    m_user = id;
    m_accessToken = access;
    m_refreshToken = refreshed;
    m_lifetimeMs = seconds * 1000;
    m_fresh = true;
    const User signedIn{id, user.value(QLatin1String("email")).toString()};
    // Stored before it is used: the old one is spent from now on.
    m_store->save({m_user, m_refreshToken}, [signedIn, done = std::move(done)](const Result<void> &saved) {
        if (!saved)
            qCWarning(logAccount) << "the session could not be stored:" << errorCodeName(saved.error().code);
        done(signedIn);
    });
}

void Account::restore(const QUuid &user, Done done)
{
    m_store->load([this, user, epoch = m_epoch, done = std::move(done)](const Result<StoredSession> &stored) {
        if (epoch != m_epoch)
            return done(signedOut());
        if (!stored)
            return done(tl::unexpected(stored.error()));
        if (stored->user != user)
            return done(failure(ErrorCode::NotFound, QStringLiteral("the session is another user's")));
        m_user = stored->user;
        m_refreshToken = stored->refreshToken;
        done({});
    });
}

void Account::fetchToken(Fetched done)
{
    if (m_refreshToken.isEmpty())
        return done(failure(ErrorCode::Unauthorized, QStringLiteral("not signed in")));
    if (std::exchange(m_fresh, false))
        return done(AccessToken{m_accessToken, m_lifetimeMs});
    m_fetches.append(std::move(done));
    if (m_fetches.size() == 1)
        refresh(refreshTries);
}

void Account::refresh(int triesLeft)
{
    requestToken(AuthRequest::RefreshGrant, {{QStringLiteral("refresh_token"), m_refreshToken}},
        [this, epoch = m_epoch, triesLeft](const Result<QJsonObject> &answer) {
            if (epoch != m_epoch)
                return refuseLate(answer);
            // The request may have arrived and only its answer be lost: at once again, within the reuse window.
            if (!answer && answer.error().code == ErrorCode::Offline && triesLeft > 1)
                return refresh(triesLeft - 1);
            if (!answer)
                return answerFetches(tl::unexpected(answer.error()));
            adopt(*answer, [this, epoch](const Result<User> &user) {
                if (epoch != m_epoch)
                    return; // the sign-out has answered
                m_fresh = false;
                if (!user)
                    return answerFetches(tl::unexpected(user.error()));
                answerFetches(AccessToken{m_accessToken, m_lifetimeMs});
            });
        });
}

void Account::answerFetches(const Result<AccessToken> &token)
{
    const QList<Fetched> fetches = std::exchange(m_fetches, {});
    for (const Fetched &fetch : fetches)
        fetch(token);
}

void Account::fetchUser(SignedIn done)
{
    QNetworkRequest request = requestTo(m_server, QStringLiteral("/user"));
    request.setRawHeader("Authorization", "Bearer " + m_accessToken.toUtf8());
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        finish(reply, AuthRequest::Other, [&done](const Result<QJsonObject> &answer) {
            if (!answer)
                return done(tl::unexpected(answer.error()));
            done(User{QUuid::fromString(answer->value(QLatin1String("id")).toString()),
                answer->value(QLatin1String("email")).toString()});
        });
    });
}

void Account::signOut(Done done)
{
    ++m_epoch;
    const QString access = std::exchange(m_accessToken, QString());
    m_refreshToken.clear();
    m_user = QUuid();
    m_fresh = false;
    answerFetches(signedOut());
    m_store->clear([this, access, done = std::move(done)](const Result<void> &cleared) {
        if (access.isEmpty())
            return done(cleared);
        endSession(access, [cleared, done] { done(cleared); });
    });
}

/// What comes after a sign-out is not taken up, and its session ends with its own token: the sign-out may have had
/// none.
void Account::refuseLate(const Result<QJsonObject> &answer)
{
    if (answer)
        endSession(answer->value(QLatin1String("access_token")).toString(), [] {});
}

void Account::endSession(const QString &accessToken, const std::function<void()> &done)
{
    // Only this session: other devices stay signed in.
    QNetworkRequest request = requestTo(m_server, QStringLiteral("/logout"), QStringLiteral("scope=local"));
    request.setRawHeader("Authorization", "Bearer " + accessToken.toUtf8());
    QNetworkReply *reply = m_network.post(request, QByteArray("{}"));
    connect(reply, &QNetworkReply::finished, this, [reply, done] {
        reply->deleteLater();
        done();
    });
}

} // namespace projective
