#pragma once

#include <QProcess>
#include <QStringList>

#include <memory>

namespace projective::test {

/// One running postmaster on the data folder `folder`/data, with its socket in `folder`. It dies with this process.
class PostgresServer
{
public:
    /// `settings` as "name=value", on top of those that every test server has.
    PostgresServer(QString folder, QStringList settings);
    ~PostgresServer();
    PostgresServer(const PostgresServer &) = delete;
    PostgresServer &operator=(const PostgresServer &) = delete;

    /// Empty when it accepts connections.
    [[nodiscard]] QString start();
    /// An orderly end; empty when all is on disk.
    [[nodiscard]] QString stop();
    /// kill -9 of it and all its processes.
    void kill();
    [[nodiscard]] QByteArray conninfo(const QString &database, const QString &role) const;

private:
    QString m_folder;
    QStringList m_settings;
    std::unique_ptr<QProcess> m_process;
};

} // namespace projective::test
