#pragma once

#include "sync/query/query.h"

#include <QAbstractTableModel>

#include <memory>

namespace projective {

/// Base of every list and table fed by a live query: keeps it open and turns its differences into inserts, removals,
/// moves and changes. It never resets, so selection and scroll position survive whatever arrives, also another query.
/// GUI thread; owned by the page that shows it. Subclass RecordModel, which holds the rows.
class QueryModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY loadedChanged)
public:
    ~QueryModel() override;

    /// False until the first result is in: only then is an empty list known to be empty.
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loadedChanged();
    /// After all steps of a difference, also when it had none.
    void updated();

protected:
    QueryModel(query::Source &source, int columns, QObject *parent);

    /// Opens the query, or asks for it in place of the present one. An equal query changes nothing.
    void setQuery(const query::Query &query);
    /// As setQuery(), for SQL that ends in "limit ?" without its value: `step` rows first, more as fetchMore() is
    /// called.
    void setWindowedQuery(const query::Query &query, int step);

private:
    virtual void insertRecords(int first, const QList<query::Row> &rows) = 0;
    virtual void updateRecords(int first, const QList<query::Row> &rows) = 0;
    virtual void removeRecords(int first, int count) = 0;
    virtual void moveRecord(int from, int to) = 0;

    void apply(const query::Difference &difference);
    void applyChange(const query::Change &change);
    void send(const query::Query &query);

    query::Source &m_source;
    const int m_columns;
    query::Query m_query; ///< as set: a windowed one without its limit
    int m_step = 0; ///< 0: not windowed
    int m_window = 0;
    int m_rowsWhenAsked = -1; ///< so that one end of the list asks once
    bool m_loaded = false;
    std::unique_ptr<query::Subscription> m_subscription;
};

} // namespace projective
