#include "sync/mirror/database.h"

#include "sync/mirror/storageerror.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <utility>

#include <sqlite3.h>

namespace projective {

namespace {

/// Before the first connection of the process: nobody asks how much memory SQLite has, and counting it takes a lock at
/// each allocation.
void countNoMemory()
{
    static const int refused = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(refused);
}

/// SQLite would make the file with the mode that the umask gives; its -wal and -shm follow the file's own mode.
Result<void> createPrivateFile(const QString &path)
{
    if (QFileInfo::exists(path))
        return {};
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        const ErrorCode code = codeOfSystemError(errno);
        return failure(code, QStringLiteral("create: ") + file.errorString());
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

} // namespace

// ---- Database

void Database::Close::operator()(sqlite3 *db) const
{
    // _v2: a statement that is still held keeps the connection as a zombie instead of leaking it.
    sqlite3_close_v2(db);
}

Result<Database> Database::open(const QString &path, Access access, bool synchronousFull)
{
    if (access == Access::Write) {
        if (const auto created = createPrivateFile(path); !created)
            return tl::unexpected(created.error());
    }
    countNoMemory();
    sqlite3 *raw = nullptr;
    const int flags = (access == Access::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX
        | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &raw, flags, nullptr);
    Database database;
    database.m_db.reset(raw);
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, raw, QStringLiteral("open")));
    if (const auto hardened = database.harden(access, synchronousFull); !hardened)
        return tl::unexpected(hardened.error());
    return database;
}

Result<void> Database::harden(Access access, bool synchronousFull)
{
    sqlite3 *db = m_db.get();
    sqlite3_busy_timeout(db, 2000);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4'000'000);
    sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 25'000);
    sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    QString pragmas = QStringLiteral("PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
                                     "PRAGMA cache_size=-32768;");
    if (access == Access::Write) {
        // No view or trigger names a table: a rename (BulkLoad) need not read the whole schema for such.
        pragmas += QStringLiteral("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA legacy_alter_table=ON;");
        m_wal = std::make_unique<Wal>();
        sqlite3_wal_hook(db, Wal::count, m_wal.get()); // in place of automatic checkpoints
    } else {
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        pragmas += QStringLiteral("PRAGMA query_only=ON;");
    }
    auto done = execute(pragmas);
    if (done && access == Access::Write)
        done = setSynchronousFull(synchronousFull);
    // After journal_mode, which a defensive connection refuses in part.
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return done;
}

int Database::Wal::count(void *wal, sqlite3 *, const char *, int pages)
{
    // Fewer than were moved: the WAL has begun anew.
    const int moved = static_cast<Wal *>(wal)->moved;
    *static_cast<Wal *>(wal) = {pages, pages > moved ? moved : 0};
    return SQLITE_OK;
}

void Database::close()
{
    m_db.reset();
    m_wal.reset();
}

Result<Statement> Database::prepare(const QString &sql)
{
    sqlite3_stmt *statement = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    const int code = sqlite3_prepare_v3(
        m_db.get(), utf8.constData(), static_cast<int>(utf8.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, m_db.get(), QStringLiteral("prepare")));
    if (statement == nullptr)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no statement"));
    return Statement(statement);
}

Result<void> Database::execute(const QString &sql)
{
    const int code = sqlite3_exec(m_db.get(), sql.toUtf8().constData(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, m_db.get(), QStringLiteral("execute")));
    return {};
}

Result<void> Database::execute(const QString &sql, const QVariantList &params)
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bindAll(params);
    return statement->run();
}

Result<QList<QVariantList>> Database::rows(const QString &sql, const QVariantList &params)
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bindAll(params);
    QList<QVariantList> rows;
    while (true) {
        const Result<bool> row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return rows;
        rows.append(statement->row());
    }
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &params)
{
    const auto found = rows(sql, params);
    if (!found)
        return tl::unexpected(found.error());
    return found->isEmpty() || found->first().isEmpty() ? QVariant() : found->first().first();
}

qint64 Database::changes() const
{
    return sqlite3_changes64(m_db.get());
}

Result<void> Database::setSynchronousFull(bool full)
{
    return execute(full ? QStringLiteral("PRAGMA synchronous=FULL") : QStringLiteral("PRAGMA synchronous=NORMAL"));
}

Result<bool> Database::checkpoint(Checkpoint kind)
{
    int inWal = 0;
    int moved = 0;
    const int mode = kind == Checkpoint::Truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    // Never waits for readers: the data thread has better things to do, and tries again when idle.
    sqlite3_busy_timeout(m_db.get(), 0);
    const int code = sqlite3_wal_checkpoint_v2(m_db.get(), "main", mode, &inWal, &moved);
    const Error error = code == SQLITE_OK ? Error() : storageError(code, m_db.get(), QStringLiteral("checkpoint"));
    sqlite3_busy_timeout(m_db.get(), 2000);
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
        return false;
    if (code != SQLITE_OK)
        return tl::unexpected(error);
    if (m_wal)
        *m_wal = {inWal, moved};
    return inWal == moved;
}

Result<void> Database::quickCheck()
{
    const auto found = value(QStringLiteral("PRAGMA quick_check(1)"));
    if (!found)
        return tl::unexpected(found.error());
    if (found->toString() != QLatin1String("ok"))
        return failure(ErrorCode::StorageCorrupt, found->toString());
    return {};
}

// ---- Transaction

Result<Transaction> Transaction::begin(Database &database)
{
    if (const auto begun = database.execute(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return tl::unexpected(begun.error());
    return Transaction(database);
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

Transaction::~Transaction()
{
    rollback();
}

Result<void> Transaction::commit()
{
    const auto done = m_database->execute(QStringLiteral("COMMIT"));
    if (done)
        m_database = nullptr;
    else
        rollback();
    return done;
}

void Transaction::rollback()
{
    // A failed write may have rolled back already; then there is nothing to roll back and no harm in asking.
    if (m_database != nullptr && sqlite3_get_autocommit(m_database->handle()) == 0)
        sqlite3_exec(m_database->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    m_database = nullptr;
}

QString quoted(const QString &identifier)
{
    QString text = identifier;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace projective
