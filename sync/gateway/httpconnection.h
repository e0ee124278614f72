#pragma once

#include "sync/gateway/beast.h"
#include "sync/gateway/http.h"
#include "sync/gateway/newcomers.h"

#include <QByteArrayList>

#include <memory>
#include <optional>

namespace projective::gateway {

class Hub;

/// What a connection needs of its server.
struct HttpContext {
    Hub &hub;
    Newcomers &newcomers;
    HttpHandler handler;
    QByteArrayList allowedOrigins;
    bool behindProxy = false; ///< the client's address is the last in X-Forwarded-For
};

/// One connection of the HTTP side, until it is upgraded or ends. Keeps itself alive by its pending operation.
class HttpConnection final : public std::enable_shared_from_this<HttpConnection>
{
public:
    HttpConnection(tcp::socket socket, const HttpContext &context);
    void start();

private:
    using Request = bhttp::request<bhttp::string_body>;
    void read();
    void received(beast::error_code error);
    void upgrade(const Request &request);
    void answer(const Request &request);
    void respond(const HttpResponse &response, unsigned version, bool keepAlive);
    [[nodiscard]] bool isOriginAllowed(const Request &request) const;
    [[nodiscard]] QByteArray addressOf(const Request &request) const;

    beast::tcp_stream m_stream;
    const HttpContext &m_context;
    beast::flat_buffer m_buffer;
    std::optional<bhttp::request_parser<bhttp::string_body>> m_parser;
};

} // namespace projective::gateway
