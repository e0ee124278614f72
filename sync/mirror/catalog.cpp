#include "sync/mirror/catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace projective {

namespace {

std::optional<ColumnType> typeFromName(const QString &name)
{
    static const QHash<QString, ColumnType> types{{QStringLiteral("uuid"), ColumnType::Uuid},
        {QStringLiteral("int"), ColumnType::Int}, {QStringLiteral("bool"), ColumnType::Bool},
        {QStringLiteral("text"), ColumnType::Text}, {QStringLiteral("time"), ColumnType::Time},
        {QStringLiteral("json"), ColumnType::Json}};
    const auto found = types.constFind(name);
    return found == types.constEnd() ? std::nullopt : std::optional(*found);
}

/// Names become identifiers in SQL: plain lowercase ones only, and none of our own or SQLite's.
bool isName(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("^[a-z][a-z0-9_]{0,62}$"));
    return plain.match(name).hasMatch() && !name.startsWith(QLatin1String("local_"))
        && !name.startsWith(QLatin1String("stage_of_")) && !name.startsWith(QLatin1String("old_of_"))
        && !name.startsWith(QLatin1String("sqlite_"));
}

tl::unexpected<Error> invalid(const QString &what)
{
    return failure(ErrorCode::ProtocolError, QStringLiteral("catalog: ") + what);
}

Result<CatalogRelation> parseRelation(const QJsonObject &json)
{
    CatalogRelation relation;
    relation.id = json[QLatin1String("id")].toInt();
    relation.name = json[QLatin1String("name")].toString();
    relation.key = json[QLatin1String("key")].toString();
    relation.grants = json[QLatin1String("grants")].toBool();
    relation.isPublic = json[QLatin1String("public")].toBool();
    if (relation.id <= 0 || relation.id > 32767 || !isName(relation.name))
        return invalid(QStringLiteral("relation ") + relation.name);
    QSet<QString> names;
    const QJsonArray columns = json[QLatin1String("columns")].toArray();
    for (const auto &value : columns) {
        const QString name = value[QLatin1String("name")].toString();
        const auto type = typeFromName(value[QLatin1String("type")].toString());
        if (!isName(name) || !type || names.contains(name))
            return invalid(relation.name + u'.' + name);
        names.insert(name);
        relation.columns.append({name, *type});
    }
    const bool wellOrdered = relation.columns.size() >= 4 && relation.columns[0].name == relation.key
        && relation.columns[0].type == ColumnType::Uuid && relation.columns[1].name == QLatin1String("scope_kind")
        && relation.columns[2].name == QLatin1String("scope_id")
        && relation.columns[3].name == QLatin1String("row_version");
    if (!wellOrdered)
        return invalid(QStringLiteral("columns of ") + relation.name);
    if (const QJsonValue window = json[QLatin1String("window")]; window.isObject()) {
        relation.window
            = CatalogWindow{window[QLatin1String("column")].toString(), window[QLatin1String("rows")].toInt(),
                window[QLatin1String("months")].toInt(), window[QLatin1String("keep")].toString()};
        if (!names.contains(relation.window->column))
            return invalid(QStringLiteral("window of ") + relation.name);
    }
    return relation;
}

} // namespace

int CatalogRelation::columnIndex(const QString &column) const
{
    for (int i = 0; i < columns.size(); ++i) {
        if (columns[i].name == column)
            return i;
    }
    return -1;
}

Result<Catalog> Catalog::parse(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return invalid(QStringLiteral("not an object"));
    Catalog catalog;
    catalog.version = document[QLatin1String("version")].toString().toUtf8();
    if (catalog.version.isEmpty())
        return invalid(QStringLiteral("no version"));
    const QJsonArray relations = document[QLatin1String("relations")].toArray();
    for (const auto &value : relations) {
        const auto relation = parseRelation(value.toObject());
        if (!relation)
            return tl::unexpected(relation.error());
        if (catalog.find(relation->id) != nullptr || catalog.find(relation->name) != nullptr)
            return invalid(relation->name + QStringLiteral(" twice"));
        catalog.relations.append(*relation);
    }
    return catalog;
}

const CatalogRelation *Catalog::find(int id) const
{
    const auto found = std::find_if(relations.begin(), relations.end(), [&](const auto &r) { return r.id == id; });
    return found == relations.end() ? nullptr : &*found;
}

const CatalogRelation *Catalog::find(const QString &name) const
{
    const auto found = std::find_if(relations.begin(), relations.end(), [&](const auto &r) { return r.name == name; });
    return found == relations.end() ? nullptr : &*found;
}

CatalogDifference difference(const Catalog &from, const Catalog &to)
{
    CatalogDifference difference;
    for (const CatalogRelation &old : from.relations) {
        if (to.find(old.id) == nullptr)
            difference.droppedRelations.append(old.name);
    }
    for (const CatalogRelation &relation : to.relations) {
        const CatalogRelation *old = from.find(relation.id);
        if (old == nullptr) {
            difference.addedRelations.append(relation);
            difference.rebuild |= from.find(relation.name) != nullptr;
            continue;
        }
        // Rows and changesets are positional: only columns behind the known ones can be added in place.
        const bool extends = old->name == relation.name && old->key == relation.key
            && relation.columns.size() >= old->columns.size()
            && relation.columns.mid(0, old->columns.size()) == old->columns;
        if (!extends || old->window != relation.window)
            difference.rebuild = true;
        else
            for (const CatalogColumn &column : relation.columns.mid(old->columns.size()))
                difference.addedColumns.append({relation.name, column});
    }
    return difference;
}

} // namespace projective
