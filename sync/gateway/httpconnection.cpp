#include "sync/gateway/httpconnection.h"

#include "sync/gateway/websocketconnection.h"
#include "sync/protocol/version.h"

namespace projective::gateway {

namespace {

constexpr std::uint32_t maxHeaderBytes = 16 * 1024;
constexpr std::uint64_t maxBodyBytes = std::uint64_t{64} * 1024;
constexpr std::chrono::seconds requestTimeout{10};
constexpr const char *syncPath = "/sync/v1";

QByteArray toBytes(boost::beast::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

bool offersSubprotocol(const bhttp::request<bhttp::string_body> &request)
{
    for (const auto &offered : bhttp::token_list(request[bhttp::field::sec_websocket_protocol])) {
        if (toBytes(offered) == protocol::subprotocol.data())
            return true;
    }
    return false;
}

} // namespace

HttpConnection::HttpConnection(tcp::socket socket, const HttpContext &context)
    : m_stream(std::move(socket))
    , m_context(context)
    , m_buffer(maxHeaderBytes + maxBodyBytes)
{
}

void HttpConnection::start()
{
    beast::error_code ignored;
    m_stream.socket().set_option(tcp::no_delay(true), ignored);
    read();
}

void HttpConnection::read()
{
    m_parser.emplace();
    m_parser->header_limit(maxHeaderBytes);
    m_parser->body_limit(maxBodyBytes);
    m_stream.expires_after(requestTimeout);
    bhttp::async_read(m_stream, m_buffer, *m_parser,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->received(error); });
}

void HttpConnection::received(beast::error_code error)
{
    if (error == bhttp::error::body_limit || error == bhttp::error::header_limit)
        return respond({413, R"({"code":413,"error_code":"request_too_large","msg":"Request too large"})"}, 11, false);
    if (error)
        return; // closed, timed out or no HTTP: the stream goes with this object
    const Request request = m_parser->release();
    if (!isOriginAllowed(request))
        return respond({403, R"({"code":403,"error_code":"origin_not_allowed","msg":"Origin not allowed"})"},
            request.version(), false);
    if (websocket::is_upgrade(request))
        upgrade(request);
    else
        answer(request);
}

bool HttpConnection::isOriginAllowed(const Request &request) const
{
    // A native client sends none; a browser always does, so a page of a stranger can't use a visitor's network place.
    const auto origin = request.find(bhttp::field::origin);
    return origin == request.end() || m_context.allowedOrigins.contains(toBytes(origin->value()));
}

QByteArray HttpConnection::addressOf(const Request &request) const
{
    if (m_context.behindProxy) {
        // The proxy adds itself at the end, some of them on a line of its own: what stands before is the client's word.
        QByteArray forwarded;
        const auto [line, end] = request.equal_range("X-Forwarded-For");
        for (auto one = line; one != end; ++one)
            forwarded = toBytes(one->value()).split(',').last().trimmed();
        beast::error_code error;
        const auto address = asio::ip::make_address(forwarded.toStdString(), error);
        if (!error)
            return QByteArray::fromStdString(address.to_string());
    }
    beast::error_code error;
    const auto endpoint = m_stream.socket().remote_endpoint(error);
    return error ? QByteArray() : QByteArray::fromStdString(endpoint.address().to_string());
}

void HttpConnection::upgrade(const Request &request)
{
    if (toBytes(request.target()).split('?').first() != syncPath)
        return respond(
            {404, R"({"code":404,"error_code":"not_found","msg":"No such WebSocket"})"}, request.version(), false);
    // Its own status: to the client it means that one of the two has to be updated.
    if (!offersSubprotocol(request))
        return respond({426, R"({"code":426,"error_code":"unsupported_version","msg":"Another subprotocol"})"},
            request.version(), false);
    const QByteArray address = addressOf(request);
    auto place = m_context.newcomers.enter(address);
    if (!place)
        return respond(
            {429, R"({"code":429,"error_code":"too_many_requests","msg":"Too many WebSockets without hello"})"},
            request.version(), false);
    std::make_shared<WebSocketConnection>(std::move(m_stream), m_context.hub, address, std::move(place))
        ->accept(request);
}

void HttpConnection::answer(const Request &request)
{
    const QByteArray target = toBytes(request.target());
    const qsizetype mark = target.indexOf('?');
    HttpRequest plain;
    plain.method = toBytes(request.method_string());
    plain.path = QByteArray::fromPercentEncoding(mark < 0 ? target : target.first(mark));
    plain.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    plain.body = QByteArray::fromStdString(request.body());
    plain.address = addressOf(request);
    for (const auto &field : request)
        plain.headers.insert(toBytes(field.name_string()).toLower(), toBytes(field.value()));
    m_stream.expires_never(); // the answer may wait for the database; it has limits of its own
    m_context.handler(plain,
        [self = shared_from_this(), version = request.version(), keepAlive = request.keep_alive()](
            const HttpResponse &response) { self->respond(response, version, keepAlive); });
}

void HttpConnection::respond(const HttpResponse &response, unsigned version, bool keepAlive)
{
    auto message
        = std::make_shared<bhttp::response<bhttp::string_body>>(bhttp::status(unsigned(response.status)), version);
    message->set(bhttp::field::content_type, "application/json");
    message->set(bhttp::field::cache_control, "no-store");
    message->set("X-Content-Type-Options", "nosniff");
    message->keep_alive(keepAlive);
    message->body() = response.json.toStdString();
    message->prepare_payload();
    m_stream.expires_after(requestTimeout);
    bhttp::async_write(m_stream, *message, [self = shared_from_this(), message](beast::error_code error, std::size_t) {
        if (error)
            return;
        if (message->keep_alive())
            return self->read();
        beast::error_code ignored;
        self->m_stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    });
}

} // namespace projective::gateway
