#pragma once

#include "tests/support/ctl.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QStringList>
#include <QUuid>

#include <memory>

namespace projective::bench {

/// A Postgres with durability as in production, and in it one person with a business and many projects.
class BenchWorld
{
public:
    struct Size {
        int projects = 1'000;
        int stages = 10; ///< a project
        int messages = 200'000;
        int busy = 0; ///< messages more, in the first channel
    };
    static const QString email;
    static const QString password;

    BenchWorld();
    ~BenchWorld();
    /// Empty when all went well.
    [[nodiscard]] QString fill(const Size &size, bool liftWindows);
    [[nodiscard]] QString run(const QByteArray &sql);
    [[nodiscard]] gateway::Table query(const QByteArray &sql);

    /// A new gateway process, in the place of the one before.
    [[nodiscard]] QString startGateway();
    [[nodiscard]] test::GatewayProcess &gateway() { return *m_gateway; }
    void stopGateway() { m_gateway.reset(); }
    /// Signs a new profile in, without syncing it. Empty when it went well.
    [[nodiscard]] QString signIn(const QString &profile) const;

    [[nodiscard]] QByteArray conninfo() const { return m_postgres.conninfo(m_database); }
    [[nodiscard]] QUuid user() const { return m_user; }
    [[nodiscard]] QUuid business() const { return m_business; }
    /// Of the business, in the order in which they were made; the busy one first.
    [[nodiscard]] QList<QUuid> channels();

private:
    test::Postgres m_postgres;
    QString m_database;
    std::unique_ptr<gateway::Database> m_connection;
    std::unique_ptr<test::GatewayProcess> m_gateway;
    QUuid m_user;
    QUuid m_business;
};

/// Ends the program when `problem` is not empty.
void need(const QString &problem);

} // namespace projective::bench
