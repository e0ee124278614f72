#include "sync/gateway/database.h"

#include <QtEndian>

#include <libpq-fe.h>

#include <array>
#include <utility>

namespace projective::gateway {

namespace {

/// Signature, flags and an empty header extension (PostgreSQL documentation, COPY, "Binary Format").
constexpr qsizetype copyHeaderBytes = 11 + 4 + 4;

bool meansUnavailable(const QByteArray &sqlState)
{
    // Connection exceptions, shutdown, out of resources, a standby, a cancelled statement: all pass.
    return sqlState.startsWith("08") || sqlState.startsWith("57") || sqlState.startsWith("53") || sqlState == "25006"
        || sqlState == "40001" || sqlState == "40P01" || sqlState == "55P03";
}

void ignoreNotice(void *, const PGresult *) { }

} // namespace

Table::Table(pg_result *result)
    : m_result(result, PQclear)
{
}

int Table::rows() const
{
    return PQntuples(m_result.get());
}

bool Table::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

QByteArrayView Table::view(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column)};
}

Database::Database(const QByteArray &conninfo, const QByteArray &application)
    : m_conninfo(conninfo)
    , m_application(application)
{
}

Database::~Database()
{
    close();
}

Database::Database(Database &&other) noexcept
    : m_conninfo(std::move(other.m_conninfo))
    , m_application(std::move(other.m_application))
    , m_connection(std::exchange(other.m_connection, nullptr))
    , m_failure(std::move(other.m_failure))
{
}

Result<void> Database::reopen()
{
    close();
    // A vanished server must be noticed: keepalives, and tcp_user_timeout for what was sent and never acknowledged.
    const std::array<const char *, 11> keys{"dbname", "application_name", "connect_timeout", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "tcp_user_timeout", "client_encoding", "options", nullptr, nullptr};
    const std::array<const char *, 11> values{m_conninfo.constData(), m_application.constData(), "4", "10", "5", "3",
        "20000", "UTF8", "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres", nullptr, nullptr};
    m_connection = PQconnectdbParams(keys.data(), values.data(), 1);
    if (PQstatus(m_connection) != CONNECTION_OK) {
        m_failure = {{}, PQerrorMessage(m_connection), {}};
        close();
        return failure(ErrorCode::ServerUnavailable, QString::fromUtf8(m_failure.message).trimmed());
    }
    PQsetNoticeReceiver(m_connection, ignoreNotice, nullptr);
    return {};
}

void Database::close()
{
    PQfinish(std::exchange(m_connection, nullptr));
}

bool Database::isOpen() const
{
    return PQstatus(m_connection) == CONNECTION_OK;
}

bool Database::inTransaction() const
{
    const auto status = PQtransactionStatus(m_connection);
    return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

Error Database::failed(const pg_result *result)
{
    const auto field = [result](int code) -> QByteArray { return result ? PQresultErrorField(result, code) : nullptr; };
    m_failure = {field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY), field(PG_DIAG_MESSAGE_DETAIL)};
    if (m_failure.message.isEmpty())
        m_failure.message = QByteArray(PQerrorMessage(m_connection)).trimmed();
    if (!isOpen() || m_failure.sqlState.isEmpty() || meansUnavailable(m_failure.sqlState)) {
        if (!isOpen())
            close();
        return {
            ErrorCode::ServerUnavailable, QString::fromUtf8(m_failure.sqlState + ' ' + m_failure.message).trimmed()};
    }
    return {ErrorCode::Database, QString::fromUtf8(m_failure.sqlState + ' ' + m_failure.message)};
}

Result<Table> Database::query(const QByteArray &sql, const QList<Field> &parameters)
{
    std::vector<const char *> values;
    values.reserve(static_cast<std::size_t>(parameters.size()));
    for (const Field &parameter : parameters)
        values.push_back(parameter ? parameter->constData() : nullptr);
    Table table(PQexecParams(
        m_connection, sql.constData(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0));
    auto *result = table.raw();
    const auto status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return tl::unexpected(failed(result));
    return table;
}

Result<void> Database::run(const QByteArray &sql)
{
    const Table table(PQexec(m_connection, sql.constData()));
    const auto status = PQresultStatus(table.raw());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY)
        return tl::unexpected(failed(table.raw()));
    return {};
}

Result<QList<Table>> Database::queries(const QByteArray &sql)
{
    QList<Table> tables;
    if (!m_connection || PQsendQuery(m_connection, sql.constData()) == 0)
        return tl::unexpected(failed(nullptr));
    std::optional<Error> error;
    while (PGresult *result = PQgetResult(m_connection)) {
        const Table table(result);
        const auto status = PQresultStatus(result);
        if (status == PGRES_TUPLES_OK)
            tables.append(table);
        else if (status != PGRES_COMMAND_OK && !error)
            error = failed(result);
        if (!m_connection)
            break; // lost: failed() has closed it
    }
    if (error)
        return tl::unexpected(*error);
    return tables;
}

Result<void> Database::copyOut(const QByteArray &select, const std::function<bool(QByteArrayView)> &tuple)
{
    const Table started(PQexec(m_connection, ("copy (" + select + ") to stdout (format binary)").constData()));
    if (PQresultStatus(started.raw()) != PGRES_COPY_OUT)
        return tl::unexpected(failed(started.raw()));
    return drainCopy(tuple);
}

Result<void> Database::drainCopy(const std::function<bool(QByteArrayView)> &tuple)
{
    bool first = true;
    char *buffer = nullptr;
    int length = 0;
    while ((length = PQgetCopyData(m_connection, &buffer, 0)) > 0) {
        // The server sends one message a tuple; the header comes in front of the first (or of the trailer).
        QByteArrayView message(buffer, length);
        if (std::exchange(first, false))
            message = message.sliced(qMin(copyHeaderBytes, message.size()));
        const bool goOn = message.size() < 2 || qFromBigEndian<qint16>(message.data()) < 0 || tuple(message);
        PQfreemem(buffer);
        if (!goOn) {
            close();
            return failure(ErrorCode::Cancelled, QStringLiteral("the copy was given up"));
        }
    }
    if (length == -2)
        return tl::unexpected(failed(nullptr));
    Result<void> outcome;
    while (PGresult *result = PQgetResult(m_connection)) {
        const Table ended(result);
        if (PQresultStatus(result) != PGRES_COMMAND_OK && outcome)
            outcome = tl::unexpected(failed(result));
        if (!m_connection)
            break;
    }
    return outcome;
}

void Database::rollback()
{
    if (isOpen() && inTransaction() && !run("rollback"))
        close();
}

int Database::socket() const
{
    return PQsocket(m_connection);
}

Result<QByteArrayList> Database::notifications()
{
    QByteArrayList payloads;
    if (!m_connection || PQconsumeInput(m_connection) == 0)
        return tl::unexpected(failed(nullptr));
    while (PGnotify *notify = PQnotifies(m_connection)) {
        payloads.append(notify->extra);
        PQfreemem(notify);
    }
    return payloads;
}

QByteArray literal(QByteArrayView value)
{
    // standard_conforming_strings is on in every supported server, so only quotes are special.
    QByteArray text = value.toByteArray();
    text.replace('\'', "''");
    return '\'' + text + '\'';
}

} // namespace projective::gateway
