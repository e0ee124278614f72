#include "tests/support/dump.h"

#include "sync/mirror/database.h"
#include "tests/support/ctl.h"

#include <QDateTime>
#include <QJsonDocument>

namespace projective::test {

namespace {

constexpr QChar separator(0x1f);
constexpr QStringView nothing = u"∅"; // null

QString canonical(const QVariant &value, ColumnType type)
{
    if (!value.isValid())
        return nothing.toString();
    if (type == ColumnType::Uuid)
        return QUuid::fromRfc4122(value.toByteArray()).toString(QUuid::WithoutBraces);
    return value.toString();
}

/// The same of what `projectivectl sql` prints: times as ISO 8601 in UTC with six digits, if their name says so.
QString canonical(const QJsonValue &value, ColumnType type)
{
    if (value.isNull())
        return nothing.toString();
    if (value.isDouble())
        return QString::number(value.toInteger());
    const QString text = value.toString();
    if (type != ColumnType::Time)
        return text;
    const QDateTime second = QDateTime::fromString(text.left(19) + u'Z', Qt::ISODate);
    return QString::number(second.toSecsSinceEpoch() * 1'000'000 + QStringView(text).mid(20, 6).toLongLong());
}

/// The same in SQL, of the expression that the client binds.
QByteArray canonicalSql(const CatalogColumn &column)
{
    const QByteArray name = '"' + column.name.toUtf8() + '"';
    switch (column.type) {
    case ColumnType::Bool:
        return "(case when " + name + " then '1' when not " + name + " then '0' end)";
    case ColumnType::Time:
        return "(extract(epoch from " + name + ") * 1000000)::int8::text";
    case ColumnType::Json:
        return "to_jsonb(" + name + ")::text";
    case ColumnType::Uuid:
    case ColumnType::Int:
    case ColumnType::Text:
        return name + "::text";
    }
    Q_UNREACHABLE();
}

/// The value that a floor is compared with.
QByteArray windowSql(const CatalogRelation &relation)
{
    const CatalogColumn &column = relation.columns[relation.columnIndex(relation.window->column)];
    return column.type == ColumnType::Time ? "(extract(epoch from t." + column.name.toUtf8() + ") * 1000000)::int8"
                                           : "t." + column.name.toUtf8() + "::int8";
}

QByteArray floorValues(const CatalogRelation &relation, const WindowFloors &floors)
{
    QByteArray values;
    for (auto floor = floors.begin(); floor != floors.end(); ++floor) {
        if (floor.key().first != relation.id)
            continue;
        const QByteArrayList scope = floor.key().second.toLatin1().split(':');
        values += (values.isEmpty() ? "('" : ", ('") + scope[0] + "', '" + scope[1] + "'::uuid, ("
            + gateway::literal(QByteArray::number(floor.value())) + ")::int8)";
    }
    return values.isEmpty() ? QByteArrayLiteral("(null, null::uuid, null::int8)") : values;
}

/// The scopes of an installation's own mirror: of all that its user holds, not those of other installations.
QByteArray heldSql(const Dump &mirror)
{
    QByteArrayList installations;
    for (const QString &scope : mirror.scopes) {
        if (scope.startsWith(u"client:"))
            installations.append('\'' + scope.mid(7).toLatin1() + '\'');
    }
    return "select h.kind, h.id from security.held() h where h.kind <> 'client'"
        + (installations.isEmpty() ? QByteArray() : " or h.id in (" + installations.join(',') + ')');
}

QByteArray rowsSql(const CatalogRelation &relation, const QByteArray &table, const Dump &mirror)
{
    QByteArrayList columns;
    for (const CatalogColumn &column : relation.columns)
        columns.append("coalesce(" + canonicalSql(column) + ", '" + nothing.toUtf8() + "')");
    QByteArray sql = "select concat_ws(E'\\x1f', " + columns.join(", ") + ") from " + table + " t";
    if (relation.window) {
        sql += " left join (values " + floorValues(relation, mirror.floors)
            + ") f (f_kind, f_id, f_floor) on f.f_kind = t.scope_kind and f.f_id = t.scope_id";
    }
    sql += " where (t.scope_kind, t.scope_id) in (" + heldSql(mirror) + ')';
    if (relation.window) {
        sql += " and (f.f_floor is null or " + windowSql(relation) + " >= f.f_floor";
        if (!relation.window->keep.isEmpty())
            sql += " or (" + relation.window->keep.toUtf8() + ")";
        sql += ")";
    }
    return sql;
}

Result<QHash<int, QByteArray>> tableNames(gateway::Database &database)
{
    const auto found = database.query("select r.id, r.relation::regclass::text from sync.relations r");
    if (!found)
        return tl::unexpected(found.error());
    QHash<int, QByteArray> names;
    for (int row = 0; row < found->rows(); ++row)
        names.insert(found->bytes(row, 0).toInt(), found->bytes(row, 1));
    return names;
}

Result<QStringList> sortedText(gateway::Database &database, const QByteArray &sql)
{
    const auto found = database.query(sql);
    if (!found)
        return tl::unexpected(
            Error{found.error().code, found.error().detail + QStringLiteral(" in ") + QString::fromUtf8(sql)});
    QStringList rows;
    rows.reserve(found->rows());
    for (int row = 0; row < found->rows(); ++row)
        rows.append(QString::fromUtf8(found->view(row, 0)));
    rows.sort();
    return rows;
}

QString selectOf(const CatalogRelation &relation)
{
    QStringList columns;
    for (const CatalogColumn &column : relation.columns)
        columns.append(quoted(column.name));
    return QStringLiteral("SELECT %1 FROM %2").arg(columns.join(u','), quoted(relation.name));
}

/// What `projectivectl sql` prints, a line a row.
Result<QList<QJsonObject>> linesOf(const Ctl &ctl, const QString &select)
{
    const Ctl::Answer answer = ctl.call({QStringLiteral("sql"), select});
    if (!answer.ok())
        return failure(ErrorCode::Internal, answer.said());
    QList<QJsonObject> lines;
    const QByteArrayList printed = answer.output.split('\n');
    for (const QByteArray &line : printed) {
        if (!line.isEmpty())
            lines.append(QJsonDocument::fromJson(line).object());
    }
    return lines;
}

Result<void> readMirror(Database &database, const Catalog &catalog, Dump &dump)
{
    for (const CatalogRelation &relation : catalog.relations) {
        const auto found = database.rows(selectOf(relation));
        if (!found)
            return tl::unexpected(found.error());
        QStringList &rows = dump.rows[relation.name];
        for (const QVariantList &row : *found) {
            QStringList fields;
            for (qsizetype i = 0; i < row.size(); ++i)
                fields.append(canonical(row[i], relation.columns[i].type));
            rows.append(fields.join(separator));
        }
        rows.sort();
    }
    return {};
}

Result<void> readPosition(Database &database, Dump &dump)
{
    const auto scopes = database.rows(QStringLiteral("SELECT kind, id FROM local_scopes"));
    const auto floors = database.rows(QStringLiteral("SELECT relation, kind, id, floor FROM local_floors"));
    if (!scopes || !floors)
        return tl::unexpected(scopes ? floors.error() : scopes.error());
    const auto scope = [](const QVariant &kind, const QVariant &id) {
        return kind.toString() + u':' + QUuid::fromRfc4122(id.toByteArray()).toString(QUuid::WithoutBraces);
    };
    for (const QVariantList &row : *scopes)
        dump.scopes.append(scope(row[0], row[1]));
    dump.scopes.sort();
    for (const QVariantList &row : *floors)
        dump.floors.insert({row[0].toInt(), scope(row[1], row[2])}, row[3].toLongLong());
    return {};
}

QString someOf(const QString &what, const QStringList &rows)
{
    constexpr int shown = 3;
    QString text;
    for (const QString &row : rows.mid(0, shown))
        text += QStringLiteral("\n    %1 %2").arg(what, QString(row).replace(separator, QStringLiteral(" | ")));
    return rows.size() > shown ? text + QStringLiteral("\n    … %1 in all").arg(rows.size()) : text;
}

QString differenceOf(const QString &name, const QStringList &mirror, const QStringList &server)
{
    if (mirror == server)
        return {};
    QStringList missing;
    QStringList extra;
    std::set_difference(server.begin(), server.end(), mirror.begin(), mirror.end(), std::back_inserter(missing));
    std::set_difference(mirror.begin(), mirror.end(), server.begin(), server.end(), std::back_inserter(extra));
    return QStringLiteral("\n  ") + name + someOf(QStringLiteral("lacks"), missing)
        + someOf(QStringLiteral("has"), extra);
}

} // namespace

qsizetype Dump::count() const
{
    qsizetype sum = 0;
    for (const QStringList &relation : rows)
        sum += relation.size();
    return sum;
}

Result<Catalog> readCatalog(gateway::Database &database)
{
    const auto found = database.query("select sync.describe()::text");
    if (!found)
        return tl::unexpected(found.error());
    return Catalog::parse(found->bytes(0, 0));
}

Result<Dump> dumpMirror(const QString &folder, const Catalog &catalog)
{
    auto database = Database::open(folder + QStringLiteral("/mirror.db"), Database::Access::Read);
    if (!database)
        return tl::unexpected(database.error());
    Dump dump;
    auto done = database->execute(QStringLiteral("BEGIN"));
    if (done)
        done = readPosition(*database, dump);
    if (done)
        done = readMirror(*database, catalog, dump);
    if (!done)
        return tl::unexpected(done.error());
    return dump;
}

Result<Dump> dumpPrinted(const Ctl &ctl, const Catalog &catalog)
{
    Dump dump;
    const auto scopes = linesOf(ctl, QStringLiteral("SELECT kind, id FROM local_scopes"));
    if (!scopes)
        return tl::unexpected(scopes.error());
    for (const QJsonObject &scope : *scopes)
        dump.scopes.append(scope[QLatin1String("kind")].toString() + u':' + scope[QLatin1String("id")].toString());
    dump.scopes.sort();
    for (const CatalogRelation &relation : catalog.relations) {
        const auto lines = linesOf(ctl, selectOf(relation));
        if (!lines)
            return tl::unexpected(lines.error());
        QStringList &rows = dump.rows[relation.name];
        for (const QJsonObject &line : *lines) {
            QStringList fields;
            for (const CatalogColumn &column : relation.columns)
                fields.append(canonical(line.value(column.name), column.type));
            rows.append(fields.join(separator));
        }
        rows.sort();
    }
    return dump;
}

Result<Dump> dumpServer(gateway::Database &database, const Catalog &catalog, const QUuid &user, const Dump &mirror)
{
    const auto tables = tableNames(database);
    if (!tables)
        return tl::unexpected(tables.error());
    const auto begun
        = database.run("begin isolation level repeatable read read only; select set_config('request.jwt.claims', "
            + gateway::literal(R"({"sub":")" + user.toByteArray(QUuid::WithoutBraces) + R"(","role":"authenticated"})")
            + ", true); set local role authenticated");
    if (!begun)
        return tl::unexpected(begun.error());
    Dump dump;
    const auto read = [&]() -> Result<void> {
        auto scopes = sortedText(database, "select s.kind || ':' || s.id from (" + heldSql(mirror) + ") s");
        if (!scopes)
            return tl::unexpected(scopes.error());
        dump.scopes = *scopes;
        for (const CatalogRelation &relation : catalog.relations) {
            auto rows = sortedText(database, rowsSql(relation, tables->value(relation.id), mirror));
            if (!rows)
                return tl::unexpected(rows.error());
            dump.rows.insert(relation.name, *rows);
        }
        return {};
    }();
    database.rollback();
    if (!read)
        return tl::unexpected(read.error());
    return dump;
}

QString differenceOf(const Dump &mirror, const Dump &server)
{
    QString text = differenceOf(QStringLiteral("scopes"), mirror.scopes, server.scopes);
    if (mirror.scopes.filter(QStringLiteral("client:")).size() != 1)
        text += QStringLiteral("\n  the mirror holds not one installation's scope but ")
            + mirror.scopes.filter(QStringLiteral("client:")).join(u' ');
    QStringList names = mirror.rows.keys();
    names += server.rows.keys();
    names.sort();
    names.removeDuplicates();
    for (const QString &name : std::as_const(names))
        text += differenceOf(name, mirror.rows.value(name), server.rows.value(name));
    return text;
}

Result<QStringList> shortWindows(gateway::Database &database, const Catalog &catalog, const WindowFloors &floors)
{
    const auto tables = tableNames(database);
    if (!tables)
        return tl::unexpected(tables.error());
    QStringList tooShort;
    for (const CatalogRelation &relation : catalog.relations) {
        if (!relation.window || relation.window->rows == 0)
            continue;
        const QByteArray value = windowSql(relation);
        const auto found = database.query("select f.f_kind || ':' || f.f_id, count(*) filter (where " + value
            + " >= f.f_floor) from (values " + floorValues(relation, floors) + ") f (f_kind, f_id, f_floor) join "
            + tables->value(relation.id) + " t on t.scope_kind = f.f_kind and t.scope_id = f.f_id group by 1, f.f_floor"
            + " having count(*) filter (where " + value + " >= f.f_floor) < least(count(*), "
            + QByteArray::number(relation.window->rows) + ")");
        if (!found)
            return tl::unexpected(found.error());
        for (int row = 0; row < found->rows(); ++row) {
            tooShort.append(QStringLiteral("%1 of %2: %3 rows")
                                .arg(relation.name, QString::fromUtf8(found->bytes(row, 0)),
                                    QString::fromUtf8(found->bytes(row, 1))));
        }
    }
    return tooShort;
}

} // namespace projective::test
