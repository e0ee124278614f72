#include "sync/client/server.h"

#include <QHostAddress>

namespace projective {

namespace {

bool isThisMachine(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

QUrl below(QUrl url, const QString &path)
{
    QString base = url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + path);
    return url;
}

Result<QUrl> parsed(const QString &text, const QString &plain, const QString &secure)
{
    QString full = text.trimmed();
    if (!full.contains(QLatin1String("://"))) {
        const QUrl guess(plain + QLatin1String("://") + full, QUrl::StrictMode);
        full = (isThisMachine(guess.host()) ? plain : secure) + QLatin1String("://") + full;
    }
    const QUrl url(full, QUrl::StrictMode);
    const bool known = url.scheme() == plain || url.scheme() == secure;
    if (!url.isValid() || !known || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("not the address of a server: ") + text);
    // Passwords and tokens travel on it.
    if (url.scheme() == plain && !isThisMachine(url.host()))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("only %1:// reaches another machine").arg(secure));
    return url;
}

} // namespace

Result<Server> Server::fromEntry(const QString &entry, const QString &sync, const QString &anonKey)
{
    const Result<QUrl> base = parsed(entry, QStringLiteral("http"), QStringLiteral("https"));
    if (!base)
        return tl::unexpected(base.error());
    Server server{below(*base, QStringLiteral("/auth/v1")), {}, anonKey};
    if (!sync.isEmpty()) {
        const Result<QUrl> gateway = parsed(sync, QStringLiteral("ws"), QStringLiteral("wss"));
        if (!gateway)
            return tl::unexpected(gateway.error());
        server.sync = *gateway;
        return server;
    }
    server.sync = below(*base, QStringLiteral("/sync/v1"));
    server.sync.setScheme(base->scheme() == QLatin1String("http") ? QStringLiteral("ws") : QStringLiteral("wss"));
    return server;
}

Server Server::fromJson(const QJsonObject &object)
{
    return {QUrl(object.value(QLatin1String("auth")).toString()), QUrl(object.value(QLatin1String("sync")).toString()),
        object.value(QLatin1String("anon_key")).toString()};
}

QJsonObject Server::toJson() const
{
    return {{QStringLiteral("auth"), auth.toString()}, {QStringLiteral("sync"), sync.toString()},
        {QStringLiteral("anon_key"), anonKey}};
}

} // namespace projective
