#include "sync/gateway/http.h"

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

} // namespace projective::gateway
