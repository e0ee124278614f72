#include "sync/client/websockettransport.h"

#include "sync/protocol/version.h"

#include <QAbstractSocket>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>
#include <QWebSocketProtocol>

namespace projective {

namespace {

/// QWebSocket tells the HTTP status of a refused handshake only in its words.
ErrorCode handshakeCode(const QString &words)
{
    static const QRegularExpression status(QStringLiteral("status code:? \\(?(\\d{3})"));
    switch (status.match(words).captured(1).toInt()) {
    case 401:
        return ErrorCode::Unauthorized;
    case 403:
        return ErrorCode::NotAllowed;
    case 400:
    case 426:
        return ErrorCode::UnsupportedVersion;
    case 429:
        return ErrorCode::TooManyRequests;
    case 0:
        return ErrorCode::Offline;
    default:
        return ErrorCode::ServerUnavailable;
    }
}

ErrorCode closeCode(QWebSocketProtocol::CloseCode code)
{
    switch (code) {
    case QWebSocketProtocol::CloseCodeTooMuchData:
        return ErrorCode::TooLarge;
    case QWebSocketProtocol::CloseCodeProtocolError:
    case QWebSocketProtocol::CloseCodeDatatypeNotSupported:
    case QWebSocketProtocol::CloseCodeWrongDatatype:
        return ErrorCode::ProtocolError;
    case QWebSocketProtocol::CloseCodePolicyViolated:
        return ErrorCode::NotAllowed;
    default:
        return ErrorCode::Offline;
    }
}

} // namespace

WebSocketTransport::~WebSocketTransport()
{
    close();
}

void WebSocketTransport::open(const QUrl &url)
{
    close();
    // Without an Origin: a native client sends none.
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(protocol::maxServerMessageBytes);
    m_socket->setMaxAllowedIncomingMessageSize(protocol::maxServerMessageBytes);
    connect(m_socket, &QWebSocket::connected, this, &WebSocketTransport::onConnected);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &Transport::received);
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this] {
        fail({ErrorCode::ProtocolError, QStringLiteral("a text message")});
    });
    connect(m_socket, &QWebSocket::pong, this, &Transport::pong);
    connect(m_socket, &QWebSocket::disconnected, this, [this] {
        const QString words = m_socket->closeReason().isEmpty() ? m_socket->errorString() : m_socket->closeReason();
        fail({closeCode(m_socket->closeCode()), words});
    });
    connect(m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, [this] {
        fail({handshakeCode(m_socket->errorString()), m_socket->errorString()});
    });
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QString(protocol::subprotocol)});
    m_socket->open(QNetworkRequest(url), options);
}

void WebSocketTransport::onConnected()
{
    if (m_socket->subprotocol() != protocol::subprotocol)
        return fail(
            {ErrorCode::UnsupportedVersion, QStringLiteral("the server does not speak ") + protocol::subprotocol});
    // A command is a small message that should not wait for the one before it to be confirmed.
    if (auto *tcp = m_socket->findChild<QAbstractSocket *>())
        tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    Q_EMIT opened();
}

void WebSocketTransport::close()
{
    if (m_socket == nullptr)
        return;
    QWebSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    if (socket->state() == QAbstractSocket::ConnectedState) {
        // The close frame goes out if it can; the object does not wait for the answer.
        socket->close();
        socket->flush();
    }
    socket->abort();
    socket->deleteLater();
}

void WebSocketTransport::fail(const Error &error)
{
    close();
    Q_EMIT closed(error);
}

void WebSocketTransport::send(const QByteArray &message)
{
    if (m_socket != nullptr)
        m_socket->sendBinaryMessage(message);
}

void WebSocketTransport::ping()
{
    if (m_socket != nullptr)
        m_socket->ping();
}

} // namespace projective
