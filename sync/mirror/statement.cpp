#include "sync/mirror/statement.h"

#include "sync/mirror/storageerror.h"

#include <QUuid>

#include <sqlite3.h>

namespace projective {

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

void Statement::bind(int parameter, const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
    case QMetaType::Nullptr:
        return bindNull(parameter);
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return bind(parameter, value.toLongLong());
    case QMetaType::Double:
        sqlite3_bind_double(m_statement.get(), parameter, value.toDouble());
        return;
    case QMetaType::QByteArray:
        return bind(parameter, value.toByteArray());
    case QMetaType::QUuid:
        return bind(parameter, value.toUuid().toRfc4122());
    default:
        return bind(parameter, value.toString());
    }
}

void Statement::bind(int parameter, qint64 value)
{
    sqlite3_bind_int64(m_statement.get(), parameter, value);
}

void Statement::bind(int parameter, const QString &value)
{
    if (value.isNull())
        return bindNull(parameter);
    const QByteArray utf8 = value.toUtf8();
    sqlite3_bind_text64(m_statement.get(), parameter, utf8.constData(), static_cast<sqlite3_uint64>(utf8.size()),
        SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int parameter, const QByteArray &value)
{
    if (value.isNull())
        return bindNull(parameter);
    sqlite3_bind_blob64(
        m_statement.get(), parameter, value.constData(), static_cast<sqlite3_uint64>(value.size()), SQLITE_TRANSIENT);
}

void Statement::bindNull(int parameter)
{
    sqlite3_bind_null(m_statement.get(), parameter);
}

void Statement::bindBlobView(int parameter, QByteArrayView bytes)
{
    sqlite3_bind_blob64(
        m_statement.get(), parameter, bytes.data(), static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC);
}

void Statement::bindTextView(int parameter, QByteArrayView utf8)
{
    sqlite3_bind_text64(m_statement.get(), parameter, utf8.data(), static_cast<sqlite3_uint64>(utf8.size()),
        SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bindAll(const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i)
        bind(i + 1, values.at(i));
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(m_statement.get());
        return false;
    }
    const Error error = storageError(code, sqlite3_db_handle(m_statement.get()), QStringLiteral("step"));
    sqlite3_reset(m_statement.get());
    return tl::unexpected(error);
}

Result<void> Statement::run()
{
    while (true) {
        const Result<bool> row = step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
    }
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
}

int Statement::columnCount() const
{
    return sqlite3_column_count(m_statement.get());
}

QString Statement::columnName(int column) const
{
    return QString::fromUtf8(sqlite3_column_name(m_statement.get(), column));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

QString Statement::text(int column) const
{
    const auto *utf8 = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return utf8 == nullptr ? QString() : QString::fromUtf8(utf8, sqlite3_column_bytes(m_statement.get(), column));
}

QByteArray Statement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return isNull(column) ? QByteArray() : bytes == nullptr ? QByteArray("") : QByteArray(bytes, size);
}

QVariant Statement::value(int column) const
{
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_INTEGER:
        return QVariant::fromValue<qlonglong>(integer(column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(m_statement.get(), column);
    case SQLITE_TEXT:
        return text(column);
    case SQLITE_BLOB:
        return blob(column);
    default:
        return {};
    }
}

QVariantList Statement::row() const
{
    QVariantList values;
    values.reserve(columnCount());
    for (int i = 0; i < columnCount(); ++i)
        values.append(value(i));
    return values;
}

bool Statement::isReadOnly() const
{
    return sqlite3_stmt_readonly(m_statement.get()) != 0;
}

} // namespace projective
