#pragma once

#include "sync/base/error.h"

#include <QString>

struct sqlite3;

namespace projective {

/// What an errno of the file system means to us, for SQLite's files (of which it only says "disk I/O error") and for
/// all others of a profile: StorageFull, StorageReadOnly, or Storage.
[[nodiscard]] ErrorCode codeOfSystemError(int systemError);

/// What a SQLite result code means to us; `db` (may be null) gives the words of the last error.
[[nodiscard]] Error storageError(int code, sqlite3 *db, const QString &doing = {});

} // namespace projective
