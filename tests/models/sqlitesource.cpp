#include "sqlitesource.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QUuid>

#include <sqlite3.h>

namespace projective::test {

namespace {

QByteArray nameBytes(const QByteArray &name)
{
    return QCryptographicHash::hash(name, QCryptographicHash::Md5);
}

void idFunction(sqlite3_context *context, int, sqlite3_value **values)
{
    const QByteArray bytes = nameBytes(reinterpret_cast<const char *>(sqlite3_value_text(values[0])));
    sqlite3_result_blob(context, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
}

void atFunction(sqlite3_context *context, int, sqlite3_value **values)
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_value_text(values[0]));
    QDateTime time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
    time.setTimeSpec(Qt::UTC);
    sqlite3_result_int64(context, time.toMSecsSinceEpoch() * 1000);
}

QVariant valueOf(sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return QVariant::fromValue<qlonglong>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
        return QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, column)));
    case SQLITE_BLOB:
        return QByteArray(
            static_cast<const char *>(sqlite3_column_blob(statement, column)), sqlite3_column_bytes(statement, column));
    default:
        return {};
    }
}

void bind(sqlite3_stmt *statement, int at, const QVariant &value)
{
    if (!value.isValid() || value.isNull()) {
        sqlite3_bind_null(statement, at);
    } else if (value.typeId() == QMetaType::QByteArray) {
        const QByteArray bytes = value.toByteArray();
        sqlite3_bind_blob(statement, at, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
    } else if (value.typeId() == QMetaType::QString) {
        const QByteArray text = value.toString().toUtf8();
        sqlite3_bind_text(statement, at, text.constData(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    } else {
        sqlite3_bind_int64(statement, at, value.toLongLong());
    }
}

} // namespace

class SqliteSource::Watch : public query::Subscription
{
public:
    Watch(SqliteSource &source, const query::Query &query, query::Receiver receiver)
        : m_source(source)
        , m_query(query)
        , m_receiver(std::move(receiver))
    {
        m_source.m_watches.append(this);
    }
    ~Watch() override { m_source.m_watches.removeOne(this); }
    void replace(const query::Query &query) override { m_query = query; }
    void deliver()
    {
        const QList<query::Row> rows = m_source.rows(m_query);
        query::Difference steps = query::difference(m_rows, rows, m_query.keyColumns);
        if (!m_told)
            steps = {{query::Change::Kind::Insert, 0, static_cast<int>(rows.size()), 0, rows}};
        const bool news = !m_told || !steps.isEmpty();
        m_told = true;
        m_rows = rows;
        if (news)
            m_receiver(steps);
    }

private:
    SqliteSource &m_source;
    query::Query m_query;
    query::Receiver m_receiver;
    QList<query::Row> m_rows;
    bool m_told = false;
};

SqliteSource::SqliteSource()
{
    if (sqlite3_open(":memory:", &m_db) != SQLITE_OK)
        qFatal("no SQLite database in memory");
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(m_db, "id", 1, flags, nullptr, idFunction, nullptr, nullptr);
    sqlite3_create_function(m_db, "at", 1, flags, nullptr, atFunction, nullptr, nullptr);
}

SqliteSource::~SqliteSource()
{
    sqlite3_close(m_db);
}

void SqliteSource::execute(const QString &sql)
{
    if (sqlite3_exec(m_db, sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(m_db));
}

void SqliteSource::executeFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qPrintable(path));
    execute(QString::fromUtf8(file.readAll()));
}

void SqliteSource::deliver()
{
    const QList<Watch *> watches = m_watches; // a receiver may open or close others
    for (Watch *watch : watches) {
        if (m_watches.contains(watch))
            watch->deliver();
    }
}

QUuid SqliteSource::id(const QString &name)
{
    return QUuid::fromRfc4122(nameBytes(name.toUtf8()));
}

std::unique_ptr<query::Subscription> SqliteSource::open(const query::Query &query, query::Receiver receiver)
{
    return std::make_unique<Watch>(*this, query, std::move(receiver));
}

QList<query::Row> SqliteSource::rows(const query::Query &query) const
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_db, query.sql.toUtf8().constData(), -1, &statement, nullptr) != SQLITE_OK)
        qFatal("%s in\n%s", sqlite3_errmsg(m_db), qPrintable(query.sql));
    for (int i = 0; i < query.params.size(); ++i)
        bind(statement, i + 1, query.params.at(i));
    QList<query::Row> rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        query::Row row;
        for (int column = 0; column < sqlite3_column_count(statement); ++column)
            row.append(valueOf(statement, column));
        rows.append(row);
    }
    sqlite3_finalize(statement);
    return rows;
}

} // namespace projective::test
