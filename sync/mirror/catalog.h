#pragma once

#include "sync/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace projective {

/// How a column travels in a binary tuple and how it is stored: uuid → BLOB(16), int and bool → INTEGER, time →
/// INTEGER (µs since the Unix epoch), text and json → TEXT.
enum class ColumnType { Uuid, Int, Bool, Text, Time, Json };

struct CatalogColumn {
    QString name;
    ColumnType type = ColumnType::Text;
    friend bool operator==(const CatalogColumn &, const CatalogColumn &) = default;
};

/// Of a windowed relation a mirror holds, per scope, the rows from a floor on, and those for which `keep` is true.
struct CatalogWindow {
    QString column;
    int rows = 0; ///< newest so many a scope; 0: by months
    int months = 0;
    QString keep; ///< SQL, valid in Postgres and SQLite; empty: none
    friend bool operator==(const CatalogWindow &, const CatalogWindow &) = default;
};

struct CatalogRelation {
    int id = 0;
    QString name; ///< also the table's name in the mirror
    QString key;
    bool grants = false;
    bool isPublic = false;
    std::optional<CatalogWindow> window;
    QList<CatalogColumn> columns; ///< wire order: key, scope_kind, scope_id, row_version, then the rest

    /// Position of a column, -1 if the relation has none of that name.
    [[nodiscard]] int columnIndex(const QString &column) const;
    friend bool operator==(const CatalogRelation &, const CatalogRelation &) = default;
};

/// What sync.describe() says: the relations that are mirrored. A value.
struct Catalog {
    QByteArray version;
    QList<CatalogRelation> relations;

    /// Errors: ProtocolError for JSON that is no catalog, or in which a name could not be a table's.
    [[nodiscard]] static Result<Catalog> parse(const QByteArray &json);
    [[nodiscard]] bool isEmpty() const { return relations.isEmpty(); }
    [[nodiscard]] const CatalogRelation *find(int id) const;
    [[nodiscard]] const CatalogRelation *find(const QString &name) const;
};

/// What it takes to get from one catalog to another.
struct CatalogDifference {
    bool rebuild = false; ///< something else than additions: start anew
    QList<CatalogRelation> addedRelations;
    QList<std::pair<QString, CatalogColumn>> addedColumns; ///< relation, column
    QList<QString> droppedRelations;
    [[nodiscard]] bool isEmpty() const
    {
        return !rebuild && addedRelations.isEmpty() && addedColumns.isEmpty() && droppedRelations.isEmpty();
    }
};
[[nodiscard]] CatalogDifference difference(const Catalog &from, const Catalog &to);

} // namespace projective
