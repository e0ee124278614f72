#include "sync/client/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cerrno>

namespace projective {

namespace {

ErrorCode storageCode(int error)
{
    if (error == ENOSPC || error == EDQUOT)
        return ErrorCode::StorageFull;
    return error == EACCES || error == EROFS || error == EPERM ? ErrorCode::StorageReadOnly : ErrorCode::Storage;
}

} // namespace

Result<QJsonObject> readPrivateJson(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::NotFound, QFileInfo(path).fileName());
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Storage, file.errorString());
    const QJsonDocument document = QJsonDocument::fromJson(file.read(qint64{64} * 1024));
    if (!document.isObject())
        return failure(ErrorCode::StorageCorrupt, QFileInfo(path).fileName());
    return document.object();
}

Result<void> writePrivateJson(const QString &path, const QJsonObject &object)
{
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly))
        return failure(storageCode(errno), file.errorString());
    // Before the first byte: at no time may another user read it.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QJsonDocument(object).toJson(QJsonDocument::Compact));
    errno = 0;
    if (!file.commit())
        return failure(storageCode(errno), file.errorString());
    return {};
}

} // namespace projective
