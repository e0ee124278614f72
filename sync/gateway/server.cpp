#include "sync/gateway/server.h"

#include "sync/base/logging.h"

namespace projective::gateway {

Server::Server(asio::io_context &context, HttpContext http)
    : m_http(std::move(http))
    , m_acceptor(context)
    , m_pause(context)
{
}

Result<void> Server::listen(const QString &address)
{
    const qsizetype colon = address.lastIndexOf(QLatin1Char(':'));
    bool isNumber = false;
    const ushort port = QStringView(address).mid(colon + 1).toUShort(&isNumber);
    QString host = address.left(colon);
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.mid(1, host.size() - 2);
    beast::error_code error;
    const auto ip = asio::ip::make_address(host.toStdString(), error);
    if (error || colon < 0 || !isNumber)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is not an address and a port").arg(address));
    if (!ip.is_loopback() && !m_http.behindProxy) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral(
                "%1 is not a loopback address: tokens would travel in clear; put a TLS proxy in front and say "
                "--behind-proxy")
                .arg(address));
    }
    const tcp::endpoint endpoint(ip, port);
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("cannot listen on %1: %2").arg(address, QString::fromStdString(error.message())));
    }
    accept();
    return {};
}

void Server::accept()
{
    m_acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted || !m_acceptor.is_open())
            return;
        if (!error) {
            std::make_shared<HttpConnection>(std::move(socket), m_http)->start();
            return accept();
        }
        // Out of descriptors, most likely: wait for some to come back instead of spinning.
        qCWarning(logGateway, "accept: %s", error.message().c_str());
        m_pause.expires_after(std::chrono::milliseconds(100));
        m_pause.async_wait([this](beast::error_code stopped) {
            if (!stopped)
                accept();
        });
    });
}

void Server::stop()
{
    beast::error_code ignored;
    m_acceptor.close(ignored);
    m_pause.cancel();
}

QString Server::endpoint() const
{
    beast::error_code ignored;
    const auto endpoint = m_acceptor.local_endpoint(ignored);
    const QString host = QString::fromStdString(endpoint.address().to_string());
    return (endpoint.address().is_v6() ? QLatin1Char('[') + host + QLatin1Char(']') : host) + QLatin1Char(':')
        + QString::number(endpoint.port());
}

} // namespace projective::gateway
