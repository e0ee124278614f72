#pragma once

#include "sync/base/result.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <memory>

struct sqlite3_stmt;

namespace projective {

/// A prepared statement. Parameters are counted from 1, columns from 0, as SQLite does. Must not outlive its Database.
class Statement
{
public:
    Statement() = default;

    /// qlonglong and bool as INTEGER, double as REAL, QString as TEXT, QByteArray and QUuid (16 bytes) as BLOB, invalid
    /// as NULL. All of these copy the value.
    void bind(int parameter, const QVariant &value);
    void bind(int parameter, qint64 value);
    void bind(int parameter, const QString &value);
    void bind(int parameter, const QByteArray &value);
    void bindNull(int parameter);
    /// Without a copy: `bytes` must live until the statement is reset or bound anew.
    void bindBlobView(int parameter, QByteArrayView bytes);
    void bindTextView(int parameter, QByteArrayView utf8);
    /// Binds `values` from parameter 1 on.
    void bindAll(const QVariantList &values);

    /// True while there is a row to read. After the last row, and after an error, the statement is reset by itself.
    [[nodiscard]] Result<bool> step();
    /// Steps to the end, for statements without a result, and resets.
    [[nodiscard]] Result<void> run();
    void reset();

    [[nodiscard]] int columnCount() const;
    [[nodiscard]] QString columnName(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray blob(int column) const;
    /// qlonglong, double, QString, QByteArray or invalid, by the type of the stored value.
    [[nodiscard]] QVariant value(int column) const;
    [[nodiscard]] QVariantList row() const;
    /// True when the statement can't change the file.
    [[nodiscard]] bool isReadOnly() const;

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };
    explicit Statement(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

} // namespace projective
