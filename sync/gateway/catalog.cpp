#include "sync/gateway/catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace projective::gateway {

namespace {

QByteArray quotedName(const QString &name)
{
    QByteArray text = name.toUtf8();
    text.replace('"', "\"\"");
    return '"' + text + '"';
}

std::optional<int> optionalInt(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

std::optional<Catalog::Window> toWindow(const QJsonValue &value, const QJsonArray &columns)
{
    if (!value.isObject())
        return std::nullopt;
    const QString column = value[QLatin1String("column")].toString();
    Catalog::Window window;
    window.column = quotedName(column);
    window.rows = optionalInt(value[QLatin1String("rows")]);
    window.months = optionalInt(value[QLatin1String("months")]);
    window.keep = value[QLatin1String("keep")].toString().toUtf8();
    for (const auto &candidate : columns) {
        if (candidate[QLatin1String("name")].toString() == column)
            window.isTime = candidate[QLatin1String("type")].toString() == QLatin1String("time");
    }
    return window;
}

Catalog::Relation toRelation(const QJsonValue &value)
{
    const QJsonArray columns = value[QLatin1String("columns")].toArray();
    Catalog::Relation relation;
    relation.id = value[QLatin1String("id")].toInt();
    relation.table = value[QLatin1String("table")].toString().toUtf8();
    relation.key = quotedName(value[QLatin1String("key")].toString());
    relation.grants = value[QLatin1String("grants")].toBool();
    relation.columns = int(columns.size());
    relation.window = toWindow(value[QLatin1String("window")], columns);
    for (const auto &column : columns)
        relation.select
            += (relation.select.isEmpty() ? "" : ", ") + column[QLatin1String("select")].toString().toUtf8();
    return relation;
}

} // namespace

const Catalog::Relation *Catalog::find(int id) const
{
    const auto found = relations.constFind(id);
    return found == relations.cend() ? nullptr : &*found;
}

Result<Catalog> Catalog::parse(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    Catalog catalog;
    catalog.json = json;
    catalog.version = document[QLatin1String("version")].toString().toUtf8();
    const QJsonArray relations = document[QLatin1String("relations")].toArray();
    for (const auto &value : relations) {
        const Relation relation = toRelation(value);
        if (relation.id <= 0 || relation.columns < 4 || relation.table.isEmpty())
            return failure(ErrorCode::Database, QStringLiteral("sync.describe() gives a relation that can't be read"));
        catalog.relations.insert(relation.id, relation);
        if (value[QLatin1String("name")].toString() == QLatin1String("results"))
            catalog.resultsRelation = relation.id;
    }
    if (catalog.version.isEmpty())
        return failure(ErrorCode::Database, QStringLiteral("sync.describe() gives no catalog"));
    return catalog;
}

} // namespace projective::gateway
