#include "tests/support/cluster.h"

#include "sync/gateway/migrate.h"
#include "tests/support/postgresserver.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>

#include <unistd.h>

namespace projective::test {

namespace {

constexpr int programTimeoutMs = 60'000;
constexpr qint64 keptSeconds = qint64{24} * 3600; ///< of clusters of other contents of db/
constexpr QLatin1String prefix{"projective-cluster-"};

bool isRoot()
{
    return geteuid() == 0;
}

/// Of all files of db/ that a deployment reads.
QString contentHash()
{
    QStringList files;
    QDirIterator walk(QStringLiteral(PROJECTIVE_SOURCE_DIR "/db"), {QStringLiteral("*.sql")}, QDir::Files,
        QDirIterator::Subdirectories);
    while (walk.hasNext())
        files.append(walk.next());
    files.sort();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(PostgresPrograms::path(QStringLiteral("postgres")).toUtf8());
    for (const QString &name : std::as_const(files)) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly)) {
            hash.addData(name.toUtf8());
            hash.addData(&file);
        }
    }
    return QString::fromLatin1(hash.result().toHex().left(16));
}

QString deploy(const QString &folder)
{
    PostgresServer server(folder, {});
    if (const QString problem = server.start(); !problem.isEmpty())
        return problem;
    gateway::Database admin(server.conninfo(QStringLiteral("postgres"), QStringLiteral("postgres")), "test");
    if (const auto made = admin.reopen() ? admin.run("create database " + QByteArray(templateDatabase.data()))
                                         : failure(ErrorCode::Offline);
        !made)
        return made.error().detail;
    admin.close();
    gateway::Database database(server.conninfo(templateDatabase, QStringLiteral("postgres")), "test");
    if (const auto opened = database.reopen(); !opened)
        return opened.error().detail;
    const auto migrated = gateway::Migration(database, QStringLiteral(PROJECTIVE_SOURCE_DIR "/db")).run();
    if (!migrated)
        return migrated.error().detail;
    static_cast<void>(database.run("vacuum analyze").has_value());
    database.close();
    return server.stop();
}

QString build(const QString &folder)
{
    QString problem
        = PostgresPrograms::run(isRoot() ? QStringList{QStringLiteral("install"), QStringLiteral("-d"),
                                    QStringLiteral("-o"), QStringLiteral("postgres"), folder}
                                         : QStringList{QStringLiteral("mkdir"), QStringLiteral("-p"), folder});
    if (problem.isEmpty()) {
        problem = PostgresPrograms::run(
            PostgresPrograms::unprivileged({PostgresPrograms::path(QStringLiteral("initdb")), QStringLiteral("-D"),
                folder + QStringLiteral("/data"), QStringLiteral("-U"), QStringLiteral("postgres"),
                QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync"), QStringLiteral("--no-instructions")}));
    }
    return problem.isEmpty() ? deploy(folder) : problem;
}

void removeOldClusters()
{
    const auto folders = QDir(QDir::tempPath()).entryInfoList({prefix + u'*'}, QDir::Dirs);
    for (const QFileInfo &folder : folders) {
        if (folder.lastModified().secsTo(QDateTime::currentDateTime()) > keptSeconds)
            QDir(folder.filePath()).removeRecursively();
    }
}

} // namespace

QString PostgresPrograms::path(const QString &program)
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    const QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    for (const QString &version : names) {
        const QString file = versions.filePath(version + QStringLiteral("/bin/") + program);
        if (QFileInfo(file).isExecutable())
            return file;
    }
    return program;
}

QStringList PostgresPrograms::unprivileged(const QStringList &command)
{
    QStringList all{QStringLiteral("setpriv"), QStringLiteral("--pdeathsig"), QStringLiteral("KILL")};
    if (isRoot()) {
        all += {QStringLiteral("--reuid"), QStringLiteral("postgres"), QStringLiteral("--regid"),
            QStringLiteral("postgres"), QStringLiteral("--clear-groups")};
    }
    return all + command;
}

QString PostgresPrograms::run(const QStringList &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.start(command.first(), command.mid(1));
    if (process.waitForFinished(programTimeoutMs) && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0)
        return {};
    return command.join(u' ') + QStringLiteral(": ") + process.errorString() + QString::fromUtf8(process.readAll());
}

QString templateCluster(QString &problem)
{
    const QString folder = QDir::tempPath() + u'/' + prefix + QString::number(geteuid()) + u'-' + contentHash();
    QLockFile lock(folder + QStringLiteral(".lock"));
    lock.setStaleLockTime(programTimeoutMs * 2);
    lock.lock();
    if (QFileInfo::exists(folder))
        return folder;
    removeOldClusters();
    const QString making = folder + QStringLiteral(".new");
    QDir(making).removeRecursively();
    problem = build(making);
    if (problem.isEmpty() && !QDir().rename(making, folder))
        problem = QStringLiteral("%1 can't be renamed").arg(making);
    return folder;
}

} // namespace projective::test
