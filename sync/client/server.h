#pragma once

#include "sync/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QUrl>

namespace projective {

/// Where an account lives: Supabase's Auth interface and the sync gateway. On the embedded backend both are one server.
struct Server {
    QUrl auth; ///< "https://host/auth/v1"
    QUrl sync; ///< "wss://host/sync/v1"
    QString anonKey; ///< Supabase's public key; the embedded backend needs none

    /// From the address that a person types ("https://host", "host:8080"): auth and sync lie beside each other below
    /// it, unless `sync` names the gateway. Without a scheme: http for this machine, https for any other. Errors:
    /// InvalidArgument for what is no http(s) address, and for http to another machine.
    [[nodiscard]] static Result<Server> fromEntry(
        const QString &entry, const QString &sync = {}, const QString &anonKey = {});
    [[nodiscard]] static Server fromJson(const QJsonObject &object);
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] bool isNull() const { return auth.isEmpty(); }
    friend bool operator==(const Server &, const Server &) = default;
};

} // namespace projective
