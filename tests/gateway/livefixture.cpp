#include "tests/gateway/livefixture.h"

#include "sync/gateway/changereader.h"

#include <QTest>

namespace projective::test {

QString LiveFixture::startPostgres()
{
    postgres = std::make_unique<Postgres>();
    return postgres->problem();
}

QString LiveFixture::begin(const QStringList &arguments)
{
    databaseName = postgres->createDatabase();
    if (databaseName.isEmpty())
        return QStringLiteral("no database");
    database = std::make_unique<gateway::Database>(postgres->connect(databaseName));
    ann = addUser(QStringLiteral("ann"));
    asAnn = QStringLiteral("user:") + ann.toString(QUuid::WithoutBraces);
    acme = addBusiness(ann, QStringLiteral("Acme"));
    gateway = std::make_unique<GatewayProcess>(*postgres, databaseName, arguments);
    return gateway->start();
}

void LiveFixture::end()
{
    if (QTest::currentTestFailed() && gateway)
        qWarning("gateway's log:\n%s", gateway->log().constData());
    gateway.reset();
    database.reset();
    postgres->dropDatabase(databaseName);
}

void LiveFixture::cutFeed()
{
    const QByteArray feed
        = QByteArray(" from pg_stat_activity where application_name = '") + gateway::ChangeReader::application + '\'';
    sql("alter role projective_gateway nologin");
    sql("select pg_terminate_backend(pid)" + feed);
    QVERIFY(QTest::qWaitFor([&] { return value("select count(*)" + feed) == QStringLiteral("0"); }, RawClient::waitMs));
}

void LiveFixture::restoreFeed()
{
    sql("alter role projective_gateway login");
}

void LiveFixture::sql(const QByteArray &text)
{
    const auto done = database->run(text);
    QVERIFY2(done, done ? "" : qUtf8Printable(done.error().detail));
}

QString LiveFixture::value(const QByteArray &text)
{
    const auto table = database->query(text);
    return table && table->rows() > 0 ? QString::fromUtf8(table->view(0, 0)) : QString();
}

Result<void> beforeEachRow(gateway::Database &database, const QByteArray &table, const QByteArray &statement)
{
    return database.run("create or replace function public.before_each_row() returns boolean language plpgsql as $$ "
                        "begin "
        + statement
        + "; return true; end $$; grant execute on function public.before_each_row() to authenticated;"
          "drop policy if exists before_each_row on "
        + table + "; create policy before_each_row on " + table
        + " as restrictive for select to authenticated using (public.before_each_row())");
}

QUuid LiveFixture::addUser(const QString &name)
{
    return createUser(*database, name + QStringLiteral("@example.org"), QStringLiteral("secret-") + name);
}

QUuid LiveFixture::addBusiness(const QUuid &owner, const QString &name)
{
    const QUuid business = QUuid::createUuid();
    sql("insert into org.business_profiles (id, owner_user_id, name) values (" + id(business) + ", " + id(owner) + ", '"
        + name.toUtf8() + "')");
    sql("insert into org.business_memberships (business_profile_id, user_id, role) values (" + id(business) + ", "
        + id(owner) + ", 'owner')");
    return business;
}

void LiveFixture::join(const QUuid &business, const QUuid &user)
{
    sql("insert into org.business_memberships (business_profile_id, user_id, role) values (" + id(business) + ", "
        + id(user) + ", 'viewer') on conflict (business_profile_id, user_id) do update set status = 'active'");
}

void LiveFixture::leave(const QUuid &business, const QUuid &user)
{
    sql("update org.business_memberships set status = 'left' where business_profile_id = " + id(business)
        + " and user_id = " + id(user));
}

void LiveFixture::rename(const QUuid &business, const QByteArray &name)
{
    sql("update org.business_profiles set name = '" + name + "' where id = " + id(business));
}

} // namespace projective::test
