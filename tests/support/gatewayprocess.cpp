#include "tests/support/gatewayprocess.h"

#include "sync/gateway/clock.h"
#include "sync/gateway/tokens.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <csignal>

namespace projective::test {

namespace {
constexpr int startTimeoutMs = 15'000;
constexpr int stopTimeoutMs = 15'000;
constexpr int pollMs = 5;
} // namespace

GatewayProcess::GatewayProcess(
    const Postgres &postgres, const QString &database, const QStringList &arguments, const QByteArray &secret)
    : m_arguments(arguments)
    , m_secret(secret)
{
    if (m_secret.isEmpty()) {
        QByteArray random(32, Qt::Uninitialized);
        QRandomGenerator::system()->generate(random.begin(), random.end());
        m_secret = random.toHex();
    }
    QFile file(m_folder.filePath(QStringLiteral("secret")));
    if (file.open(QIODevice::WriteOnly))
        file.write(m_secret);
    m_arguments += {QStringLiteral("--database"),
        QString::fromUtf8(postgres.conninfo(database, QStringLiteral("projective_gateway"))),
        QStringLiteral("--embedded-auth"), QStringLiteral("--auth-database"),
        QString::fromUtf8(postgres.conninfo(database)), QStringLiteral("--jwt-secret-file"), file.fileName(),
        QStringLiteral("--ready-file"), m_folder.filePath(QStringLiteral("ready"))};
}

GatewayProcess::~GatewayProcess()
{
    kill();
}

QString GatewayProcess::start()
{
    const QString ready = m_folder.filePath(QStringLiteral("ready"));
    QFile::remove(ready);
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_folder.filePath(QStringLiteral("log")), QIODevice::Append);
    m_process->start(QStringLiteral("setpriv"),
        QStringList{QStringLiteral("--pdeathsig"), QStringLiteral("KILL"), QStringLiteral(PROJECTIVE_GATEWAY)}
            + m_arguments + QStringList{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(m_port)});
    QDeadlineTimer deadline(startTimeoutMs);
    while (!QFile::exists(ready)) {
        if (deadline.hasExpired() || m_process->waitForFinished(pollMs))
            return QStringLiteral("the gateway does not start: ") + QString::fromUtf8(log().right(2000));
    }
    QFile file(ready);
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("the gateway's ready file can't be read");
    m_port = quint16(QUrl(QJsonDocument::fromJson(file.readAll())[QLatin1String("http")].toString()).port());
    return {};
}

void GatewayProcess::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(stopTimeoutMs);
    m_process.reset();
}

int GatewayProcess::terminate()
{
    if (!m_process)
        return -1;
    m_process->terminate();
    return waitForEnd();
}

int GatewayProcess::waitForEnd()
{
    const bool ended = m_process->waitForFinished(stopTimeoutMs) && m_process->exitStatus() == QProcess::NormalExit;
    const int code = ended ? m_process->exitCode() : -1;
    kill();
    return code;
}

QUrl GatewayProcess::http() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

QUrl GatewayProcess::sync() const
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/sync/v1").arg(m_port));
}

qint64 GatewayProcess::processId() const
{
    return m_process ? m_process->processId() : 0;
}

QByteArray GatewayProcess::log() const
{
    QFile file(m_folder.filePath(QStringLiteral("log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString GatewayProcess::issueToken(const QUuid &user, qint64 lifetimeSeconds, const QUuid &session) const
{
    const gateway::Tokens tokens({m_secret, "projective", "authenticated", lifetimeSeconds});
    return QString::fromLatin1(
        tokens.issue(user, session, QStringLiteral("someone@example.org"), gateway::unixSeconds()));
}

} // namespace projective::test
