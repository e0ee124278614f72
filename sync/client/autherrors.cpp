#include "sync/client/autherrors.h"

#include <QHash>

#include <optional>

namespace projective {

namespace {

/// GoTrue's error codes (supabase/auth, internal/api/apierrors) that mean more than their HTTP status.
std::optional<ErrorCode> namedCode(const QString &name)
{
    static const QHash<QString, ErrorCode> codes{
        {QStringLiteral("invalid_credentials"), ErrorCode::WrongCredentials},
        {QStringLiteral("email_not_confirmed"), ErrorCode::NotAllowed},
        {QStringLiteral("user_banned"), ErrorCode::NotAllowed},
        {QStringLiteral("refresh_token_not_found"), ErrorCode::Unauthorized},
        {QStringLiteral("refresh_token_already_used"), ErrorCode::Unauthorized},
        {QStringLiteral("session_not_found"), ErrorCode::Unauthorized},
        {QStringLiteral("session_expired"), ErrorCode::Unauthorized},
        {QStringLiteral("user_not_found"), ErrorCode::Unauthorized},
        {QStringLiteral("bad_jwt"), ErrorCode::Unauthorized},
        {QStringLiteral("over_request_rate_limit"), ErrorCode::TooManyRequests},
        {QStringLiteral("validation_failed"), ErrorCode::InvalidArgument},
    };
    const auto it = codes.constFind(name);
    return it == codes.cend() ? std::nullopt : std::optional<ErrorCode>(*it);
}

ErrorCode statusCode(int status, AuthRequest request)
{
    if (status == 429)
        return ErrorCode::TooManyRequests;
    if (status >= 500)
        return ErrorCode::ServerUnavailable;
    // Older servers say {"error": "invalid_grant"} with 400 for both grants. 401 is the gate's: it misses the public
    // key.
    if (request == AuthRequest::PasswordGrant && status == 400)
        return ErrorCode::WrongCredentials;
    if (status == 401 || status == 403 || (request == AuthRequest::RefreshGrant && status == 400))
        return ErrorCode::Unauthorized;
    return status == 404 ? ErrorCode::ServerUnavailable : ErrorCode::InvalidArgument;
}

} // namespace

Error authError(int status, const QJsonObject &body, AuthRequest request, const QString &networkWords)
{
    if (status == 0)
        return {ErrorCode::Offline, networkWords};
    QString name = body.value(QLatin1String("error_code")).toString();
    if (name.isEmpty())
        name = body.value(QLatin1String("error")).toString();
    const ErrorCode code = namedCode(name).value_or(statusCode(status, request));
    return {code, QStringLiteral("HTTP %1 %2").arg(status).arg(name).trimmed()};
}

} // namespace projective
