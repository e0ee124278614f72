#pragma once

#include "sync/mirror/catalog.h"
#include "sync/mirror/database.h"
#include "sync/mirror/outbox.h"
#include "sync/protocol/messages.h"

#include <functional>

namespace projective {

/// Writes server rows of one relation into one table, straight from the tuples of a binary COPY. Prepared once. Data
/// thread; inside the caller's transaction.
class RowWriter
{
public:
    /// The floor held of this relation in a scope.
    using FloorOf = std::function<qint64(const protocol::Scope &)>;

    [[nodiscard]] static Result<RowWriter> prepare(
        Database &database, const CatalogRelation &relation, const QString &table);

    /// Inserts or updates each row; of a windowed relation only those within the window (unless `floorOf` is empty).
    /// Errors: ProtocolError for tuples that don't fit the catalog; Storage*.
    [[nodiscard]] Result<void> write(const protocol::Rows &rows, const FloorOf &floorOf);
    [[nodiscard]] Result<void> erase(const QList<QUuid> &keys);
    [[nodiscard]] Result<void> purge(const protocol::Scope &scope);

private:
    explicit RowWriter(const CatalogRelation &relation)
        : m_relation(relation)
    {
    }
    [[nodiscard]] Result<void> erase(QByteArrayView key);
    [[nodiscard]] bool bindField(int column, std::optional<QByteArrayView> field);

    CatalogRelation m_relation;
    int m_windowColumn = -1;
    Statement m_upsert;
    Statement m_erase;
    Statement m_purge;
    Statement m_leave; // deletes a row below its floor, unless it is to be kept
};

/// The value of an integer, time or boolean field as it is stored; nullopt when its length is wrong.
[[nodiscard]] std::optional<qint64> integerOf(ColumnType type, QByteArrayView field);

/// Outcomes of the commands of `installation` among rows of relation `results`.
[[nodiscard]] Result<QList<CommandOutcome>> outcomesIn(
    const CatalogRelation &results, const protocol::Rows &rows, InstallationId installation);

} // namespace projective
