#pragma once

#include "sync/base/result.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace projective::gateway {

/// A pg_snapshot: which transactions one sees (PostgreSQL documentation, 9.27.8). Pure arithmetic, no database.
struct Snapshot {
    quint64 xmin = 0; ///< all below are seen (or were aborted)
    quint64 xmax = 0; ///< none from here on is seen
    std::vector<quint64> xip; ///< in progress, so unseen; rising, xmin <= x < xmax

    [[nodiscard]] bool sees(quint64 xid) const;
    /// "xmin:xmax:xip,…", as Postgres prints it.
    [[nodiscard]] QByteArray toText() const;
    /// Errors: InvalidArgument for what Postgres would not accept either, or with more than maxInProgress xids.
    [[nodiscard]] static Result<Snapshot> parse(QByteArrayView text);
    friend bool operator==(const Snapshot &, const Snapshot &) = default;

    static constexpr std::size_t maxInProgress = 4096;
};

/// Of two snapshots of one running primary, whether `earlier` was taken no later than `later`: those are ordered, since
/// both are taken under the lock that a commit needs.
[[nodiscard]] bool takenBefore(const Snapshot &earlier, const Snapshot &later);

/// The cursor to keep after a read in snapshot `seen` that began at cursor `old`: only what is durable. After a crash
/// Postgres gives xids out again that never reached the disk, so nothing above the highest feed entry that was read
/// (and so was committed and flushed) may be covered. Understating is harmless: the same rows travel again.
[[nodiscard]] Snapshot keep(const Snapshot &old, const Snapshot &seen, std::optional<quint64> highestEntry);

/// SQL for the entries of sync.changes that `cursor` has not seen, in two conditions that are an index scan each.
/// (One `xid >= xmin and not visible` would rescan everything behind one long transaction.)
struct UnseenConditions {
    QByteArray later; ///< xid >= xmax
    QByteArray inProgress; ///< xid = any (xip); empty when there is none
};
[[nodiscard]] UnseenConditions unseenBy(const Snapshot &cursor);

} // namespace projective::gateway
