#include "tests/support/postgresserver.h"

#include "sync/gateway/database.h"
#include "tests/support/cluster.h"
#include "tests/support/until.h"

#include <QDeadlineTimer>
#include <QFile>

#include <algorithm>
#include <csignal>

namespace projective::test {

namespace {

constexpr int startTimeoutMs = 30'000;
constexpr unsigned long pollMs = 10;

/// Processes that `pid` has started, which are all that Postgres has.
QList<qint64> childrenOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
    QList<qint64> children;
    if (file.open(QIODevice::ReadOnly)) {
        const auto words = file.readAll().split(' ');
        for (const QByteArray &word : words) {
            if (!word.isEmpty())
                children.append(word.toLongLong());
        }
    }
    return children;
}

/// It may take a while after SIGKILL: until what it was writing is on the disk.
bool isGone(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const QByteArray stat = file.readAll();
    return stat.mid(stat.lastIndexOf(')') + 2, 1) == "Z";
}

} // namespace

PostgresServer::PostgresServer(QString folder, QStringList settings)
    : m_folder(std::move(folder))
    , m_settings(std::move(settings))
{
}

PostgresServer::~PostgresServer()
{
    kill();
}

QByteArray PostgresServer::conninfo(const QString &database, const QString &role) const
{
    return QStringLiteral("host=%1 dbname=%2 user=%3").arg(m_folder, database, role).toUtf8();
}

QString PostgresServer::start()
{
    QStringList command{PostgresPrograms::path(QStringLiteral("postgres")), QStringLiteral("-D"),
        m_folder + QStringLiteral("/data"), QStringLiteral("-k"), m_folder};
    const QStringList settings
        = QStringList{QStringLiteral("listen_addresses="), QStringLiteral("unix_socket_permissions=0777"),
              QStringLiteral("shared_buffers=64MB"), QStringLiteral("max_connections=100"),
              QStringLiteral("timezone=UTC"), QStringLiteral("autovacuum_naptime=5s")}
        + m_settings;
    for (const QString &setting : settings)
        command += {QStringLiteral("-c"), setting};
    command = PostgresPrograms::unprivileged(command);
    QFile::remove(
        m_folder + QStringLiteral("/data/postmaster.pid")); // of one that was killed; nobody else knows the folder
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_folder + QStringLiteral("/log"), QIODevice::Append);
    m_process->setWorkingDirectory(m_folder);
    m_process->start(command.first(), command.mid(1));

    gateway::Database probe(conninfo(QStringLiteral("postgres"), QStringLiteral("postgres")), "test");
    QDeadlineTimer deadline(startTimeoutMs);
    while (!probe.reopen()) {
        if (deadline.hasExpired() || m_process->state() == QProcess::NotRunning) {
            QFile log(m_folder + QStringLiteral("/log"));
            const bool readable = log.open(QIODevice::ReadOnly);
            return QStringLiteral("postgres does not start: ")
                + (readable ? QString::fromUtf8(log.readAll().right(500)) : QString());
        }
        m_process->waitForFinished(int(pollMs));
    }
    return {};
}

QString PostgresServer::stop()
{
    if (!m_process)
        return {};
    ::kill(pid_t(m_process->processId()), SIGINT); // "fast": ends the sessions, then checkpoints
    const bool ended = m_process->waitForFinished(startTimeoutMs);
    m_process.reset();
    return ended ? QString() : QStringLiteral("postgres does not stop");
}

void PostgresServer::kill()
{
    if (!m_process)
        return;
    const qint64 postmaster = m_process->processId();
    if (postmaster > 0)
        ::kill(pid_t(postmaster), SIGSTOP); // no more children from here on
    const QList<qint64> children = postmaster > 0 ? childrenOf(postmaster) : QList<qint64>();
    m_process->kill();
    for (const qint64 child : children)
        ::kill(pid_t(child), SIGKILL);
    m_process->waitForFinished(startTimeoutMs);
    m_process.reset();
    // As long as one of them lives, the next server finds the shared memory of this one in use.
    const auto allGone = [&children] { return std::all_of(children.begin(), children.end(), isGone); };
    if (!until(allGone, startTimeoutMs))
        qWarning("processes of a killed postgres do not end");
}

} // namespace projective::test
