#include "sync/mirror/rebase.h"

#include "sync/base/logging.h"
#include "sync/mirror/storageerror.h"

// The session interface is hidden without these (sqlite3.h).
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include <memory>

namespace projective {

namespace {

struct DeleteSession {
    void operator()(sqlite3_session *session) const { sqlite3session_delete(session); }
};
struct FreeBuffer {
    void operator()(void *buffer) const { sqlite3_free(buffer); }
};
struct Finalize {
    void operator()(sqlite3_changeset_iter *iterator) const { sqlite3changeset_finalize(iterator); }
};
using Session = std::unique_ptr<sqlite3_session, DeleteSession>;

/// Only mirror tables are recorded: what the search index does in its own tables is not ours to invert.
int isMirrored(void *catalog, const char *table)
{
    return static_cast<const Catalog *>(catalog)->find(QString::fromUtf8(table)) != nullptr ? 1 : 0;
}

int refuseConflict(void *conflicts, int, sqlite3_changeset_iter *)
{
    ++*static_cast<int *>(conflicts);
    return SQLITE_CHANGESET_ABORT;
}

Result<QByteArray> takeChangeset(sqlite3_session *session, sqlite3 *db)
{
    int size = 0;
    void *buffer = nullptr;
    const int code = sqlite3session_changeset(session, &size, &buffer);
    const std::unique_ptr<void, FreeBuffer> owner(buffer);
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, db, QStringLiteral("changeset")));
    return QByteArray(static_cast<const char *>(buffer), size);
}

Result<QByteArray> inverted(const QByteArray &changeset, sqlite3 *db)
{
    int size = 0;
    void *buffer = nullptr;
    const int code = sqlite3changeset_invert(static_cast<int>(changeset.size()), changeset.constData(), &size, &buffer);
    const std::unique_ptr<void, FreeBuffer> owner(buffer);
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, db, QStringLiteral("invert")));
    return QByteArray(static_cast<const char *>(buffer), size);
}

Result<void> takeBack(const QByteArray &changeset, sqlite3 *db)
{
    auto inverse = inverted(changeset, db);
    if (!inverse)
        return tl::unexpected(inverse.error());
    int conflicts = 0;
    const int code = sqlite3changeset_apply(
        db, static_cast<int>(inverse->size()), inverse->data(), nullptr, refuseConflict, &conflicts);
    if (conflicts > 0)
        return failure(ErrorCode::Internal, QStringLiteral("rebase conflict"));
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, db, QStringLiteral("rewind")));
    return {};
}

struct TouchedRow {
    QString table;
    QByteArray key;
};

/// The rows that a changeset writes. Keys are uuids: one BLOB column.
Result<QList<TouchedRow>> rowsOf(QByteArray &changeset)
{
    sqlite3_changeset_iter *raw = nullptr;
    int code = sqlite3changeset_start(&raw, static_cast<int>(changeset.size()), changeset.data());
    const std::unique_ptr<sqlite3_changeset_iter, Finalize> iterator(raw);
    QList<TouchedRow> rows;
    while (code == SQLITE_OK && (code = sqlite3changeset_next(raw)) == SQLITE_ROW) {
        const char *table = nullptr;
        int columns = 0;
        int operation = 0;
        sqlite3changeset_op(raw, &table, &columns, &operation, nullptr);
        sqlite3_value *key = nullptr;
        if (operation == SQLITE_INSERT)
            code = sqlite3changeset_new(raw, 0, &key);
        else
            code = sqlite3changeset_old(raw, 0, &key);
        if (code == SQLITE_OK && key != nullptr)
            rows.append({QString::fromUtf8(table),
                QByteArray(static_cast<const char *>(sqlite3_value_blob(key)), sqlite3_value_bytes(key))});
    }
    if (code != SQLITE_DONE)
        return tl::unexpected(storageError(code, nullptr, QStringLiteral("changeset")));
    return rows;
}

} // namespace

Result<void> Rebase::rewind()
{
    const auto stored
        = m_database.rows(QStringLiteral("SELECT changeset FROM local_changesets ORDER BY position DESC"));
    if (!stored)
        return tl::unexpected(stored.error());
    for (const QVariantList &row : *stored) {
        QByteArray changeset = row.first().toByteArray();
        const auto touched = rowsOf(changeset);
        if (!touched)
            return tl::unexpected(touched.error());
        for (const TouchedRow &at : *touched)
            m_touched.insert(at.table);
        if (const auto done = takeBack(changeset, m_database.handle()); !done)
            return done;
    }
    return stored->isEmpty() ? Result<void>() : forget();
}

Result<void> Rebase::forget()
{
    m_touched.insert(QStringLiteral("local_pending"));
    return m_database.execute(QStringLiteral("DELETE FROM local_changesets; DELETE FROM local_pending;"));
}

Result<void> Rebase::run(const OutboxEntry &entry, const Catalog &catalog, UserId user)
{
    if (!m_effects || catalog.isEmpty())
        return {};
    sqlite3_session *raw = nullptr;
    const int code = sqlite3session_create(m_database.handle(), "main", &raw);
    const Session session(raw);
    if (code != SQLITE_OK)
        return tl::unexpected(storageError(code, m_database.handle(), QStringLiteral("session")));
    // All tables, narrowed by the filter to those of the catalog.
    sqlite3session_table_filter(raw, isMirrored, const_cast<Catalog *>(&catalog));
    if (const int attached = sqlite3session_attach(raw, nullptr); attached != SQLITE_OK)
        return tl::unexpected(storageError(attached, m_database.handle(), QStringLiteral("session")));

    const auto predicted = predict(entry, catalog, user);
    if (!predicted)
        return tl::unexpected(predicted.error());
    if (!*predicted)
        return {};
    auto changeset = takeChangeset(raw, m_database.handle());
    if (!changeset)
        return tl::unexpected(changeset.error());
    return changeset->isEmpty() ? Result<void>() : record(entry, *changeset);
}

/// False when the effect could not be run on what the mirror holds (another catalog than it was written for): the
/// command goes on without a prediction, since nothing shown early is worth stopping what is true.
Result<bool> Rebase::predict(const OutboxEntry &entry, const Catalog &catalog, UserId user)
{
    auto done = m_database.execute(QStringLiteral("SAVEPOINT effect"));
    if (!done)
        return tl::unexpected(done.error());
    Prediction prediction(m_database, catalog, user, entry.createdAtUs);
    const auto predicted = m_effects(entry.command, prediction);
    // A full or broken disk is not the effect's fault.
    const bool skipped = !predicted && predicted.error().code == ErrorCode::Storage;
    if (!predicted && !skipped)
        return tl::unexpected(predicted.error());
    if (skipped) {
        qCWarning(logMirror) << "no prediction for" << entry.command.name << predicted.error().detail;
        done = m_database.execute(QStringLiteral("ROLLBACK TO effect"));
    }
    if (done)
        done = m_database.execute(QStringLiteral("RELEASE effect"));
    return done ? Result<bool>(!skipped) : tl::unexpected(done.error());
}

Result<void> Rebase::record(const OutboxEntry &entry, QByteArray changeset)
{
    const auto rows = rowsOf(changeset);
    if (!rows)
        return tl::unexpected(rows.error());
    auto done = m_database.execute(
        QStringLiteral("INSERT INTO local_changesets (entry, changeset) VALUES (?, ?)"), {entry.id.bytes(), changeset});
    for (const TouchedRow &at : *rows) {
        m_touched.insert(at.table);
        if (done) {
            done = m_database.execute(
                QStringLiteral(
                    "INSERT INTO local_pending (relation, key, entry) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
                {at.table, at.key, entry.id.bytes()});
        }
    }
    m_touched.insert(QStringLiteral("local_pending"));
    return done;
}

QSet<QString> Rebase::takeTouched()
{
    return std::exchange(m_touched, {});
}

} // namespace projective
