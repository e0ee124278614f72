#pragma once

#include "sync/gateway/authstore.h"
#include "sync/gateway/http.h"
#include "sync/gateway/tokenbucket.h"
#include "sync/gateway/tokens.h"
#include "sync/gateway/workerpool.h"

namespace projective::gateway {

/// The part of Supabase Auth's HTTP interface (GoTrue) that the client uses, for a backend without Supabase: same
/// paths, JSON and error codes. io thread; the database work goes to `workers`.
class AuthEndpoints
{
public:
    struct Environment {
        const Tokens &tokens;
        WorkerPool &workers;
        std::function<void(std::function<void()>)> post;
        /// The sockets of these auth sessions have to close, here and at other gateways.
        std::function<void(const QList<QUuid> &)> signedOut;
    };
    explicit AuthEndpoints(Environment environment);

    void handle(const HttpRequest &request, HttpReply reply);

private:
    void token(const HttpRequest &request, HttpReply reply);
    void signIn(const HttpRequest &request, const QJsonObject &body, HttpReply reply);
    void refresh(const QJsonObject &body, HttpReply reply);
    void user(const HttpRequest &request, HttpReply reply);
    void logout(const HttpRequest &request, HttpReply reply);
    [[nodiscard]] std::optional<Identity> identify(const HttpRequest &request, const HttpReply &reply) const;
    [[nodiscard]] HttpResponse sessionJson(const AuthStore::Answer<SignIn> &answer) const;

    Environment m_environment;
    TokenBuckets<QByteArray> m_byAddress;
    TokenBuckets<std::pair<QByteArray, QByteArray>> m_guesses; ///< by account and network
    TokenBuckets<QByteArray> m_byAccount;
};

} // namespace projective::gateway
