#include "sync/client/profile.h"

#include "sync/client/privatefile.h"
#include "sync/mirror/storageerror.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <cerrno>
#include <cstdlib>
#include <sys/stat.h>

namespace projective {

namespace {

Result<void> makePrivateFolder(const QString &folder)
{
    const QString parent = QFileInfo(folder).absolutePath();
    QDir().mkpath(parent);
    const QByteArray path = QFile::encodeName(folder);
    // With the mode at birth: between mkdir and chmod somebody could enter.
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST) {
        const int error = errno;
        return failure(codeOfSystemError(error), QStringLiteral("%1: %2").arg(folder, qt_error_string(error)));
    }
    if (!QFileInfo(folder).isDir())
        return failure(ErrorCode::Storage, folder + QStringLiteral(" is not a folder"));
    if (::chmod(path.constData(), 0700) != 0)
        return failure(codeOfSystemError(errno), folder);
    return {};
}

/// A process that is killed right after it made the lock's file leaves it empty, and an empty one names nobody whose
/// death could be seen. Whoever lives has a lock of the system on it, a moment after it was made.
bool removeLeftover(QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString program;
    if (lock.error() != QLockFile::LockFailedError || lock.getLockInfo(&process, &host, &program))
        return false;
    constexpr qint64 momentSeconds = 2;
    const qint64 age = QFileInfo(lock.fileName()).lastModified().secsTo(QDateTime::currentDateTimeUtc());
    return std::abs(age) >= momentSeconds && lock.removeStaleLockFile();
}

} // namespace

Result<Profile> Profile::open(const QString &folder)
{
    Profile profile;
    profile.m_folder = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (const auto made = makePrivateFolder(profile.m_folder); !made)
        return tl::unexpected(made.error());
    profile.m_lock = std::make_unique<QLockFile>(profile.m_folder + QStringLiteral("/lock"));
    // Never by age: only the death of its process frees a lock.
    profile.m_lock->setStaleLockTime(0);
    if (!profile.m_lock->tryLock(0) && !(removeLeftover(*profile.m_lock) && profile.m_lock->tryLock(0))) {
        if (profile.m_lock->error() == QLockFile::LockFailedError)
            return failure(ErrorCode::ProfileInUse, profile.m_folder);
        if (profile.m_lock->error() == QLockFile::PermissionError)
            return failure(ErrorCode::StorageReadOnly, profile.m_folder);
        // The lock does not say that it had no room.
        const bool full = QStorageInfo(profile.m_folder).bytesAvailable() == 0;
        return failure(full ? ErrorCode::StorageFull : ErrorCode::Storage, profile.m_folder);
    }
    const Result<QJsonObject> account = readPrivateJson(profile.accountPath());
    if (!account && account.error().code != ErrorCode::NotFound)
        return tl::unexpected(account.error());
    if (account) {
        profile.m_user = QUuid::fromString(account->value(QLatin1String("user")).toString());
        profile.m_email = account->value(QLatin1String("email")).toString();
        profile.m_server = Server::fromJson(account->value(QLatin1String("server")).toObject());
    }
    return profile;
}

Result<void> Profile::setAccount(const QUuid &user, const Server &server, const QString &email)
{
    if (!m_user.isNull() && m_user != user)
        return failure(ErrorCode::ForeignClient);
    const auto written = writePrivateJson(accountPath(),
        {{QStringLiteral("user"), user.toString(QUuid::WithoutBraces)}, {QStringLiteral("email"), email},
            {QStringLiteral("server"), server.toJson()}});
    if (!written)
        return written;
    m_user = user;
    m_server = server;
    m_email = email;
    return {};
}

Result<void> Profile::clear()
{
    QDir dir(m_folder);
    const QStringList names = dir.entryList({QStringLiteral("mirror.db*"), QStringLiteral("outbox.db*"),
                                                QStringLiteral("account.json"), QStringLiteral("session.json")},
        QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        if (!dir.remove(name))
            return failure(ErrorCode::StorageReadOnly, name);
    }
    m_user = QUuid();
    m_server = {};
    m_email.clear();
    return {};
}

} // namespace projective
