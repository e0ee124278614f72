#pragma once

#include <QLatin1String>

namespace projective::protocol {

/// Raised when a frame changes so that an older peer would misread it (docs/protocol.md, "Versions").
inline constexpr int version = 1;
/// The WebSocket subprotocol (RFC 6455, section 1.9).
inline constexpr QLatin1String subprotocol{"projective.sync.v1"};

/// Largest message that the gateway accepts from a client, in bytes.
inline constexpr qsizetype maxClientMessageBytes = qsizetype{64} * 1024;
/// Largest message that a client accepts from the gateway, in bytes.
inline constexpr qsizetype maxServerMessageBytes = qsizetype{1024} * 1024;
/// Size at which the gateway closes a rows frame and starts the next, in bytes.
inline constexpr qsizetype rowsFrameBytes = qsizetype{256} * 1024;
/// Bytes that the gateway sends ahead of the client's last ack.
inline constexpr qint64 windowBytes = qint64{4} * 1024 * 1024;

} // namespace projective::protocol
