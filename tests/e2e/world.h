#pragma once

#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <memory>

namespace projective::test {

/// A whole Projective for one test: a Postgres of its own with the people of tests/cases/fixture.sql, the real gateway
/// on it, and room for a profile folder a person. Everything is gone with it.
class World
{
public:
    explicit World(Postgres::Durability durability = Postgres::Durability::Fast);
    ~World();
    World(const World &) = delete;
    World &operator=(const World &) = delete;

    /// Why it could not be made; empty when it stands.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// The database as its owner. Connects again after the server was away.
    [[nodiscard]] gateway::Database &database();
    /// First field of the first row, "" for none and null.
    [[nodiscard]] QString value(const QByteArray &sql);
    /// Runs statements; empty when all went well, else what was wrong.
    [[nodiscard]] QString run(const QByteArray &sql);
    /// Runs a command of a person of the fixture as the gateway would; empty when it was applied.
    [[nodiscard]] QString command(const QString &person, const QString &command, const QString &as,
        const QJsonObject &args, const QJsonObject &expected = {});
    /// "project:<name>" and its "channel:<name>" (people.h), made by `person` acting as `workspace`; empty when it was.
    [[nodiscard]] QString createProject(const QString &name, const QString &person = QStringLiteral("mara"),
        const QString &workspace = QStringLiteral("business:northwind"));
    /// For tests that give commands faster than a person; empty when they are off.
    [[nodiscard]] QString liftRateLimits();
    [[nodiscard]] QByteArray conninfo() const;

    // ---- gateway
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QString address() const;
    void killGateway(); ///< kill -9
    /// The last of what it said; of all its lives.
    [[nodiscard]] QString gatewayLog() const;
    /// On the same port. Empty when it is ready.
    [[nodiscard]] QString startGateway();
    /// One more on the same database, with a secret of its own; not started yet.
    [[nodiscard]] std::unique_ptr<GatewayProcess> anotherGateway(const QStringList &arguments = {}) const;

    // ---- Postgres
    void killPostgres(); ///< kill -9 of the postmaster and all that it started
    [[nodiscard]] QString startPostgres();
    /// Keeps the database as it is now, for startAnew(). The gateway must not run.
    void keepDatabase();
    /// The gateway, on another port, on a fresh copy of what keepDatabase() kept; and empty profiles.
    [[nodiscard]] QString startAnew();

    // ---- people
    [[nodiscard]] QString profile(const QString &person) const;
    [[nodiscard]] static QString email(const QString &person);
    static const QString password;

private:
    [[nodiscard]] QString fill();
    void use(const QString &database);
    void setFsync(bool on);

    const Postgres::Durability m_durability;

    Postgres m_postgres;
    QString m_problem;
    QString m_name; ///< of the database
    QString m_kept;
    std::unique_ptr<gateway::Database> m_database;
    std::unique_ptr<GatewayProcess> m_gateway;
    std::unique_ptr<QTemporaryDir> m_profiles;
};

} // namespace projective::test
