#pragma once

#include <QByteArray>
#include <QHash>

#include <functional>

namespace projective::gateway {

/// One HTTP request, after the limits of the server; names of headers in lowercase.
struct HttpRequest {
    QByteArray method;
    QByteArray path; ///< decoded, without the query
    QByteArray query; ///< as it stands in the target
    QHash<QByteArray, QByteArray> headers;
    QByteArray body;
    QByteArray address; ///< of the client

    /// Value of a parameter of the query, decoded; empty when absent.
    [[nodiscard]] QByteArray parameter(const QByteArray &name) const;
    /// Of "Authorization: Bearer …"; empty when absent.
    [[nodiscard]] QByteArray bearer() const;
};

struct HttpResponse {
    int status = 200;
    QByteArray json; ///< may be empty
};

/// Answers once, on the io thread, now or later.
using HttpReply = std::function<void(HttpResponse)>;
using HttpHandler = std::function<void(const HttpRequest &, HttpReply)>;

/// What bounds count by: an IPv4 address, the network of an IPv6 one.
[[nodiscard]] QByteArray networkOf(const QByteArray &address);

} // namespace projective::gateway
