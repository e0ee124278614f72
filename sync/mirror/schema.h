#pragma once

#include "sync/mirror/catalog.h"
#include "sync/mirror/database.h"

#include <QStringList>

namespace projective {

/// Raised when the local_ tables change; a mirror of another version is made anew.
inline constexpr int mirrorSchemaVersion = 1;

/// CREATE statements of the tables that are the mirror's own.
[[nodiscard]] QString localTablesSql();

/// Makes the table of a relation, under the relation's name or another (while it is loaded beside the visible one).
/// Types have the affinities INTEGER, TEXT and BLOB; there is a primary key and no other constraint, so that a row
/// from the server can never be refused.
[[nodiscard]] Result<void> createTable(Database &database, const CatalogRelation &relation, const QString &table);
/// Its indexes: by scope (purge, windows), and those that screens join and sort by.
[[nodiscard]] Result<void> createIndexes(
    Database &database, const CatalogRelation &relation, const QString &table, int generation);
[[nodiscard]] Result<void> addColumn(Database &database, const QString &table, const CatalogColumn &column);

/// Names of tables that start with `prefix`.
[[nodiscard]] Result<QStringList> tablesStartingWith(Database &database, const QString &prefix);

[[nodiscard]] Result<QVariant> metaValue(Database &database, const QString &key);
[[nodiscard]] Result<void> setMetaValue(Database &database, const QString &key, const QVariant &value);

} // namespace projective
