#pragma once

#include "sync/base/result.h"

#include <QByteArrayList>
#include <QStringList>

namespace projective::gateway {

/// Settings, from the command line, else from the environment (PROJECTIVE_<NAME>, dashes as underscores), else from
/// the file of --config ("name = value" lines).
struct Config {
    bool migrate = false; ///< the subcommand
    QByteArray database; ///< libpq's conninfo; for serving, of role projective_gateway
    QByteArray authDatabase; ///< the same for the owner of schema auth
    QString db; ///< folder of the SQL files
    QString listen = QStringLiteral("127.0.0.1:0");
    QByteArray jwtSecret;
    QByteArray jwtIssuer = "projective";
    QByteArray jwtAudience = "authenticated";
    int jwtLifetimeSeconds = 3600;
    bool embeddedAuth = false;
    bool behindProxy = false;
    QString readyFile;
    QByteArrayList allowedOrigins;
    QString log;
    int pollMs = 50;
    int pruneSeconds = 3600;
    int readers = 4;
    int commands = 4;
    int newcomers = 100;
    int hellos = 100;

    [[nodiscard]] static Result<Config> fromCommandLine(const QStringList &arguments);
    [[nodiscard]] static QString help();
};

} // namespace projective::gateway
