#pragma once

#include "sync/mirror/reader.h"
#include "sync/query/query.h"

#include <QTemporaryDir>

namespace projective::test {

/// A query::Source over a real mirror, made from the catalog in tests/goldens/catalog.json, in the test's own thread:
/// results arrive in deliver(), when the test says so. A query that does not compile, or walks a whole table that grows
/// with time, ends the program. SQL may use id('name') for a uuid made from a name and at('2026-11-22T09:00') for a
/// time in UTC.
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
    /// Runs each query that was ever opened in a real LiveQueries too; empty when it gives the same rows, else which
    /// does not.
    [[nodiscard]] QString liveDifference();
    /// The id that id('name') gives.
    [[nodiscard]] static QUuid id(const QString &name);

    [[nodiscard]] std::unique_ptr<query::Subscription> open(
        const query::Query &query, query::Receiver receiver) override;

private:
    class Watch;
    void take(const query::Query &query);
    [[nodiscard]] QList<query::Row> rows(const query::Query &query);

    QTemporaryDir m_folder;
    Database m_writer;
    Reader m_reader;
    QList<Watch *> m_watches;
    QList<query::Query> m_taken; ///< every query that was opened, once
};

} // namespace projective::test
