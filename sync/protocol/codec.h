#pragma once

#include "sync/base/result.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/version.h"

namespace projective::protocol {

[[nodiscard]] QByteArray encode(const ClientMessage &message);
[[nodiscard]] QByteArray encode(const ServerMessage &message);

/// Errors: ProtocolError for bytes that are no message of docs/protocol.md, TooLarge beyond its limits. Never crashes
/// and never allocates more than a small multiple of the input, whatever the input.
[[nodiscard]] Result<ClientMessage> decodeClientMessage(const QByteArray &bytes);
[[nodiscard]] Result<ServerMessage> decodeServerMessage(const QByteArray &bytes);

} // namespace projective::protocol
