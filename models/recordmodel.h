#pragma once

#include "models/querymodel.h"

namespace projective {

/// A QueryModel whose rows are values of a struct. Subclasses say how a row is read and what their roles mean.
template <typename Record>
class RecordModel : public QueryModel
{
public:
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_records.size());
    }
    /// `row` is within 0 and rowCount() - 1.
    [[nodiscard]] const Record &record(int row) const { return m_records.at(row); }
    [[nodiscard]] const QList<Record> &records() const { return m_records; }

protected:
    using QueryModel::QueryModel;
    [[nodiscard]] virtual Record read(const query::Row &row) const = 0;

private:
    void insertRecords(int first, const QList<query::Row> &rows) override
    {
        m_records.insert(first, rows.size(), Record());
        updateRecords(first, rows);
    }
    void updateRecords(int first, const QList<query::Row> &rows) override
    {
        for (const query::Row &row : rows)
            m_records[first++] = read(row);
    }
    void removeRecords(int first, int count) override { m_records.remove(first, count); }
    void moveRecord(int from, int to) override { m_records.move(from, to); }

    QList<Record> m_records;
};

} // namespace projective
