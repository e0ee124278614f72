#pragma once

#include "sync/base/result.h"

#include <QByteArray>
#include <QString>
#include <QUuid>

#include <string>

namespace projective::gateway {

/// What an accepted access token says.
struct Identity {
    QUuid user; ///< sub
    QUuid session; ///< session_id; null when the token has none
    qint64 expires = 0; ///< exp, seconds since the Unix epoch
};

/// Issues and verifies Supabase's access tokens (JWT, RFC 7519). The algorithm is HS256 and never taken from a token.
/// Immutable, so any thread may use it.
class Tokens
{
public:
    struct Settings {
        QByteArray secret;
        QByteArray issuer;
        QByteArray audience;
        qint64 lifetimeSeconds = 3600;
    };
    explicit Tokens(Settings settings);

    /// Errors: Unauthorized, with a reason that holds nothing of the token. `now` in seconds since the Unix epoch.
    [[nodiscard]] Result<Identity> verify(const QByteArray &token, qint64 now) const;
    [[nodiscard]] QByteArray issue(const QUuid &user, const QUuid &session, const QString &email, qint64 now) const;
    [[nodiscard]] const Settings &settings() const { return m_settings; }

    static constexpr qsizetype maxBytes = qsizetype{8} * 1024;
    static constexpr qsizetype minSecretBytes = 32; ///< RFC 7518, section 3.2: as long as the hash
    static constexpr qint64 skewSeconds = 30;

private:
    Settings m_settings;
};

} // namespace projective::gateway
