#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QVariantList>

#include <functional>
#include <memory>

namespace projective::query {

/// A read of the mirror, in SQLite's SQL. Parameters are bound by position; uuids as QByteArray of 16 bytes, times as
/// integer microseconds since the Unix epoch, amounts as integer minor units, booleans as 0/1.
/// The first `keyColumns` columns of a row identify it; no two rows of a result share a key.
struct Query {
    QString sql;
    QVariantList params;
    int keyColumns = 1;
    friend bool operator==(const Query &, const Query &) = default;
};

/// Values of one result row in the order of the SELECT: qlonglong, double, QString, QByteArray or an invalid QVariant.
using Row = QVariantList;

/// One step from an old result to a new one; steps are applied in order, each to what the steps before it left.
struct Change {
    enum class Kind {
        Insert, ///< `rows` are put before row `first`.
        Remove, ///< `count` rows from `first` are taken out.
        Move, ///< Row `first` is taken out and put before row `to` (counted before it was taken out, as beginMoveRows).
        Update, ///< `rows` replace those from `first`; keys stay.
    };
    Kind kind = Kind::Insert;
    int first = 0;
    int count = 0;
    int to = 0;
    QList<Row> rows;
};
using Difference = QList<Change>;

/// The steps that lead from `before` to `after` (both without double keys). Runs of neighbours are merged.
/// O(n log n) in the number of rows.
[[nodiscard]] Difference difference(const QList<Row> &before, const QList<Row> &after, int keyColumns);

/// Keeps a live query open; closes it when destroyed. Belongs to the thread that opened it.
class Subscription
{
public:
    virtual ~Subscription() = default;
    /// Asks for another query in its place (a longer window, another filter): differences lead from the old result to
    /// the new one, so a view keeps its place.
    virtual void replace(const Query &query) = 0;
};

/// What is called, in the thread that opened the query: first with the whole result as one Insert (also when it is
/// empty), then with each change. `loaded` is true from the first call on.
using Receiver = std::function<void(const Difference &)>;

/// The seam between models and the reader thread: the only way in which screens read. Implemented by mirror's
/// LiveQueries.
class Source
{
public:
    virtual ~Source() = default;
    [[nodiscard]] virtual std::unique_ptr<Subscription> open(const Query &query, Receiver receiver) = 0;
};

} // namespace projective::query

Q_DECLARE_METATYPE(projective::query::Query)
Q_DECLARE_METATYPE(projective::query::Difference)
