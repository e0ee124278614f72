#pragma once

#include "sync/base/result.h"
#include "sync/gateway/database.h"
#include "sync/mirror/catalog.h"

#include <QHash>
#include <QMap>
#include <QStringList>
#include <QUuid>

#include <utility>

namespace projective::test {

class Ctl;

/// Where the windows of a mirror begin: per relation id and scope ("kind:uuid").
using WindowFloors = QHash<std::pair<int, QString>, qint64>;

/// What a user sees, in canonical text: the same text for the same rows, whether it was read from SQLite or Postgres.
struct Dump {
    QStringList scopes; ///< held, sorted
    QMap<QString, QStringList> rows; ///< per relation, sorted: "key␟scope_kind␟…", every synced column
    WindowFloors floors; ///< only of a mirror

    [[nodiscard]] qsizetype count() const;
};

/// The catalog, as the gateway gives it to clients.
[[nodiscard]] Result<Catalog> readCatalog(gateway::Database &database);

/// All relations of a mirror in one snapshot of its file; whether a client has it open or not. Errors: Storage*.
[[nodiscard]] Result<Dump> dumpMirror(const QString &folder, const Catalog &catalog);

/// The same as `projectivectl sql` prints it to a script, relation by relation; without floors.
[[nodiscard]] Result<Dump> dumpPrinted(const Ctl &ctl, const Catalog &catalog);

/// What this mirror should hold: what row security shows its user of the scopes that they hold, within the mirror's
/// windows, and without what belongs to the user's other installations. In one snapshot, as role authenticated with the
/// user's claims; the connection must be a superuser's.
[[nodiscard]] Result<Dump> dumpServer(
    gateway::Database &database, const Catalog &catalog, const QUuid &user, const Dump &mirror);

/// Empty when they are equal; else what differs, a few rows of each relation.
[[nodiscard]] QString differenceOf(const Dump &mirror, const Dump &server);

/// Windows in which a mirror holds less than it should: fewer rows than the catalog says although there are more.
[[nodiscard]] Result<QStringList> shortWindows(
    gateway::Database &database, const Catalog &catalog, const WindowFloors &floors);

} // namespace projective::test
