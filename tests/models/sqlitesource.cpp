#include "sqlitesource.h"

#include "sync/mirror/livequeries.h"
#include "sync/mirror/mirror.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
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

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qPrintable(path));
    return file.readAll();
}

template <typename T>
T good(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// These grow for years: whoever walks all of them makes a screen slower each day. (Of a user's notifications a mirror
/// holds 500, and those that are unread; the inbox groups them all, by way of their index.)
bool isLong(const QString &table)
{
    return QStringList{QStringLiteral("project_messages"), QStringLiteral("dm_messages"),
        QStringLiteral("project_activity"), QStringLiteral("transactions"), QStringLiteral("notifications")}
        .contains(table);
}

/// A step of a query plan that reads all of such a table; SQLite calls it by its alias.
bool isLongWalk(const QString &step, const QString &sql)
{
    static const QRegularExpression scan(QStringLiteral("^SCAN (\\w+)$"));
    const QString name = scan.match(step).captured(1);
    if (name.isEmpty() || isLong(name))
        return !name.isEmpty();
    // Each word with the one that could be its alias.
    static const QRegularExpression aliased(
        QStringLiteral("(\\w+)(?=\\s+(?:as\\s+)?(\\w+))"), QRegularExpression::CaseInsensitiveOption);
    auto matches = aliased.globalMatch(sql);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (match.captured(2).compare(name, Qt::CaseInsensitive) == 0 && isLong(match.captured(1).toLower()))
            return true;
    }
    return false;
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
    void replace(const query::Query &query) override
    {
        m_source.take(query);
        m_query = query;
    }
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
    {
        const auto mirror = good(Mirror::open({m_folder.path(), UserId(newUuid()), InstallationId(newUuid()),
            [](const Command &, Prediction &) { return Result<void>(); }}));
        good(mirror->applyCatalog(contentsOf(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/goldens/catalog.json"))));
    }
    m_writer = good(Database::open(m_folder.filePath(QStringLiteral("mirror.db")), Database::Access::Write));
    m_reader = good(Reader::open(m_folder.path()));
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(m_writer.handle(), "id", 1, flags, nullptr, idFunction, nullptr, nullptr);
    sqlite3_create_function(m_writer.handle(), "at", 1, flags, nullptr, atFunction, nullptr, nullptr);
}

SqliteSource::~SqliteSource() = default;

void SqliteSource::execute(const QString &sql)
{
    good(m_writer.execute(sql));
}

void SqliteSource::executeFile(const QString &path)
{
    execute(QString::fromUtf8(contentsOf(path)));
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
    take(query);
    return std::make_unique<Watch>(*this, query, std::move(receiver));
}

void SqliteSource::take(const query::Query &query)
{
    if (m_taken.contains(query))
        return;
    const auto plan = good(m_reader.run(QStringLiteral("EXPLAIN QUERY PLAN ") + query.sql, query.params));
    for (const query::Row &step : plan.rows) {
        if (isLongWalk(step.last().toString(), query.sql))
            qFatal("%s in\n%s", qPrintable(step.last().toString()), qPrintable(query.sql));
    }
    m_taken.append(query);
}

QList<query::Row> SqliteSource::rows(const query::Query &query)
{
    return good(m_reader.run(query.sql, query.params)).rows;
}

QString SqliteSource::liveDifference()
{
    struct Answer {
        bool arrived = false;
        QList<query::Row> rows;
    };
    LiveQueries live(m_folder.path());
    std::vector<Answer> answers(m_taken.size());
    std::vector<std::unique_ptr<query::Subscription>> subscriptions;
    for (qsizetype i = 0; i < m_taken.size(); ++i) {
        subscriptions.push_back(live.open(m_taken[i], [answer = &answers[i]](const query::Difference &difference) {
            answer->arrived = true;
            answer->rows = difference.value(0).rows;
        }));
    }
    const auto isOver = [&answers] {
        return std::all_of(answers.begin(), answers.end(), [](const Answer &answer) { return answer.arrived; });
    };
    if (!QTest::qWaitFor(isOver, 20'000))
        return QStringLiteral("live queries do not answer");
    for (qsizetype i = 0; i < m_taken.size(); ++i) {
        if (answers[i].rows != rows(m_taken[i]))
            return m_taken[i].sql;
    }
    return {};
}

} // namespace projective::test
