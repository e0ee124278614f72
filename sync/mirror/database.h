#pragma once

#include "sync/base/result.h"
#include "sync/mirror/statement.h"

#include <QString>
#include <QVariant>

#include <memory>

struct sqlite3;

namespace projective {

/// A connection to one SQLite file, hardened as SQLite's "Defense Against The Dark Arts" advises. Belongs to one
/// thread. Of all connections to a file only one is Access::Write, and only that one checkpoints: SQLite before 3.51.3
/// can damage a WAL when two do.
class Database
{
public:
    enum class Access { Read, Write };

    Database() = default;
    /// Opens (Access::Write also creates, with mode 0600) and sets WAL and the pragmas that all our files share.
    /// `synchronousFull`: every commit is on the disk when it returns. Errors: Storage*.
    [[nodiscard]] static Result<Database> open(const QString &path, Access access, bool synchronousFull = false);

    [[nodiscard]] bool isOpen() const { return m_db != nullptr; }
    void close();
    [[nodiscard]] sqlite3 *handle() const { return m_db.get(); }

    [[nodiscard]] Result<Statement> prepare(const QString &sql);
    /// Runs one or more statements that give no rows.
    [[nodiscard]] Result<void> execute(const QString &sql);
    [[nodiscard]] Result<void> execute(const QString &sql, const QVariantList &params);
    /// All rows of a query. For small results.
    [[nodiscard]] Result<QList<QVariantList>> rows(const QString &sql, const QVariantList &params = {});
    /// First value of the first row; invalid when there is none.
    [[nodiscard]] Result<QVariant> value(const QString &sql, const QVariantList &params = {});
    /// Rows changed by the last INSERT, UPDATE or DELETE.
    [[nodiscard]] qint64 changes() const;

    /// Whether COMMIT waits for the disk; outside a transaction. What was not waited for goes with the next that is.
    [[nodiscard]] Result<void> setSynchronousFull(bool full);

    enum class Checkpoint { Passive, Truncate };
    /// True when all of the WAL is in the file (Truncate: and the WAL is empty); false when a reader was in the way.
    [[nodiscard]] Result<bool> checkpoint(Checkpoint kind);
    /// Pages of the WAL that no checkpoint has moved yet, after the last commit of this connection.
    [[nodiscard]] int walPages() const { return m_wal ? m_wal->pages - m_wal->moved : 0; }
    /// Nothing, or what SQLite's quick_check found (StorageCorrupt).
    [[nodiscard]] Result<void> quickCheck();

private:
    struct Close {
        void operator()(sqlite3 *db) const;
    };
    struct Wal {
        int pages = 0;
        int moved = 0;
        static int count(void *wal, sqlite3 *db, const char *name, int pages);
    };
    [[nodiscard]] Result<void> harden(Access access, bool synchronousFull);

    std::unique_ptr<Wal> m_wal; // behind a pointer: SQLite keeps its address, and a Database may be moved
    std::unique_ptr<sqlite3, Close> m_db;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back when it goes out of scope without commit().
class Transaction
{
public:
    [[nodiscard]] static Result<Transaction> begin(Database &database);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();
    [[nodiscard]] Result<void> commit();
    void rollback();

private:
    explicit Transaction(Database &database)
        : m_database(&database)
    {
    }
    Database *m_database;
};

/// "name" with its quotes, for a table or column that comes from the catalog.
[[nodiscard]] QString quoted(const QString &identifier);

} // namespace projective
