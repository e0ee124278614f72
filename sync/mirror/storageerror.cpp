#include "sync/mirror/storageerror.h"

#include <cerrno>

#include <sqlite3.h>

namespace projective {

ErrorCode codeOfSystemError(int systemError)
{
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: // no more room for this user's files: RLIMIT_FSIZE, or what the file system takes
        return ErrorCode::StorageFull;
    case EROFS:
    case EACCES:
    case EPERM:
        return ErrorCode::StorageReadOnly;
    default:
        return ErrorCode::Storage;
    }
}

namespace {

ErrorCode codeOf(int code, int systemError)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ErrorCode::StorageFull;
    case SQLITE_READONLY:
        return ErrorCode::StorageReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::StorageCorrupt;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return codeOfSystemError(systemError);
    case SQLITE_INTERRUPT:
        return ErrorCode::Cancelled;
    default:
        return ErrorCode::Storage;
    }
}

} // namespace

Error storageError(int code, sqlite3 *db, const QString &doing)
{
    // What SQLite noted; for a COMMIT it notes nothing, and then the failed call's own errno still stands.
    const int noted = db != nullptr ? sqlite3_system_errno(db) : 0;
    const int systemError = noted != 0 ? noted : errno;
    const QString words = QString::fromUtf8(db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    const int extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
    return {codeOf(code, systemError), QStringLiteral("%1: %2 (%3)").arg(doing, words).arg(extended)};
}

} // namespace projective
