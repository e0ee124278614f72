#pragma once

#include "sync/query/query.h"

#include <QHash>

struct sqlite3;

namespace projective::test {

/// A query::Source over one SQLite connection in the test's own thread: results arrive in deliver(), when the test says
/// so. SQL may use id('name') for a uuid made from a name and at('2026-11-22T09:00') for a time in UTC.
class SqliteSource : public query::Source
{
public:
    SqliteSource();
    ~SqliteSource() override;

    /// Runs statements that give no rows; fails the program with SQLite's words when they do not run.
    void execute(const QString &sql);
    void executeFile(const QString &path);
    /// Runs every open query again and hands on what changed.
    void deliver();
    /// The id that id('name') gives.
    [[nodiscard]] static QUuid id(const QString &name);

    [[nodiscard]] std::unique_ptr<query::Subscription> open(
        const query::Query &query, query::Receiver receiver) override;

private:
    class Watch;
    [[nodiscard]] QList<query::Row> rows(const query::Query &query) const;

    sqlite3 *m_db = nullptr;
    QList<Watch *> m_watches;
};

} // namespace projective::test
