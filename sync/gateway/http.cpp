#include "sync/gateway/http.h"

#include "sync/gateway/beast.h"

#include <QList>

namespace projective::gateway {

QByteArray HttpRequest::parameter(const QByteArray &name) const
{
    const QList<QByteArray> pairs = query.split('&');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0 && pair.first(equals) == name)
            return QByteArray::fromPercentEncoding(pair.sliced(equals + 1).replace('+', ' '));
    }
    return {};
}

QByteArray HttpRequest::bearer() const
{
    const QByteArray value = headers.value("authorization");
    constexpr qsizetype prefix = 7;
    return value.left(prefix).toLower() == "bearer " ? value.mid(prefix).trimmed() : QByteArray();
}

/// Whoever has one IPv6 address has the 2^64 of its network.
QByteArray networkOf(const QByteArray &address)
{
    constexpr qsizetype networkBytes = 8;
    beast::error_code error;
    const auto ip = asio::ip::make_address(address.toStdString(), error);
    if (error || !ip.is_v6() || ip.to_v6().is_v4_mapped())
        return address;
    const auto bytes = ip.to_v6().to_bytes();
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), networkBytes);
}

} // namespace projective::gateway
