#pragma once

#include <QStyledItemDelegate>

namespace projective {

/// Base of delegates that cut what has no room: a tool tip then tells the row in full, in the words of a screen reader.
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

private:
    mutable bool m_cut = false;
};

} // namespace projective
