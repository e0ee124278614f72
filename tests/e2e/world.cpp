#include "tests/e2e/world.h"

#include "tests/e2e/people.h"
#include "tests/support/until.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace projective::test {

namespace {
constexpr int settingMs = 5'000;
constexpr qsizetype toldBytes = 4'000;
} // namespace

const QString World::password = u"correct horse"_s;

World::World(Postgres::Durability durability)
    : m_durability(durability)
    , m_postgres(durability)
    , m_problem(m_postgres.problem())
    , m_profiles(std::make_unique<QTemporaryDir>())
{
    if (!m_problem.isEmpty())
        return;
    use(m_postgres.createDatabase());
    m_problem = fill();
    if (m_problem.isEmpty())
        m_problem = startGateway();
}

World::~World() = default;

void World::use(const QString &database)
{
    m_name = database;
    m_database = std::make_unique<gateway::Database>(m_postgres.conninfo(database), "test");
    m_gateway = std::make_unique<GatewayProcess>(m_postgres, database);
}

QString World::fill()
{
    QFile fixture(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/cases/fixture.sql"));
    if (!fixture.open(QIODevice::ReadOnly))
        return fixture.errorString();
    const QString problem = run(fixture.readAll());
    return problem.isEmpty()
        ? run("update auth.users set email_confirmed_at = now(), encrypted_password = extensions.crypt("
            + gateway::literal(password.toUtf8()) + ", extensions.gen_salt('bf', 4))")
        : problem;
}

gateway::Database &World::database()
{
    if (!m_database->isOpen())
        static_cast<void>(m_database->reopen().has_value());
    return *m_database;
}

QString World::value(const QByteArray &sql)
{
    auto found = database().query(sql);
    if (!found && !m_database->isOpen()) // the server was away in between
        found = database().query(sql);
    if (!found)
        return u"failed: "_s + found.error().detail;
    return found->rows() == 0 ? QString() : QString::fromUtf8(found->bytes(0, 0));
}

QString World::run(const QByteArray &sql)
{
    const auto done = database().run(sql);
    return done ? QString() : done.error().detail;
}

QString World::command(const QString &person, const QString &command, const QString &as, const QJsonObject &args,
    const QJsonObject &expected)
{
    const auto json = [](const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); };
    const QByteArray client = textOf(idOf(u"client:"_s + person)).toLatin1();
    const QString claimed = run("select set_config('request.jwt.claims', '{\"sub\": \""
        + textOf(idOf(u"user:"_s + person)).toLatin1() + "\", \"role\": \"authenticated\"}', false)");
    if (!claimed.isEmpty())
        return claimed;
    const auto outcome = database().query("select api.run(c.id, c.last_command + 1, $2, $3, $4::jsonb, $5::jsonb)::text"
                                          " from sync.clients c where c.id = $1::uuid",
        {client, command.toUtf8(), as.toUtf8(), json(expected), json(args)});
    if (!outcome)
        return outcome.error().detail;
    const QString text = outcome->rows() == 0 ? QString() : QString::fromUtf8(outcome->bytes(0, 0));
    return text.contains(u"\"applied\""_s) ? QString() : command + u": "_s + text;
}

QString World::createProject(const QString &name, const QString &person, const QString &workspace)
{
    return command(person, u"create_project"_s, acting(workspace),
        {{u"project"_s, textOf(idOf(u"project:"_s + name))}, {u"title"_s, name},
            {u"channel"_s, textOf(idOf(u"channel:"_s + name))}});
}

QString World::liftRateLimits()
{
    return run("update ops.settings set value = '{}' where key = 'rate_limits'");
}

QByteArray World::conninfo() const
{
    return m_postgres.conninfo(m_name);
}

quint16 World::port() const
{
    return m_gateway->port();
}

QString World::address() const
{
    return m_gateway->http().toString();
}

/// For copies of databases, which Postgres syncs file by file, thousands of them. What is copied survives a kill all
/// the same; what commands write is written with fsync on again.
void World::setFsync(bool on)
{
    if (m_durability == Postgres::Durability::Fast)
        return;
    gateway::Database admin = m_postgres.connect(u"postgres"_s);
    // And one call for all files when it recovers: as durable, and seconds faster.
    const bool set = admin.run("alter system set recovery_init_sync_method = syncfs")
        && admin.run(QByteArray("alter system set fsync = ") + (on ? "on" : "off"))
        && admin.run("select pg_reload_conf()");
    const auto isSet = [&] {
        const auto now = admin.query("show fsync");
        return now && now->bytes(0, 0) == (on ? "on" : "off");
    };
    if (!set || !until(isSet, settingMs))
        qFatal("fsync can't be set");
}

void World::killGateway()
{
    m_gateway->kill();
}

QString World::gatewayLog() const
{
    return QString::fromUtf8(m_gateway->log().right(toldBytes));
}

QString World::startGateway()
{
    return m_gateway->start();
}

std::unique_ptr<GatewayProcess> World::anotherGateway(const QStringList &arguments) const
{
    return std::make_unique<GatewayProcess>(m_postgres, m_name, arguments);
}

void World::killPostgres()
{
    m_postgres.kill();
}

QString World::startPostgres()
{
    return m_postgres.start();
}

void World::keepDatabase()
{
    m_gateway->kill();
    m_database->close();
    m_kept = m_name;
}

QString World::startAnew()
{
    m_gateway->kill();
    m_database->close();
    setFsync(false);
    if (m_name != m_kept)
        m_postgres.dropDatabase(m_name);
    const QString copy = m_postgres.createDatabase(m_kept);
    setFsync(true);
    if (copy.isEmpty())
        return u"no copy of the database"_s;
    use(copy);
    m_profiles = std::make_unique<QTemporaryDir>();
    return startGateway();
}

QString World::profile(const QString &person) const
{
    return m_profiles->filePath(person);
}

QString World::email(const QString &person)
{
    return person + u"@example.com"_s;
}

} // namespace projective::test
