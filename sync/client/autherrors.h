#pragma once

#include "sync/base/error.h"

#include <QJsonObject>

namespace projective {

/// What an answer of Supabase Auth means. `status` is the HTTP status, 0 when there was no answer; `grant` tells what
/// was asked, since a 400 means one thing to a password and another to a refresh token.
enum class AuthRequest { Other, PasswordGrant, RefreshGrant };
[[nodiscard]] Error authError(int status, const QJsonObject &body, AuthRequest request, const QString &networkWords);

} // namespace projective
