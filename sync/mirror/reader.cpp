#include "sync/mirror/reader.h"

#include <QFileInfo>

#include <sqlite3.h>

namespace projective {

namespace {

int noteRead(void *tables, int action, const char *table, const char *, const char *, const char *)
{
    if (action == SQLITE_READ && table != nullptr)
        static_cast<QSet<QString> *>(tables)->insert(QString::fromUtf8(table));
    return SQLITE_OK;
}

/// Wrong SQL is the caller's doing; what the disk does is not.
Error readError(Database &database, const Error &error)
{
    const int code = sqlite3_errcode(database.handle()) & 0xff;
    const bool disk = code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_BUSY || code == SQLITE_NOMEM;
    return error.code == ErrorCode::Storage && !disk ? Error{ErrorCode::InvalidArgument, error.detail} : error;
}

} // namespace

Result<Reader> Reader::open(const QString &folder)
{
    const QString path = folder + QStringLiteral("/mirror.db");
    if (!QFileInfo::exists(path))
        return failure(ErrorCode::NotFound, QStringLiteral("no mirror yet"));
    auto database = Database::open(path, Database::Access::Read);
    if (!database)
        return tl::unexpected(database.error());
    Reader reader;
    reader.m_database = std::move(*database);
    return reader;
}

Result<Statement> Reader::prepare(const QString &sql, QSet<QString> *tablesRead)
{
    if (tablesRead != nullptr)
        sqlite3_set_authorizer(m_database.handle(), noteRead, tablesRead);
    auto statement = m_database.prepare(sql);
    if (tablesRead != nullptr)
        sqlite3_set_authorizer(m_database.handle(), nullptr, nullptr);
    if (!statement)
        return tl::unexpected(readError(m_database, statement.error()));
    if (!statement->isReadOnly())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("a query may not write"));
    return statement;
}

Result<Reader::Table> Reader::run(const QString &sql, const QVariantList &params)
{
    auto statement = prepare(sql, nullptr);
    if (!statement)
        return tl::unexpected(statement.error());
    Table table;
    for (int i = 0; i < statement->columnCount(); ++i)
        table.columns.append(statement->columnName(i));
    auto rows = this->rows(*statement, params);
    if (!rows)
        return tl::unexpected(rows.error());
    table.rows = std::move(*rows);
    return table;
}

Result<QList<query::Row>> Reader::rows(Statement &statement, const QVariantList &params)
{
    statement.bindAll(params);
    QList<query::Row> rows;
    while (true) {
        const Result<bool> row = statement.step();
        if (!row)
            return tl::unexpected(readError(m_database, row.error()));
        if (!*row)
            return rows;
        rows.append(statement.row());
    }
}

void Reader::interrupt()
{
    sqlite3_interrupt(m_database.handle());
}

} // namespace projective
