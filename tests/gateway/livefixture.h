#pragma once

#include "tests/gateway/rawclient.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

namespace projective::test {

/// A real Postgres, a database of its own for each test, and the real gateway, with Ann and her business Acme.
class LiveFixture
{
public:
    /// Starts Postgres once; empty when it runs, else why not.
    [[nodiscard]] QString startPostgres();
    /// A database and a gateway with these arguments; empty when it serves.
    [[nodiscard]] QString begin(const QStringList &arguments = {});
    /// With the gateway's log when the test has failed.
    void end();

    [[nodiscard]] QUuid addUser(const QString &name);
    [[nodiscard]] QUuid addBusiness(const QUuid &owner, const QString &name);
    void join(const QUuid &business, const QUuid &user);
    void leave(const QUuid &business, const QUuid &user);
    void rename(const QUuid &business, const QByteArray &name);
    /// The change feed of the gateway loses its connection, and gets none until it is restored.
    void cutFeed();
    void restoreFeed();
    void sql(const QByteArray &text);
    /// The first field of the first row.
    [[nodiscard]] QString value(const QByteArray &text);
    void open(RawClient &client, const QUuid &user) { client.open(gateway->sync(), gateway->issueToken(user)); }
    static QByteArray id(const QUuid &uuid) { return '\'' + uuid.toByteArray(QUuid::WithoutBraces) + '\''; }

    std::unique_ptr<Postgres> postgres;
    std::unique_ptr<GatewayProcess> gateway;
    std::unique_ptr<gateway::Database> database;
    QString databaseName;
    QUuid ann;
    QUuid acme;
    QString asAnn; ///< acting as herself
};

/// From now on a catch-up runs this statement of plpgsql for each row of the table that it reads; live ticks do not.
[[nodiscard]] Result<void> beforeEachRow(
    gateway::Database &database, const QByteArray &table, const QByteArray &statement);

inline constexpr QLatin1String profiles{"business_profiles"};
inline constexpr QLatin1String nameColumn{"name"};
inline constexpr QLatin1String businessKind{"business"};

} // namespace projective::test
