#pragma once

#include "sync/gateway/database.h"

#include <QString>
#include <QTemporaryDir>
#include <QUuid>

#include <memory>

namespace projective::test {

class PostgresServer;

/// A private Postgres on a unix socket, gone with this object. db/ is deployed once a content of db/, into a cluster
/// that is kept in the temporary folder and copied; a database of one's own then takes some 0.1 s.
class Postgres
{
public:
    enum class Durability {
        Fast, ///< no fsync: survives a kill, not a power cut
        Full, ///< as in production
    };
    explicit Postgres(Durability durability = Durability::Fast);
    ~Postgres();
    Postgres(const Postgres &) = delete;
    Postgres &operator=(const Postgres &) = delete;

    /// Why there is none; empty when it runs.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// A new database with all of db/, or with all that `from` has (nobody may be connected to that). Empty on failure.
    [[nodiscard]] QString createDatabase(const QString &from = {});
    void dropDatabase(const QString &name);
    /// For libpq. The owner of everything is `postgres`; the gateway is `projective_gateway`.
    [[nodiscard]] QByteArray conninfo(const QString &database, const QString &role = QStringLiteral("postgres")) const;
    /// An open connection of the owner.
    [[nodiscard]] gateway::Database connect(const QString &database) const;

    /// kill -9 of the server and all its processes.
    void kill();
    /// Starts it again after kill(); empty when it answers.
    [[nodiscard]] QString start();

private:
    QTemporaryDir m_folder;
    QString m_problem;
    std::unique_ptr<PostgresServer> m_server;
    int m_databases = 0;
};

/// A login with a password, and an empty public profile as signing up makes it.
[[nodiscard]] QUuid createUser(gateway::Database &database, const QString &email, const QString &password);

} // namespace projective::test
