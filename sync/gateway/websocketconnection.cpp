#include "sync/gateway/websocketconnection.h"

#include "sync/gateway/hub.h"
#include "sync/gateway/session.h"
#include "sync/protocol/version.h"

namespace projective::gateway {

namespace {

constexpr std::chrono::seconds handshakeTimeout{5};
/// Beast pings at half of it: a dead peer is noticed within 40 s.
constexpr std::chrono::seconds idleTimeout{40};
/// For what is queued and the closing handshake; then the socket is cut.
constexpr std::chrono::seconds closeTimeout{5};

websocket::close_code closeCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ProtocolError:
    case ErrorCode::UnsupportedVersion:
        return websocket::close_code::protocol_error;
    case ErrorCode::TooLarge:
        return websocket::close_code::too_big;
    case ErrorCode::ServerUnavailable:
    case ErrorCode::TooManyRequests:
    case ErrorCode::TooSlow:
        return websocket::close_code::try_again_later;
    default:
        return websocket::close_code::policy_error;
    }
}

} // namespace

WebSocketConnection::WebSocketConnection(
    beast::tcp_stream stream, Hub &hub, QByteArray address, std::unique_ptr<Newcomers::Place> place)
    : m_stream(std::move(stream))
    , m_closeTimer(m_stream.get_executor())
    , m_hub(hub)
    , m_address(std::move(address))
    , m_place(std::move(place))
    , m_buffer(std::size_t(protocol::maxClientMessageBytes))
{
}

WebSocketConnection::~WebSocketConnection() = default;

void WebSocketConnection::accept(const Request &request)
{
    beast::get_lowest_layer(m_stream).expires_never(); // the WebSocket has timeouts of its own
    m_stream.set_option(websocket::stream_base::timeout{handshakeTimeout, idleTimeout, true});
    m_stream.set_option(websocket::stream_base::decorator([](websocket::response_type &response) {
        response.set(bhttp::field::sec_websocket_protocol, protocol::subprotocol.data());
    }));
    m_stream.read_message_max(std::size_t(protocol::maxClientMessageBytes));
    m_stream.auto_fragment(false);
    m_stream.binary(true);
    m_stream.async_accept(request, [self = shared_from_this()](beast::error_code error) {
        if (error)
            return;
        self->m_session = std::make_unique<Session>(self->m_hub, *self);
        self->read();
    });
}

void WebSocketConnection::read()
{
    m_stream.async_read(
        m_buffer, [self = shared_from_this()](beast::error_code error, std::size_t) { self->received(error); });
}

void WebSocketConnection::received(beast::error_code error)
{
    if (error || m_dropped)
        return drop();
    if (!m_closing && m_stream.got_text()) {
        m_closeCode = websocket::close_code::unknown_data;
        m_closing = true;
        m_session.reset();
        cutLater();
        if (m_queue.empty())
            finish();
    } else if (!m_closing) {
        const auto data = m_buffer.data();
        m_session->receive(QByteArray(static_cast<const char *>(data.data()), qsizetype(data.size())));
    }
    m_buffer.clear();
    // While closing one goes on reading, since the peer's close frame has to come through.
    read();
}

void WebSocketConnection::send(QByteArray message)
{
    if (m_closing || m_dropped)
        return;
    m_queuedBytes += message.size();
    m_queue.push_back(std::move(message));
    if (m_queue.size() == 1)
        write();
}

void WebSocketConnection::write()
{
    const QByteArray &message = m_queue.front();
    m_stream.async_write(asio::buffer(message.constData(), std::size_t(message.size())),
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->written(error); });
}

void WebSocketConnection::written(beast::error_code error)
{
    if (error || m_dropped)
        return drop();
    m_queuedBytes -= m_queue.front().size();
    m_queue.pop_front();
    if (!m_queue.empty())
        write();
    else if (m_closing)
        finish();
    if (!m_closing && m_session)
        m_session->writable();
}

void WebSocketConnection::close(ErrorCode code)
{
    if (m_closing || m_dropped)
        return;
    m_closing = true;
    m_closeCode = closeCodeOf(code);
    cutLater();
    if (m_queue.empty())
        finish();
}

void WebSocketConnection::cutLater()
{
    m_closeTimer.expires_after(closeTimeout);
    m_closeTimer.async_wait([self = shared_from_this()](beast::error_code error) {
        if (!error)
            self->drop();
    });
}

void WebSocketConnection::finish()
{
    m_stream.async_close(m_closeCode, [self = shared_from_this()](beast::error_code) { self->drop(); });
}

/// The end: whatever is pending comes back with an error, and the last handler lets go of this object.
void WebSocketConnection::drop()
{
    if (std::exchange(m_dropped, true))
        return;
    m_session.reset();
    m_place.reset();
    m_closeTimer.cancel();
    beast::error_code ignored;
    beast::get_lowest_layer(m_stream).socket().close(ignored);
}

} // namespace projective::gateway
