#pragma once

#include "sync/base/error.h"

#include <QString>

struct sqlite3;

namespace projective {

/// What an errno of the file system means to us: it tells a full or read-only disk where SQLite only says "disk I/O
/// error".
[[nodiscard]] ErrorCode codeOfSystemError(int systemError);

/// What a SQLite result code means to us; `db` (may be null) gives the words of the last error.
[[nodiscard]] Error storageError(int code, sqlite3 *db, const QString &doing = {});

} // namespace projective
