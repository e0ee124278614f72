#include "sync/mirror/storageerror.h"

#include <cerrno>

#include <sqlite3.h>

namespace projective {

ErrorCode codeOfSystemError(int systemError)
{
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
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

ErrorCode codeOf(int code, sqlite3 *db)
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
        return codeOfSystemError(db != nullptr ? sqlite3_system_errno(db) : 0);
    case SQLITE_INTERRUPT:
        return ErrorCode::Cancelled;
    default:
        return ErrorCode::Storage;
    }
}

} // namespace

Error storageError(int code, sqlite3 *db, const QString &doing)
{
    const QString words = QString::fromUtf8(db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    const int extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
    return {codeOf(code, db), QStringLiteral("%1: %2 (%3)").arg(doing, words).arg(extended)};
}

} // namespace projective
