#pragma once

#include "sync/base/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

#include <functional>
#include <memory>
#include <optional>

struct pg_conn;
struct pg_result;

namespace projective::gateway {

/// One parameter or field in text form; nullopt is SQL null.
using Field = std::optional<QByteArray>;

/// Rows of one query, fields in text form.
class Table
{
public:
    Table() = default;
    explicit Table(pg_result *result); ///< takes it over
    [[nodiscard]] int rows() const;
    [[nodiscard]] bool isNull(int row, int column) const;
    /// Valid as long as this Table; empty for null.
    [[nodiscard]] QByteArrayView view(int row, int column) const;
    [[nodiscard]] QByteArray bytes(int row, int column) const { return view(row, column).toByteArray(); }
    [[nodiscard]] pg_result *raw() const { return m_result.get(); }

private:
    std::shared_ptr<pg_result> m_result; ///< never changed, so copies may share it
};

/// What Postgres said about the statement that failed last.
struct Failure {
    QByteArray sqlState; ///< empty when there was no answer (connection lost)
    QByteArray message;
    QByteArray detail;
};

/// A blocking connection. Used by one thread at a time. A lost connection makes every call fail with
/// ServerUnavailable until reopen(); other failures are Database with the SQLSTATE in front of the detail.
class Database
{
public:
    /// Does not connect; see reopen(). `application` is shown in pg_stat_activity.
    Database(const QByteArray &conninfo, const QByteArray &application);
    ~Database();
    Database(Database &&other) noexcept;
    Database &operator=(Database &&) = delete;

    /// Connects afresh, whatever the state was.
    [[nodiscard]] Result<void> reopen();
    void close();
    [[nodiscard]] bool isOpen() const;
    /// True while a transaction is open, in error or not.
    [[nodiscard]] bool inTransaction() const;

    /// One statement with parameters $1 … in text form.
    [[nodiscard]] Result<Table> query(const QByteArray &sql, const QList<Field> &parameters = {});
    /// One or more statements, without parameters; results are dropped.
    [[nodiscard]] Result<void> run(const QByteArray &sql);
    /// Several statements in one round trip; one Table each.
    [[nodiscard]] Result<QList<Table>> queries(const QByteArray &sql);
    /// `copy (…) to stdout (format binary)`; `tuple` gets each tuple, without header and trailer. When it answers false
    /// the copy ends with Cancelled, and the connection with it: that is what the server hears at once.
    [[nodiscard]] Result<void> copyOut(const QByteArray &select, const std::function<bool(QByteArrayView)> &tuple);
    /// Ends an open transaction without its effects; closes the connection if even that fails.
    void rollback();

    [[nodiscard]] const Failure &lastFailure() const { return m_failure; }
    /// File descriptor to poll for notifications; -1 when closed.
    [[nodiscard]] int socket() const;
    /// Payloads of the notifications that arrived. Fails when the connection is lost.
    [[nodiscard]] Result<QByteArrayList> notifications();

private:
    [[nodiscard]] Error failed(const pg_result *result);
    [[nodiscard]] Result<void> drainCopy(const std::function<bool(QByteArrayView)> &tuple);

    QByteArray m_conninfo;
    QByteArray m_application;
    pg_conn *m_connection = nullptr;
    Failure m_failure;
};

/// `value` as a quoted SQL literal. For numbers, uuids and names of our own; values of users go in as parameters.
[[nodiscard]] QByteArray literal(QByteArrayView value);

} // namespace projective::gateway
