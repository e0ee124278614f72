#include "sync/gateway/authendpoints.h"

#include "sync/base/logging.h"
#include "sync/gateway/clock.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace projective::gateway {

namespace {

// Guesses at one account from one address, from anywhere, and tries from one address. A person needs few; a script is
// slowed down. The owner of an account can still sign in while a stranger guesses at it from a few addresses.
constexpr double guessesPerSecond = 0.1;
constexpr double guesses = 10;
constexpr double triesPerAccountPerSecond = 1;
constexpr double triesPerAccount = 100;
constexpr double triesPerAddressPerSecond = 5;
constexpr double triesPerAddress = 200;

HttpResponse toResponse(int status, const QJsonObject &json)
{
    return {status, QJsonDocument(json).toJson(QJsonDocument::Compact)};
}

HttpResponse refusal(int status, const char *code, const char *message)
{
    return toResponse(status,
        {{QStringLiteral("code"), status}, {QStringLiteral("error_code"), QLatin1String(code)},
            {QStringLiteral("msg"), QLatin1String(message)}});
}

HttpResponse unavailable(const Error &error)
{
    qCWarning(logGateway, "auth: %s", qUtf8Printable(errorCodeName(error.code)));
    return refusal(503, "unexpected_failure", "Service unavailable");
}

} // namespace

AuthEndpoints::AuthEndpoints(Environment environment)
    : m_environment(std::move(environment))
    , m_byAddress(triesPerAddressPerSecond, triesPerAddress)
    , m_guesses(guessesPerSecond, guesses)
    , m_byAccount(triesPerAccountPerSecond, triesPerAccount)
{
}

void AuthEndpoints::handle(const HttpRequest &request, HttpReply reply)
{
    if (request.path == "/auth/v1/token" && request.method == "POST")
        return token(request, std::move(reply));
    if (request.path == "/auth/v1/user" && request.method == "GET")
        return user(request, std::move(reply));
    if (request.path == "/auth/v1/logout" && request.method == "POST")
        return logout(request, std::move(reply));
    if (request.path == "/auth/v1/health" && request.method == "GET")
        return reply(toResponse(200, {{QStringLiteral("name"), QStringLiteral("projective-gateway")}}));
    reply(refusal(404, "not_found", "Not found"));
}

void AuthEndpoints::token(const HttpRequest &request, HttpReply reply)
{
    if (m_byAddress.take(networkOf(request.address), steadyMs()) > 0)
        return reply(refusal(429, "over_request_rate_limit", "Request rate limit reached"));
    QJsonParseError error;
    const QJsonDocument body = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError || !body.isObject())
        return reply(refusal(400, "bad_json", "Could not parse request body as JSON"));
    const QByteArray grant = request.parameter("grant_type");
    if (grant == "password")
        return signIn(request, body.object(), std::move(reply));
    if (grant == "refresh_token")
        return refresh(body.object(), std::move(reply));
    reply(refusal(400, "validation_failed", "unsupported_grant_type"));
}

void AuthEndpoints::signIn(const HttpRequest &request, const QJsonObject &body, HttpReply reply)
{
    const QString email = body[QLatin1String("email")].toString().trimmed();
    const QString password = body[QLatin1String("password")].toString();
    if (email.isEmpty() || password.isEmpty())
        return reply(refusal(400, "validation_failed", "missing email or password"));
    // By a hash, since what a stranger takes for an address may be long.
    const QByteArray account = QCryptographicHash::hash(email.toLower().toUtf8(), QCryptographicHash::Sha256);
    // What is refused by the first bound must not count for the account.
    const qint64 now = steadyMs();
    if (m_guesses.take({account, networkOf(request.address)}, now) > 0 || m_byAccount.take(account, now) > 0)
        return reply(refusal(429, "over_request_rate_limit", "Request rate limit reached"));
    m_environment.workers.submit([this, email, password, agent = request.headers.value("user-agent"),
                                     address = request.address, reply = std::move(reply)](Database &database) {
        auto response = sessionJson(AuthStore(database).signIn(email, password, agent, address));
        m_environment.post([reply, response = std::move(response)] { reply(response); });
    });
}

void AuthEndpoints::refresh(const QJsonObject &body, HttpReply reply)
{
    const QByteArray token = body[QLatin1String("refresh_token")].toString().toUtf8();
    if (token.isEmpty() || token.contains('\0'))
        return reply(refusal(400, "validation_failed", "refresh_token required"));
    m_environment.workers.submit([this, token, reply = std::move(reply)](Database &database) {
        const auto answer = AuthStore(database).refresh(token);
        const QList<QUuid> ended = answer && !*answer ? answer->error().endedSessions : QList<QUuid>();
        m_environment.post([this, reply, ended, response = sessionJson(answer)] {
            if (!ended.isEmpty())
                m_environment.signedOut(ended);
            reply(response);
        });
    });
}

HttpResponse AuthEndpoints::sessionJson(const AuthStore::Answer<SignIn> &answer) const
{
    if (!answer)
        return unavailable(answer.error());
    if (!*answer)
        return refusal(answer->error().status, answer->error().code, answer->error().message);
    const SignIn &signIn = **answer;
    const qint64 now = unixSeconds();
    const qint64 lifetime = m_environment.tokens.settings().lifetimeSeconds;
    return toResponse(200,
        {{QStringLiteral("access_token"),
             QString::fromLatin1(m_environment.tokens.issue(signIn.user, signIn.session, signIn.email, now))},
            {QStringLiteral("token_type"), QStringLiteral("bearer")}, {QStringLiteral("expires_in"), lifetime},
            {QStringLiteral("expires_at"), now + lifetime},
            {QStringLiteral("refresh_token"), QString::fromLatin1(signIn.refreshToken)},
            {QStringLiteral("user"), signIn.userJson}});
}

std::optional<Identity> AuthEndpoints::identify(const HttpRequest &request, const HttpReply &reply) const
{
    const QByteArray bearer = request.bearer();
    if (bearer.isEmpty()) {
        reply(refusal(401, "no_authorization", "This endpoint requires a Bearer token"));
        return std::nullopt;
    }
    const auto identity = m_environment.tokens.verify(bearer, unixSeconds());
    if (identity)
        return *identity;
    reply(refusal(403, "bad_jwt", "invalid JWT"));
    return std::nullopt;
}

void AuthEndpoints::user(const HttpRequest &request, HttpReply reply)
{
    const auto identity = identify(request, reply);
    if (!identity)
        return;
    m_environment.workers.submit([this, identity = *identity, reply = std::move(reply)](Database &database) {
        const auto answer = AuthStore(database).user(identity.user, identity.session);
        const HttpResponse response = !answer ? unavailable(answer.error())
            : !*answer ? refusal(answer->error().status, answer->error().code, answer->error().message)
                       : toResponse(200, **answer);
        m_environment.post([reply, response] { reply(response); });
    });
}

void AuthEndpoints::logout(const HttpRequest &request, HttpReply reply)
{
    const auto identity = identify(request, reply);
    if (!identity)
        return;
    const QByteArray named = request.parameter("scope");
    const auto scope = named == "local" ? AuthStore::Scope::Local
        : named == "others"             ? AuthStore::Scope::Others
                                        : AuthStore::Scope::Global;
    m_environment.workers.submit([this, identity = *identity, scope, reply = std::move(reply)](Database &database) {
        const auto ended = AuthStore(database).signOut(identity.user, identity.session, scope);
        m_environment.post([this, reply, ended] {
            if (!ended)
                return reply(unavailable(ended.error()));
            m_environment.signedOut(*ended);
            reply({204, {}});
        });
    });
}

} // namespace projective::gateway
