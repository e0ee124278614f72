#pragma once

#include "tests/support/postgres.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>
#include <QUuid>

#include <memory>

namespace projective::test {

/// The real projective-gateway as a process of its own, with embedded auth and a random secret, on a free port of
/// loopback that it keeps when it is started again. It dies with this process.
class GatewayProcess
{
public:
    /// `arguments` are added to the command line. With the `secret` of another one both accept the same tokens.
    GatewayProcess(const Postgres &postgres, const QString &database, const QStringList &arguments = {},
        const QByteArray &secret = {});
    ~GatewayProcess();
    GatewayProcess(const GatewayProcess &) = delete;
    GatewayProcess &operator=(const GatewayProcess &) = delete;

    /// Waits until it is ready; empty then, else why not.
    [[nodiscard]] QString start();
    void kill(); ///< kill -9
    /// SIGTERM; its exit code, -1 when it did not end by itself.
    [[nodiscard]] int terminate();
    /// The same without a SIGTERM.
    [[nodiscard]] int waitForEnd();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl http() const; ///< "http://127.0.0.1:port"
    [[nodiscard]] QUrl sync() const; ///< of the WebSocket
    [[nodiscard]] qint64 processId() const;
    [[nodiscard]] QByteArray log() const;
    [[nodiscard]] QByteArray secret() const { return m_secret; }

    /// An access token as the embedded auth makes it, without a sign-in.
    [[nodiscard]] QString issueToken(const QUuid &user, qint64 lifetimeSeconds = 3600, const QUuid &session = {}) const;

private:
    QTemporaryDir m_folder;
    QStringList m_arguments;
    QByteArray m_secret;
    quint16 m_port = 0;
    std::unique_ptr<QProcess> m_process;
};

} // namespace projective::test
