#pragma once

#include "sync/mirror/outbox.h"

#include <QList>

namespace projective::outboxfile {

inline constexpr int schemaVersion = 1;

/// Makes the tables of an empty file.
[[nodiscard]] Result<void> create(Database &database);
[[nodiscard]] Result<void> write(Database &database, const OutboxEntry &entry);
/// All entries by position. Errors: StorageCorrupt for a row that can't be understood.
[[nodiscard]] Result<QList<OutboxEntry>> read(Database &database);

/// What could be saved from a damaged file.
struct Salvage {
    QList<OutboxEntry> entries;
    QList<Draft> drafts;
    QByteArray user;
    QByteArray installation;
    quint64 lastNumber = 0;
    QStringList lost; ///< "<time> <command>" or what else is known of each part that could not be read
};
/// Reads row by row, past what is damaged; what can't be read is in `lost`. Errors: Storage* where there is no room for
/// the copy that is read.
[[nodiscard]] Result<Salvage> salvage(const QString &path);

} // namespace projective::outboxfile
