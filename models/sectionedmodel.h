#pragma once

#include "sync/query/query.h"

#include <QAbstractListModel>

#include <functional>

namespace projective {

/// A flat list with a heading before each run of rows of one section. Changes of the source become steps, as in
/// QueryModel, so that a view with headings keeps its place too. Rows that are not headings pass their roles on.
class SectionedModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IsSectionRole = Qt::UserRole + 1000,
        SectionRole, ///< what sectionOf gave
        SectionCountRole, ///< rows under the heading
    };
    /// The section of a source row; an invalid value puts no heading before it.
    using SectionOf = std::function<QVariant(const QModelIndex &)>;
    /// `keyRole` gives a value that identifies a source row.
    SectionedModel(QAbstractItemModel &source, int keyRole, SectionOf sectionOf, QObject *parent = nullptr);

    /// Groups anew by the present answers of sectionOf (another grouping was chosen, midnight has passed).
    void regroup();
    [[nodiscard]] QModelIndex mapToSource(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex &sourceIndex) const;
    [[nodiscard]] bool isSection(int row) const { return m_lines.at(row).heading; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

private:
    struct Line {
        QByteArray key;
        QVariant section;
        int count = 0;
        QPersistentModelIndex source;
        bool heading = false;
    };
    [[nodiscard]] QList<Line> layOut() const;
    void apply(const query::Change &change, const QHash<QByteArray, Line> &lines);
    void passOn(const QModelIndex &first, const QModelIndex &last);

    QAbstractItemModel &m_source;
    const int m_keyRole;
    const SectionOf m_sectionOf;
    QList<Line> m_lines;
};

} // namespace projective
