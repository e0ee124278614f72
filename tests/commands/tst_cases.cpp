#include "sync/commands/effects.h"
#include "sync/commands/entities.h"
#include "sync/mirror/mirror.h"
#include "sync/protocol/tuple.h"
#include "tests/support/postgres.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <libpq-fe.h>

#include <memory>

// Each applied case of tests/cases runs on a mirror, loaded from Postgres for the actor of the case, and in Postgres.
// The rows and columns that the case file lists under "predicts" must then be the same on both sides, and the effect
// may write nothing else: no other relation and no other column.

using namespace projective;

namespace {

struct FinishConnection {
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult *result) const { PQclear(result); }
};

/// One superuser connection; every failure ends the test program, since no case can go on without it.
class Server
{
public:
    explicit Server(const QByteArray &conninfo)
        : m_connection(PQconnectdb(conninfo.constData()))
    {
        PQsetNoticeProcessor(
            m_connection.get(), [](void *, const char *) {}, nullptr);
    }
    /// First value of the first row.
    QString query(const QByteArray &sql, const QList<QByteArray> &params = {})
    {
        QList<const char *> values;
        for (const QByteArray &param : params)
            values.append(param.isNull() ? nullptr : param.constData());
        const std::unique_ptr<PGresult, ClearResult> result(params.isEmpty()
                ? PQexec(m_connection.get(), sql.constData())
                : PQexecParams(m_connection.get(), sql.constData(), static_cast<int>(values.size()), nullptr,
                    values.constData(), nullptr, nullptr, 0));
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            qFatal("%s\n%s", PQerrorMessage(m_connection.get()), sql.left(400).constData());
        return status == PGRES_TUPLES_OK && PQntuples(result.get()) > 0
            ? QString::fromUtf8(PQgetvalue(result.get(), 0, 0))
            : QString();
    }
    /// The tuples of a query in binary COPY, without header and trailer.
    QByteArray copy(const QByteArray &select)
    {
        const std::unique_ptr<PGresult, ClearResult> begun(
            PQexec(m_connection.get(), QByteArray("copy (" + select + ") to stdout (format binary)").constData()));
        if (PQresultStatus(begun.get()) != PGRES_COPY_OUT)
            qFatal("%s\n%s", PQerrorMessage(m_connection.get()), select.constData());
        QByteArray all;
        char *buffer = nullptr;
        int size = 0;
        while ((size = PQgetCopyData(m_connection.get(), &buffer, 0)) > 0) {
            all.append(buffer, size);
            PQfreemem(buffer);
        }
        while (PGresult *result = PQgetResult(m_connection.get()))
            PQclear(result);
        const int header = 19; // PostgreSQL documentation, COPY: signature, flags, length of an empty extension
        return all.mid(header, all.size() - header - 2);
    }

private:
    std::unique_ptr<PGconn, FinishConnection> m_connection;
};

QUuid caseId(const QString &name)
{
    return QUuid::fromRfc4122(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Md5));
}

QByteArray jsonOf(const QJsonValue &value)
{
    return value.isObject() ? QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact) : QByteArray("{}");
}

using Table = QMap<QByteArray, QVariantMap>; // rows by key
using State = QMap<QString, Table>; // by relation

} // namespace

class TestCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void predicted_isWhatTheServerDoes_data();
    void predicted_isWhatTheServerDoes();
    void online_commandsPredictNothing();

private:
    void give(const QJsonObject &step);
    [[nodiscard]] QJsonObject filled(const QJsonValue &json);
    void load(Mirror &mirror, const QUuid &user, int round);
    [[nodiscard]] State stateOf(Mirror &mirror) const;
    void expectListed(const QJsonObject &predicts, const State &before, const State &predicted);
    void compare(const QJsonObject &predicts, const State &before, const State &predicted, const State &after);

    std::unique_ptr<test::Postgres> m_postgres;
    std::unique_ptr<Server> m_server;
    QByteArray m_catalogJson;
    QJsonArray m_relations;
};

static QByteArray contentsOf(const QString &path)
{
    QFile file(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(path));
    return file.readAll();
}

void TestCases::initTestCase()
{
    m_postgres = std::make_unique<test::Postgres>();
    QVERIFY2(m_postgres->problem().isEmpty(), qPrintable(m_postgres->problem()));
    m_server = std::make_unique<Server>(m_postgres->conninfo(m_postgres->createDatabase()));
    m_server->query(contentsOf(QStringLiteral("cases/fixture.sql")));
    m_server->query(contentsOf(QStringLiteral("db/support/command_helpers.sql")));
    m_catalogJson = m_server->query("select sync.describe()").toUtf8();
    m_relations = QJsonDocument::fromJson(m_catalogJson)[QLatin1String("relations")].toArray();
    QVERIFY(m_relations.size() > 10);
}

void TestCases::predicted_isWhatTheServerDoes_data()
{
    QTest::addColumn<QJsonObject>("document");
    QTest::addColumn<QJsonObject>("one");
    const QDir folder(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/cases"));
    for (const QString &file : folder.entryList({QStringLiteral("*.json")})) {
        const QJsonObject document = QJsonDocument::fromJson(contentsOf(QStringLiteral("cases/") + file)).object();
        if (knownCommandClass(document[QLatin1String("command")].toString()).value_or(CommandClass::OnlineOnly)
            == CommandClass::OnlineOnly)
            continue;
        const QJsonArray cases = document[QLatin1String("cases")].toArray();
        for (const auto &one : cases) {
            if (one[QLatin1String("outcome")].toString() == QLatin1String("applied"))
                QTest::addRow("%s: %s", qPrintable(document[QLatin1String("command")].toString()),
                    qPrintable(one[QLatin1String("name")].toString()))
                    << document << one.toObject();
        }
    }
}

void TestCases::give(const QJsonObject &step)
{
    if (step.contains(QLatin1String("wait"))) {
        m_server->query("select cases.wait($1::interval)", {step[QLatin1String("wait")].toString().toUtf8()});
        return;
    }
    const QString said = m_server->query("select cases.try($1, $2, $3, $4::jsonb, $5::jsonb)",
        {step[QLatin1String("actor")].toString().toUtf8(), step[QLatin1String("acting_as")].toString().toUtf8(),
            step[QLatin1String("command")].toString().toUtf8(), jsonOf(step[QLatin1String("args")]),
            jsonOf(step[QLatin1String("expected")])});
    QCOMPARE(said, QStringLiteral("applied"));
}

QJsonObject TestCases::filled(const QJsonValue &json)
{
    return QJsonDocument::fromJson(m_server->query("select cases.fill($1::jsonb)", {jsonOf(json)}).toUtf8()).object();
}

void TestCases::load(Mirror &mirror, const QUuid &user, int number)
{
    protocol::RoundBegin begin;
    begin.reset = true;
    QVERIFY(mirror.begin(begin));
    for (const auto &relation : std::as_const(m_relations)) {
        QStringList columns;
        const QJsonArray described = relation[QLatin1String("columns")].toArray();
        for (const auto &column : described)
            columns.append(column[QLatin1String("select")].toString());
        const QString select = QStringLiteral(
            "select %1 from %2 where (scope_kind, scope_id) in (select kind, id from security.scopes_of('%3'))")
                                   .arg(columns.join(QStringLiteral(", ")), relation[QLatin1String("table")].toString(),
                                       user.toString(QUuid::WithoutBraces));
        protocol::Rows rows{relation[QLatin1String("id")].toInt(), 0, m_server->copy(select.toUtf8())};
        protocol::TupleReader reader(rows.tuples);
        while (reader.next())
            ++rows.count;
        QVERIFY(mirror.rows(rows));
    }
    const auto change = mirror.commit({{QStringLiteral("1/1/1"), QStringLiteral("%1:%1:").arg(number)}});
    QVERIFY2(change, change ? "" : qPrintable(change.error().detail));
}

/// Every row and column of the mirror.
State TestCases::stateOf(Mirror &mirror) const
{
    State state;
    for (const CatalogRelation &relation : mirror.catalog().relations) {
        QStringList columns;
        for (const CatalogColumn &column : relation.columns)
            columns.append(quoted(column.name));
        const auto rows = mirror.database().rows(
            QStringLiteral("SELECT %1 FROM %2").arg(columns.join(u','), quoted(relation.name)));
        if (!rows)
            qFatal("%s", qPrintable(rows.error().detail));
        for (const QVariantList &row : *rows) {
            QVariantMap values;
            for (qsizetype i = 0; i < row.size(); ++i)
                values.insert(relation.columns[i].name, row[i]);
            state[relation.name].insert(values.value(relation.key).toByteArray(), values);
        }
    }
    return state;
}

/// What the effect has written, the case file lists: else it would not be compared with what the server does.
void TestCases::expectListed(const QJsonObject &predicts, const State &before, const State &predicted)
{
    for (auto table = predicted.begin(); table != predicted.end(); ++table) {
        const QVariantList listed = predicts[table.key()].toArray().toVariantList();
        const Table was = before[table.key()];
        for (auto row = table->begin(); row != table->end(); ++row) {
            for (auto column = row->begin(); column != row->end(); ++column) {
                const bool written = column.value() != was.value(row.key()).value(column.key());
                const bool isKey = column.value().toByteArray() == row.key();
                QVERIFY2(!written || isKey || listed.contains(column.key()) || listed.contains(column.key() + u'?'),
                    qPrintable(table.key() + u'.' + column.key() + QStringLiteral(" is written but not listed")));
            }
        }
    }
}

/// The listed columns of a row. Of "name?" only whether there is a value: a time that the user's clock stands in for.
static QVariantMap listedOf(const QVariantMap &row, const QJsonArray &columns)
{
    QVariantMap values;
    for (const auto &listed : columns) {
        QString column = listed.toString();
        const bool onlyWhether = column.endsWith(u'?');
        if (onlyWhether)
            column.chop(1);
        if (!row.isEmpty() && !row.contains(column))
            qFatal("no column %s", qPrintable(column));
        values.insert(column, onlyWhether ? QVariant(row.value(column).isValid()) : row.value(column));
    }
    return values;
}

static Table listedOf(const Table &table, const QJsonArray &columns)
{
    Table listed;
    for (auto row = table.begin(); row != table.end(); ++row)
        listed.insert(row.key(), listedOf(*row, columns));
    return listed;
}

void TestCases::compare(const QJsonObject &predicts, const State &before, const State &predicted, const State &after)
{
    for (auto it = predicts.begin(); it != predicts.end(); ++it) {
        const QString relation = it.key();
        const QJsonArray columns = it->toArray();
        const Table was = listedOf(before[relation], columns);
        const Table guess = listedOf(predicted[relation], columns);
        const Table is = listedOf(after[relation], columns);
        // A read mark's key is the server's to make: such rows are known by what is predicted of them.
        if (relation == QLatin1String("channel_reads")) {
            QCOMPARE(guess.values(), is.values());
            continue;
        }
        for (auto found = is.begin(); found != is.end(); ++found) {
            const QByteArray &key = found.key();
            if (was.value(key) == *found && guess.value(key) == *found)
                continue;
            QVERIFY2(guess.contains(key),
                qPrintable(relation + QStringLiteral(": a row of the server's was not predicted")));
            const QVariantMap guessed = guess.value(key);
            for (auto value = found->begin(); value != found->end(); ++value)
                QVERIFY2(guessed.value(value.key()) == *value,
                    qPrintable(
                        QStringLiteral("%1.%2: predicted %3, is %4")
                            .arg(relation, value.key(), guessed.value(value.key()).toString(), value->toString())));
        }
        // A row that was there may leave the actor's sight by the command (an offer that is declined); a new one may
        // not.
        for (auto guessed = guess.begin(); guessed != guess.end(); ++guessed)
            QVERIFY2(is.contains(guessed.key()) || was.contains(guessed.key()),
                qPrintable(relation + QStringLiteral(": a predicted row that the server does not have")));
    }
}

void TestCases::predicted_isWhatTheServerDoes()
{
    QFETCH(QJsonObject, document);
    QFETCH(QJsonObject, one);
    const QString name = document[QLatin1String("command")].toString();
    const QJsonObject predicts = document[QLatin1String("predicts")].toObject();
    m_server->query("begin");
    const auto rollback = qScopeGuard([this] { m_server->query("rollback"); });
    const QJsonArray given = one[QLatin1String("given")].toArray();
    for (const auto &step : given)
        give(step.toObject());

    QTemporaryDir folder;
    const UserId user(caseId(QStringLiteral("user:") + one[QLatin1String("actor")].toString()));
    auto mirror = Mirror::open({folder.path(), user, InstallationId(newUuid()), runEffect});
    QVERIFY(mirror);
    QVERIFY((*mirror)->applyCatalog(m_catalogJson));
    load(**mirror, user.uuid(), 1);
    const State before = stateOf(**mirror);

    OutboxEntry entry;
    entry.id = EntryId(newUuid());
    const QString actingAs
        = m_server->query("select cases.acting($1)", {one[QLatin1String("acting_as")].toString().toUtf8()});
    entry.command = {name, Workspace::fromString(actingAs), filled(one[QLatin1String("args")]),
        filled(one[QLatin1String("expected")])};
    entry.commandClass = knownCommandClass(name).value_or(CommandClass::OnlineOnly);
    entry.createdAtUs = 1'700'000'000'000'000;
    QCOMPARE(m_server->query("select class from sync.commands where name = $1", {name.toUtf8()}),
        commandClassName(entry.commandClass));
    QVERIFY((*mirror)->add(entry));
    const State predicted = stateOf(**mirror);
    expectListed(predicts, before, predicted);

    QJsonObject call = one;
    call.insert(QStringLiteral("command"), name);
    give(call);
    QVERIFY((*mirror)->follow({{}, {entry}}));
    QCOMPARE(stateOf(**mirror), before);
    load(**mirror, user.uuid(), 2);
    compare(predicts, before, predicted, stateOf(**mirror));
}

void TestCases::online_commandsPredictNothing()
{
    const QString names = m_server->query("select string_agg(name, ',') from sync.commands where class = 'online'");
    QVERIFY(!names.isEmpty());
    for (const QString &name : names.split(u','))
        QVERIFY2(!knownCommandClass(name) || knownCommandClass(name) == CommandClass::OnlineOnly, qPrintable(name));
}

QTEST_GUILESS_MAIN(TestCases)
#include "tst_cases.moc"
