#include "tests/bench/benchworld.h"

#include "tests/bench/figures.h"

#include <QFile>

namespace projective::bench {

const QString BenchWorld::email = QStringLiteral("mara@example.org");
const QString BenchWorld::password = QStringLiteral("a password of mine");

namespace {
QByteArray idLiteral(const QUuid &id)
{
    return gateway::literal(id.toByteArray(QUuid::WithoutBraces));
}
} // namespace

BenchWorld::BenchWorld()
    : m_postgres(test::Postgres::Durability::Full)
{
}

BenchWorld::~BenchWorld() = default;

QString BenchWorld::fill(const Size &size, bool liftWindows)
{
    if (!m_postgres.problem().isEmpty())
        return m_postgres.problem();
    m_database = m_postgres.createDatabase();
    m_connection = std::make_unique<gateway::Database>(m_postgres.connect(m_database));
    QFile sql(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/bench/world.sql"));
    if (!sql.open(QIODevice::ReadOnly))
        return sql.errorString();
    QString problem = run(sql.readAll());
    if (!problem.isEmpty())
        return problem;
    m_user = test::createUser(*m_connection, email, password);
    m_business = QUuid::fromString(
        QLatin1String(query("select bench.business(" + idLiteral(m_user) + ", 'Northwind')").bytes(0, 0)));
    say(QStringLiteral("filling: %1 projects, %2 messages").arg(size.projects).arg(size.messages + size.busy));
    problem = run("select bench.projects(" + idLiteral(m_business) + ',' + QByteArray::number(size.projects) + ','
        + QByteArray::number(size.stages) + ')');
    if (problem.isEmpty()) {
        problem = run("select bench.messages(" + idLiteral(m_business) + ',' + idLiteral(m_user) + ','
            + QByteArray::number(size.messages) + ',' + QByteArray::number(size.busy) + ')');
    }
    if (problem.isEmpty() && liftWindows)
        problem = run("select bench.lift_windows()");
    return problem.isEmpty() ? run("vacuum analyze") + run("checkpoint") : problem;
}

QString BenchWorld::run(const QByteArray &sql)
{
    const auto done = m_connection->run(sql);
    return done ? QString() : done.error().detail;
}

gateway::Table BenchWorld::query(const QByteArray &sql)
{
    auto table = m_connection->query(sql);
    need(table ? QString() : table.error().detail);
    return *table;
}

QString BenchWorld::startGateway()
{
    m_gateway = std::make_unique<test::GatewayProcess>(m_postgres, m_database);
    return m_gateway->start();
}

QString BenchWorld::signIn(const QString &profile) const
{
    const auto answer = test::Ctl(profile).login(m_gateway->http().toString(), email, password);
    return answer.ok() ? QString() : answer.said();
}

QList<QUuid> BenchWorld::channels()
{
    const gateway::Table table
        = query("select c.id::text from comms.project_channels c join projects.projects p on p.id = c.project_id"
                " where p.client_business_id = "
            + idLiteral(m_business) + " order by c.id");
    QList<QUuid> ids;
    for (int row = 0; row < table.rows(); ++row)
        ids.append(QUuid::fromString(QLatin1String(table.bytes(row, 0))));
    return ids;
}

void need(const QString &problem)
{
    if (!problem.isEmpty())
        qFatal("%s", qUtf8Printable(problem));
}

} // namespace projective::bench
