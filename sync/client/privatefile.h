#pragma once

#include "sync/base/result.h"

#include <QJsonObject>
#include <QString>

namespace projective {

/// Small JSON files of a profile, readable by their owner alone (0600) and replaced as a whole or not at all.
/// Errors: NotFound, Storage, StorageFull, StorageReadOnly, StorageCorrupt.
[[nodiscard]] Result<QJsonObject> readPrivateJson(const QString &path);
[[nodiscard]] Result<void> writePrivateJson(const QString &path, const QJsonObject &object);

} // namespace projective
