#pragma once

#include "sync/gateway/beast.h"
#include "sync/gateway/newcomers.h"
#include "sync/gateway/peer.h"

#include <deque>
#include <memory>

namespace projective::gateway {

class Hub;
class Session;

/// A WebSocket and its session. Keeps itself alive by its pending operations; io thread only.
class WebSocketConnection final : public Peer, public std::enable_shared_from_this<WebSocketConnection>
{
public:
    using Request = bhttp::request<bhttp::string_body>;
    WebSocketConnection(
        beast::tcp_stream stream, Hub &hub, QByteArray address, std::unique_ptr<Newcomers::Place> place);
    ~WebSocketConnection() override;

    /// Answers the upgrade and begins. The request was checked: path, origin, subprotocol.
    void accept(const Request &request);

    void send(QByteArray message) override;
    [[nodiscard]] qsizetype queuedBytes() const override { return m_queuedBytes; }
    void close(ErrorCode code) override;
    [[nodiscard]] QByteArray address() const override { return m_address; }
    void signedIn() override { m_place.reset(); }

private:
    void read();
    void received(beast::error_code error);
    void write();
    void written(beast::error_code error);
    void cutLater();
    void finish();
    void drop();

    websocket::stream<beast::tcp_stream> m_stream;
    asio::steady_timer m_closeTimer;
    Hub &m_hub;
    QByteArray m_address;
    std::unique_ptr<Newcomers::Place> m_place; ///< until it is known whose socket it is
    std::unique_ptr<Session> m_session;
    beast::flat_buffer m_buffer;
    std::deque<QByteArray> m_queue; ///< the first is being written
    qsizetype m_queuedBytes = 0;
    bool m_closing = false;
    bool m_dropped = false;
    websocket::close_code m_closeCode = websocket::close_code::normal;
};

} // namespace projective::gateway
