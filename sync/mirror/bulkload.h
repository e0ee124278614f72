#pragma once

#include "sync/mirror/catalog.h"
#include "sync/mirror/database.h"
#include "sync/mirror/rowwriter.h"
#include "sync/protocol/messages.h"

#include <QSet>

#include <memory>
#include <optional>
#include <unordered_map>

namespace projective {

/// Loads a round that is too large for memory into tables beside the visible ones (stage_of_<relation>), in commits of
/// about 5 MB, and swaps them in: readers see the old state until then, the WAL stays bounded, and other writes take
/// their turn between commits. Of a reset that is all relations; of another round, as the next ones of a first sync
/// are, those of which nothing is held yet: their rows need no second way through a file. The old tables
/// (old_of_<relation>) are emptied later, in slices. Data thread; owned by Mirror for the time of one round.
class BulkLoad
{
public:
    static constexpr qint64 commitBytes = qint64{5} * 1024 * 1024;
    /// WAL pages beyond which a commit is followed by a checkpoint (64 MB).
    static constexpr int walPagesMost = 16 * 1024;

    /// For a reset round. Removes what an earlier load left behind.
    [[nodiscard]] static Result<std::unique_ptr<BulkLoad>> start(Database &database, const Catalog &catalog);
    /// For any other round: takes the relations that are empty now. Nothing but predictions may be written to these
    /// until the swap, and they must have been taken back when it comes.
    [[nodiscard]] static Result<std::unique_ptr<BulkLoad>> startEmpty(Database &database, const Catalog &catalog);
    [[nodiscard]] bool takes(int relation) const { return m_all || m_empty.contains(relation); }
    [[nodiscard]] Result<void> rows(const protocol::Rows &rows, const RowWriter::FloorOf &floorOf);
    [[nodiscard]] Result<void> deletes(const protocol::Deletes &deletes);
    /// Commits what is open, so that another transaction can begin.
    [[nodiscard]] Result<void> pause();
    /// All rows are there: makes the indexes, in transactions of their own. May be called again after an error.
    [[nodiscard]] Result<void> finish();
    /// Puts the loaded tables in the place of the visible ones, inside the caller's transaction, and says which; with a
    /// reset, relations without rows are emptied.
    [[nodiscard]] Result<QSet<QString>> swap();

    /// Drops tables of loads that never ended.
    [[nodiscard]] static Result<void> discardStaged(Database &database);
    /// Deletes some thousand rows of tables that were swapped out; true when there is more to do.
    [[nodiscard]] static Result<bool> discardOld(Database &database);

private:
    BulkLoad(Database &database, const Catalog &catalog, int generation)
        : m_database(database)
        , m_catalog(catalog)
        , m_generation(generation)
    {
    }
    [[nodiscard]] Result<RowWriter *> writer(int relation);
    [[nodiscard]] Result<void> replace(const QString &relation, const QString &staged);
    [[nodiscard]] Result<void> count(qint64 bytes);

    Database &m_database;
    const Catalog &m_catalog;
    int m_generation;
    bool m_all = true;
    QSet<int> m_empty; // without m_all: what it takes
    std::unordered_map<int, RowWriter> m_writers;
    std::optional<Transaction> m_transaction;
    qint64 m_uncommitted = 0;
};

} // namespace projective
