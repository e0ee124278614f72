#pragma once

#include <QString>

namespace projective {

/// The closed list of failures, shared by client, gateway and the wire (docs/protocol.md, "goodbye").
/// Words for people are chosen in `ui` by code; `Error::detail` is for logs only.
enum class ErrorCode {
    Internal, ///< A bug or an impossible state; detail says where.
    InvalidArgument, ///< Input that can never be accepted.
    NotFound,
    NotAllowed,
    Unauthorized, ///< No, bad or expired token; sign in again.
    WrongCredentials, ///< E-mail or password refused.
    Offline, ///< No connection to the server.
    ServerUnavailable, ///< Reached, but it can't answer now; try later.
    UnsupportedVersion, ///< The other side speaks another protocol version.
    ProtocolError, ///< A frame that breaks docs/protocol.md.
    ForeignClient, ///< This installation id belongs to another user.
    TooManyRequests, ///< Wait; nothing was consumed.
    TooSlow, ///< Closed since it did not keep up; resume from the cursor.
    TooLarge,
    Storage, ///< SQLite or the disk failed; detail has the reason.
    StorageFull,
    StorageReadOnly,
    StorageCorrupt,
    ProfileInUse, ///< Another process holds the profile's lock file.
    Database, ///< Postgres failed; detail has the SQLSTATE.
    NoKeychain, ///< The system keychain is absent, locked or denied.
    Cancelled,
};

/// Stable snake_case name, used on the wire and in `projectivectl`'s output.
[[nodiscard]] QString errorCodeName(ErrorCode code);
/// Inverse of errorCodeName(); unknown names give Internal.
[[nodiscard]] ErrorCode errorCodeFromName(const QString &name);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString detail;
};

} // namespace projective
