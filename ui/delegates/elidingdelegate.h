#pragma once

#include <QDateTime>
#include <QStyledItemDelegate>

namespace projective {

/// Base of delegates that cut what has no room, and tell times by how long ago: a tool tip tells a row that was cut in
/// full, in the words of a screen reader, and its exact time.
class ElidingDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

protected:
    /// Said by paint() of each text, or of the row.
    void noteCut(bool cut) const { m_cut = m_cut || cut; }
    /// Said by paint() of a time that it does not write exactly.
    void noteTime(const QDateTime &time) const { m_time = time; }

private:
    mutable bool m_cut = false;
    mutable QDateTime m_time;
};

} // namespace projective
