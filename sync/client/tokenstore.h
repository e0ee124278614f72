#pragma once

#include "sync/base/result.h"

#include <QString>
#include <QUuid>

#include <functional>

namespace projective {

/// What survives a restart of a sign-in: never the access token, never the password.
struct StoredSession {
    QUuid user;
    QString refreshToken;
};

/// Where the refresh token is kept. An edge of the process: the system's keychain, a file that the user chose, or
/// memory. Lives on the data thread; callbacks come there, exactly once, possibly before the call returns.
class TokenStore
{
public:
    enum class Kind {
        Keychain, ///< The system's; the default.
        File, ///< A 0600 file in the profile: the user's explicit choice, and projectivectl's way.
        Memory, ///< This session only.
    };
    using Loaded = std::function<void(const Result<StoredSession> &)>;
    using Done = std::function<void(const Result<void> &)>;

    virtual ~TokenStore() = default;
    [[nodiscard]] virtual Kind kind() const = 0;
    /// Errors: NotFound (nothing stored), NoKeychain (absent, locked, denied or silent), Storage.
    virtual void load(Loaded loaded) = 0;
    virtual void save(const StoredSession &session, Done done) = 0;
    /// Fine when nothing was stored.
    virtual void clear(Done done) = 0;
};

} // namespace projective
