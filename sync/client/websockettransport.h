#pragma once

#include "sync/client/transport.h"

QT_BEGIN_NAMESPACE
class QWebSocket;
QT_END_NAMESPACE

namespace projective {

/// Transport over a WebSocket with the subprotocol of docs/protocol.md. A socket object a connection, so that nothing
/// of one connection is heard in the next.
class WebSocketTransport : public Transport
{
    Q_OBJECT
public:
    using Transport::Transport;
    ~WebSocketTransport() override;
    void open(const QUrl &url) override;
    void close() override;
    void send(const QByteArray &message) override;
    void ping() override;

private:
    void onConnected();
    void fail(const Error &error);

    QWebSocket *m_socket = nullptr;
};

} // namespace projective
