#include "tests/support/postgres.h"

#include "tests/support/cluster.h"
#include "tests/support/postgresserver.h"

#include <QDir>
#include <QFile>

namespace projective::test {

namespace {

QStringList settingsFor(Postgres::Durability durability)
{
    if (durability == Postgres::Durability::Full)
        return {};
    // Commits are still written before they are acknowledged, only not forced to the disk: a killed server loses
    // nothing.
    return {QStringLiteral("fsync=off"), QStringLiteral("full_page_writes=off")};
}

} // namespace

Postgres::Postgres(Durability durability)
    : m_folder(QDir::tempPath() + QStringLiteral("/pgtestXXXXXX"))
{
    const QString cluster = templateCluster(m_problem);
    if (!m_problem.isEmpty())
        return;
    // Postgres's user has to enter the folder, and clients its socket.
    QFile::setPermissions(m_folder.path(),
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::ExeOther);
    m_problem = PostgresPrograms::run({QStringLiteral("cp"), QStringLiteral("-a"), QStringLiteral("--reflink=auto"),
        cluster, m_folder.path() + QStringLiteral("/c")});
    if (!m_problem.isEmpty())
        return;
    m_server = std::make_unique<PostgresServer>(m_folder.path() + QStringLiteral("/c"), settingsFor(durability));
    m_problem = m_server->start();
}

Postgres::~Postgres() = default;

QByteArray Postgres::conninfo(const QString &database, const QString &role) const
{
    return m_server->conninfo(database, role);
}

gateway::Database Postgres::connect(const QString &database) const
{
    gateway::Database connection(conninfo(database), "test");
    static_cast<void>(connection.reopen().has_value());
    return connection;
}

QString Postgres::createDatabase(const QString &from)
{
    const QString name = QStringLiteral("test%1").arg(++m_databases);
    gateway::Database admin = connect(QStringLiteral("postgres"));
    const auto made = admin.run(QStringLiteral("create database %1 template %2 strategy file_copy")
                                    .arg(name, from.isEmpty() ? templateDatabase : from)
                                    .toUtf8());
    if (made)
        return name;
    qWarning("create database: %s", qUtf8Printable(made.error().detail));
    return {};
}

void Postgres::dropDatabase(const QString &name)
{
    gateway::Database admin = connect(QStringLiteral("postgres"));
    if (const auto dropped = admin.run(QStringLiteral("drop database if exists %1 with (force)").arg(name).toUtf8());
        !dropped)
        qWarning("drop database: %s", qUtf8Printable(dropped.error().detail));
}

void Postgres::kill()
{
    m_server->kill();
}

QString Postgres::start()
{
    return m_server->start();
}

QUuid createUser(gateway::Database &database, const QString &email, const QString &password)
{
    const auto made
        = database.query("with u as (insert into auth.users (email, encrypted_password, email_confirmed_at)"
                         " values ($1, extensions.crypt($2, extensions.gen_salt('bf', 4)), now()) returning id)"
                         " insert into org.users_public (user_id, display_name) select id, split_part($1, '@', 1) from "
                         "u returning user_id::text",
            {email.toUtf8(), password.toUtf8()});
    if (made)
        return QUuid::fromString(QLatin1String(made->bytes(0, 0)));
    qWarning("create user: %s", qUtf8Printable(made.error().detail));
    return {};
}

} // namespace projective::test
