#pragma once

#include "sync/mirror/database.h"

#include <utility>
#include <vector>

namespace projective {

/// The local full text index of messages: local_search(rowid = that of project_messages, body). New messages are
/// indexed when idle, in slices, since in the transaction that stores them it takes several times as long as storing
/// them. What it knows follows every change and purge at once, by SQLite's update hook; triggers can't be used since an
/// untrusted schema may not reach a virtual table. Data thread; owned by Mirror.
class SearchIndex
{
public:
    explicit SearchIndex(Database &database)
        : m_database(database)
    {
    }
    SearchIndex(const SearchIndex &) = delete;
    SearchIndex &operator=(const SearchIndex &) = delete;

    /// Starts to listen on the connection.
    [[nodiscard]] Result<void> attach();
    /// Brings the index up to what the open transaction wrote. Call before COMMIT.
    [[nodiscard]] Result<void> follow();
    /// The transaction was rolled back.
    [[nodiscard]] Result<void> forget();
    /// The table was swapped or emptied as a whole; inside the transaction that did it.
    [[nodiscard]] Result<void> restart();
    /// A slice of some ms of filling or merging; true when there may be more to do.
    [[nodiscard]] Result<bool> idle();
    /// Whether idle() put messages in since this was asked last.
    [[nodiscard]] bool takeFilled() { return std::exchange(m_filled, false); }
    /// Merges deleted entries out of the index, so that no byte of a purged text stays.
    [[nodiscard]] Result<void> optimize();

private:
    [[nodiscard]] Result<bool> fill();
    [[nodiscard]] Result<bool> merge();
    static void written(void *index, int operation, const char *database, const char *table, long long rowid);

    Database &m_database;
    std::vector<long long> m_written;
    qint64 m_filledTo = -1; // rows up to here are indexed
    bool m_mergeWanted = true;
    bool m_filled = false;
};

} // namespace projective
