#include "sync/base/error.h"

#include <array>
#include <utility>

namespace projective {

namespace {
constexpr std::array names{
    std::pair{ErrorCode::Internal, "internal"},
    std::pair{ErrorCode::InvalidArgument, "invalid_argument"},
    std::pair{ErrorCode::NotFound, "not_found"},
    std::pair{ErrorCode::NotAllowed, "not_allowed"},
    std::pair{ErrorCode::Unauthorized, "unauthorized"},
    std::pair{ErrorCode::WrongCredentials, "wrong_credentials"},
    std::pair{ErrorCode::Offline, "offline"},
    std::pair{ErrorCode::ServerUnavailable, "server_unavailable"},
    std::pair{ErrorCode::UnsupportedVersion, "unsupported_version"},
    std::pair{ErrorCode::ProtocolError, "protocol_error"},
    std::pair{ErrorCode::ForeignClient, "foreign_client"},
    std::pair{ErrorCode::TooManyRequests, "too_many_requests"},
    std::pair{ErrorCode::TooSlow, "too_slow"},
    std::pair{ErrorCode::TooLarge, "too_large"},
    std::pair{ErrorCode::Storage, "storage"},
    std::pair{ErrorCode::StorageFull, "storage_full"},
    std::pair{ErrorCode::StorageReadOnly, "storage_read_only"},
    std::pair{ErrorCode::StorageCorrupt, "storage_corrupt"},
    std::pair{ErrorCode::ProfileInUse, "profile_in_use"},
    std::pair{ErrorCode::Database, "database"},
    std::pair{ErrorCode::NoKeychain, "no_keychain"},
    std::pair{ErrorCode::Cancelled, "cancelled"},
};
} // namespace

QString errorCodeName(ErrorCode code)
{
    for (const auto &[candidate, name] : names) {
        if (candidate == code)
            return QString::fromLatin1(name);
    }
    return QStringLiteral("internal");
}

ErrorCode errorCodeFromName(const QString &name)
{
    for (const auto &[code, candidate] : names) {
        if (name == QLatin1String(candidate))
            return code;
    }
    return ErrorCode::Internal;
}

} // namespace projective
