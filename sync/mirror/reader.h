#pragma once

#include "sync/mirror/database.h"
#include "sync/query/query.h"

#include <QSet>
#include <QStringList>

namespace projective {

/// A read-only connection to mirror.db: it can neither write nor checkpoint. Belongs to one thread. LiveQueries has
/// one, and `projectivectl sql`.
class Reader
{
public:
    struct Table {
        QStringList columns;
        QList<query::Row> rows;
    };
    /// Errors: Storage*; NotFound when there is no mirror yet.
    [[nodiscard]] static Result<Reader> open(const QString &folder);

    /// One statement. Errors: InvalidArgument for SQL that is wrong or would write, Cancelled after interrupt().
    [[nodiscard]] Result<Table> run(const QString &sql, const QVariantList &params = {});
    /// For statements that run often. `tablesRead` (may be null) gets the names of the tables that it reads.
    [[nodiscard]] Result<Statement> prepare(const QString &sql, QSet<QString> *tablesRead);
    [[nodiscard]] Result<QList<query::Row>> rows(Statement &statement, const QVariantList &params);

    /// Ends what is running, from any thread.
    void interrupt();
    [[nodiscard]] Database &database() { return m_database; }

private:
    Database m_database;
};

} // namespace projective
