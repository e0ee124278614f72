// floorload CONNINFO FILE: the least that a first sync could be. One process reads every synced table by a binary COPY
// and inserts the rows by prepared statements into SQLite tables with the keys and indexes of a mirror. No scopes, no
// rights, no network, no protocol, nothing to resume.
#include "sync/mirror/catalog.h"
#include "sync/mirror/database.h"
#include "sync/mirror/schema.h"
#include "sync/protocol/tuple.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <libpq-fe.h>
#include <sqlite3.h>

using namespace projective;

namespace {

constexpr qsizetype headerBytes = 19; ///< PostgreSQL, COPY, "Binary Format": signature, flags, length of the extension
constexpr int rowsPerCommit = 50'000;

void check(bool good, const char *what)
{
    if (!good)
        qFatal("%s", what);
}

/// The list of a relation's columns, as the gateway's COPY has it.
QByteArray selectOf(const QJsonObject &relation)
{
    QByteArray list;
    const QJsonArray columns = relation[QLatin1String("columns")].toArray();
    for (const auto &column : columns)
        list += (list.isEmpty() ? "" : ",") + column[QLatin1String("select")].toString().toUtf8();
    return "copy (select " + list + " from " + relation[QLatin1String("table")].toString().toUtf8()
        + " t) to stdout (format binary)";
}

void bindField(sqlite3_stmt *insert, int parameter, ColumnType type, const std::optional<QByteArrayView> &field)
{
    if (!field) {
        sqlite3_bind_null(insert, parameter);
        return;
    }
    switch (type) {
    case ColumnType::Uuid:
        sqlite3_bind_blob(insert, parameter, field->data(), int(field->size()), SQLITE_STATIC);
        return;
    case ColumnType::Text:
        sqlite3_bind_text(insert, parameter, field->data(), int(field->size()), SQLITE_STATIC);
        return;
    case ColumnType::Json:
        sqlite3_bind_text(insert, parameter, field->data() + 1, int(field->size()) - 1, SQLITE_STATIC);
        return;
    case ColumnType::Bool:
        sqlite3_bind_int(insert, parameter, *field->data());
        return;
    case ColumnType::Int:
    case ColumnType::Time:
        const auto value = qFromBigEndian<qint64>(field->data());
        sqlite3_bind_int64(insert, parameter, type == ColumnType::Time ? value + protocol::postgresEpochUs : value);
        return;
    }
}

sqlite3_stmt *prepareInsert(sqlite3 *db, const CatalogRelation &relation)
{
    QByteArray marks = "?";
    for (qsizetype i = 1; i < relation.columns.size(); ++i)
        marks += ",?";
    sqlite3_stmt *insert = nullptr;
    const QByteArray sql = "INSERT INTO \"" + relation.name.toUtf8() + "\" VALUES (" + marks + ')';
    check(sqlite3_prepare_v2(db, sql.constData(), -1, &insert, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
    return insert;
}

/// The tuple in one chunk of COPY data; false for the header and trailer.
void insertTuple(sqlite3_stmt *insert, const CatalogRelation &relation, QByteArrayView tuple)
{
    protocol::TupleReader reader(tuple);
    if (!reader.next())
        return;
    for (int i = 0; i < int(relation.columns.size()); ++i)
        bindField(insert, i + 1, relation.columns[i].type, reader.field());
    check(sqlite3_step(insert) == SQLITE_DONE, "insert");
    sqlite3_reset(insert);
}

void load(PGconn *postgres, sqlite3 *db, const CatalogRelation &relation, const QByteArray &copy)
{
    sqlite3_stmt *insert = prepareInsert(db, relation);
    PGresult *started = PQexec(postgres, copy.constData());
    check(PQresultStatus(started) == PGRES_COPY_OUT, PQerrorMessage(postgres));
    PQclear(started);
    char *chunk = nullptr;
    int size = 0;
    bool first = true;
    for (int rows = 1; (size = PQgetCopyData(postgres, &chunk, 0)) > 0; ++rows) {
        // The header comes with the first tuple.
        QByteArrayView tuple(chunk, size);
        if (std::exchange(first, false))
            tuple = tuple.sliced(headerBytes);
        insertTuple(insert, relation, tuple);
        PQfreemem(chunk);
        if (rows % rowsPerCommit == 0)
            sqlite3_exec(db, "COMMIT; BEGIN", nullptr, nullptr, nullptr);
    }
    while (PGresult *result = PQgetResult(postgres))
        PQclear(result);
    sqlite3_finalize(insert);
}

} // namespace

int main(int argc, char **argv)
{
    check(argc == 3, "floorload CONNINFO FILE");
    PGconn *postgres = PQconnectdb(argv[1]);
    PGresult *described = PQexec(postgres, "select sync.describe()::text");
    check(PQresultStatus(described) == PGRES_TUPLES_OK, PQerrorMessage(postgres));
    const QByteArray json = PQgetvalue(described, 0, 0);
    PQclear(described);
    const auto catalog = Catalog::parse(json);
    auto database = Database::open(QString::fromLocal8Bit(argv[2]), Database::Access::Write);
    check(catalog && database, "no catalog or file");
    const QJsonArray relations = QJsonDocument::fromJson(json)[QLatin1String("relations")].toArray();
    sqlite3 *db = database->handle();
    sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
    for (qsizetype i = 0; i < relations.size(); ++i) {
        const CatalogRelation &relation = catalog->relations[i];
        check(createTable(*database, relation, relation.name) && createIndexes(*database, relation, relation.name, 0),
            "table");
        load(postgres, db, relation, selectOf(relations[i].toObject()));
    }
    check(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
    PQfinish(postgres);
    return 0;
}
