#pragma once

#include "sync/base/error.h"

#include <QByteArray>

namespace projective::gateway {

/// The other end of a session: a WebSocket, or a recorder in tests. Lives on the io thread; outlives its Session's use.
class Peer
{
public:
    virtual ~Peer() = default;
    /// Queues one binary message.
    virtual void send(QByteArray message) = 0;
    /// Bytes queued and not yet given to the system.
    [[nodiscard]] virtual qsizetype queuedBytes() const = 0;
    /// Closes after what is queued; `code` chooses the WebSocket close code.
    virtual void close(ErrorCode code) = 0;
    [[nodiscard]] virtual QByteArray address() const = 0;
    /// Its user is known: it is no stranger's any more.
    virtual void signedIn() = 0;
};

} // namespace projective::gateway
