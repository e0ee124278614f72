#pragma once

#include "sync/base/result.h"
#include "sync/gateway/httpconnection.h"

#include <QString>

namespace projective::gateway {

/// Listens, and gives each connection its object. io thread.
class Server
{
public:
    Server(asio::io_context &context, HttpContext http);
    /// "address:port", port 0 for a free one. Errors: InvalidArgument.
    [[nodiscard]] Result<void> listen(const QString &address);
    void stop();
    /// "127.0.0.1:41234", as it came out.
    [[nodiscard]] QString endpoint() const;

private:
    void accept();

    HttpContext m_http;
    tcp::acceptor m_acceptor;
    asio::steady_timer m_pause;
};

} // namespace projective::gateway
