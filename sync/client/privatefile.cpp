#include "sync/client/privatefile.h"

#include "sync/mirror/storageerror.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cerrno>

namespace projective {

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
        return failure(codeOfSystemError(errno), file.errorString());
    // Before the first byte: at no time may another user read it.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    errno = 0;
    // commit() alone would put an empty file in the old one's place: it does not see that the last bytes had no room.
    if (file.write(QJsonDocument(object).toJson(QJsonDocument::Compact)) < 0 || !file.flush() || !file.commit())
        return failure(codeOfSystemError(errno), file.errorString());
    return {};
}

} // namespace projective
