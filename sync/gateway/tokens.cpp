#include "sync/gateway/tokens.h"

#include "sync/base/logging.h"

#include <jwt/jwt.hpp>

#include <QList>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

namespace projective::gateway {

namespace {

using Json = nlohmann::json;

tl::unexpected<Error> refused(const char *reason)
{
    return failure(ErrorCode::Unauthorized, QString::fromLatin1(reason));
}

bool isBase64Url(QByteArrayView part)
{
    return !part.isEmpty() && std::all_of(part.begin(), part.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

/// A JSON object without a repeated key: which of two counts must not depend on the parser (RFC 7519, section 4).
std::optional<Json> parseObject(QByteArrayView part)
{
    const QByteArray::FromBase64Result bytes = QByteArray::fromBase64Encoding(part.toByteArray(),
        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes || bytes.decoded.contains('\0'))
        return std::nullopt;
    bool repeated = false;
    std::vector<std::set<std::string>> keys;
    const Json::parser_callback_t watch = [&](int, Json::parse_event_t event, Json &parsed) {
        if (event == Json::parse_event_t::object_start)
            keys.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            keys.pop_back();
        else if (event == Json::parse_event_t::key)
            repeated = !keys.back().insert(parsed.get<std::string>()).second || repeated;
        return true;
    };
    const QByteArray &text = bytes.decoded;
    Json object = Json::parse(text.begin(), text.end(), watch, false);
    if (object.is_discarded() || !object.is_object() || repeated)
        return std::nullopt;
    return object;
}

/// Seconds since the epoch, as an integer or a real (RFC 7519, "NumericDate").
std::optional<qint64> secondsOf(const Json &claims, const char *name)
{
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number())
        return std::nullopt;
    const double seconds = found->get<double>();
    if (!(std::abs(seconds) < 1e12))
        return std::nullopt;
    return qint64(seconds);
}

std::string textOf(const Json &claims, const char *name)
{
    const auto found = claims.find(name);
    return found != claims.end() && found->is_string() ? found->get<std::string>() : std::string();
}

QUuid uuidOf(const Json &claims, const char *name)
{
    const QString text = QString::fromStdString(textOf(claims, name));
    const QUuid uuid = QUuid::fromString(text);
    // QUuid also reads other spellings; a token has one.
    return uuid.toString(QUuid::WithoutBraces) == text.toLower() ? uuid : QUuid();
}

bool hasAudience(const Json &claims, const QByteArray &audience)
{
    const auto found = claims.find("aud");
    if (found == claims.end())
        return false;
    const std::string wanted = audience.toStdString();
    if (found->is_array())
        return std::any_of(found->begin(), found->end(), [&wanted](const Json &one) { return one == wanted; });
    return *found == wanted;
}

/// By OpenSSL itself: the library compares signatures byte by byte and so tells by its time how many were right.
bool isSignedWith(const QByteArray &secret, const QByteArray &text, const QByteArray &signature)
{
    const auto bytes = QByteArray::fromBase64Encoding(signature,
        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    std::array<unsigned char, EVP_MAX_MD_SIZE> expected{};
    unsigned int length = 0;
    const auto *made = HMAC(EVP_sha256(), secret.constData(), int(secret.size()),
        reinterpret_cast<const unsigned char *>(text.constData()), std::size_t(text.size()), expected.data(), &length);
    return made && bytes && bytes.decoded.size() == qsizetype(length)
        && CRYPTO_memcmp(bytes.decoded.constData(), expected.data(), length) == 0
        // The last character has spare bits: only one spelling of a signature is good.
        && bytes.decoded.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) == signature;
}

const char *wrongHeader(const Json &header)
{
    if (textOf(header, "alg") != "HS256")
        return "algorithm";
    if (textOf(header, "typ") != "JWT")
        return "type";
    // Keys come from our configuration, and an extension that we don't know must refuse (RFC 7515, section 4.1.11).
    for (const char *name : {"jku", "jwk", "x5u", "x5c", "crit"}) {
        if (header.contains(name))
            return "header";
    }
    return nullptr;
}

} // namespace

Tokens::Tokens(Settings settings)
    : m_settings(std::move(settings))
{
}

Result<Identity> Tokens::verify(const QByteArray &token, qint64 now) const
{
    if (token.size() > maxBytes)
        return refused("too long");
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || !std::all_of(parts.begin(), parts.end(), isBase64Url))
        return refused("form");
    const auto header = parseObject(parts[0]);
    const auto claims = parseObject(parts[1]);
    if (!header || !claims)
        return refused("form");
    if (const char *reason = wrongHeader(*header))
        return refused(reason);
    if (!isSignedWith(m_settings.secret, token.first(parts[0].size() + 1 + parts[1].size()), parts[2]))
        return refused("signature");

    const auto expires = secondsOf(*claims, "exp");
    if (!expires || now >= *expires + skewSeconds)
        return refused("expired");
    for (const char *name : {"nbf", "iat"}) {
        const auto from = secondsOf(*claims, name);
        if (claims->contains(name) && (!from || now < *from - skewSeconds))
            return refused("not yet valid");
    }
    if (const std::string issuer = textOf(*claims, "iss"); issuer != m_settings.issuer.toStdString()) {
        // Signed with our secret, so this is our own set-up, not an attack: whoever runs the gateway has to be told.
        qCWarning(logGateway, "a token of the issuer \"%s\" is refused: --jwt-issuer says \"%s\"",
            qUtf8Printable(QString::fromStdString(issuer).left(200)), m_settings.issuer.constData());
        return refused("issuer");
    }
    if (!hasAudience(*claims, m_settings.audience) || textOf(*claims, "role") != "authenticated")
        return refused("audience");
    const Identity identity{uuidOf(*claims, "sub"), uuidOf(*claims, "session_id"), *expires};
    if (identity.user.isNull())
        return refused("subject");
    return identity;
}

QByteArray Tokens::issue(const QUuid &user, const QUuid &session, const QString &email, qint64 now) const
{
    using namespace jwt::params;
    jwt::jwt_object token{algorithm("HS256"), secret(m_settings.secret.toStdString())};
    const auto text = [](const QUuid &uuid) { return uuid.toString(QUuid::WithoutBraces).toStdString(); };
    token.add_claim("iss", m_settings.issuer.toStdString())
        .add_claim("aud", m_settings.audience.toStdString())
        .add_claim("sub", text(user))
        .add_claim("session_id", text(session))
        .add_claim("role", std::string("authenticated"))
        .add_claim("email", email.toStdString())
        .add_claim("iat", now)
        .add_claim("exp", now + m_settings.lifetimeSeconds);
    return QByteArray::fromStdString(token.signature());
}

} // namespace projective::gateway
