#include "ui/delegates/elidingdelegate.h"

#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QPixmap>
#include <QToolTip>

namespace projective {

bool ElidingDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    // Only paint() knows what had room, and rows painted since were others: once more, to nowhere.
    QPixmap nowhere(1, 1);
    QPainter painter(&nowhere);
    m_cut = false;
    m_time = QDateTime();
    paint(&painter, option, index);
    const QString spoken = index.data(Qt::AccessibleTextRole).toString();
    const QString whole = spoken.isEmpty() ? index.data(Qt::DisplayRole).toString() : spoken;
    QToolTip::showText(event->globalPos(),
        plainToolTip(m_cut ? whole : QString()) + plainToolTip(words::exactTime(m_time)), view->viewport(),
        option.rect);
    return true;
}

} // namespace projective
