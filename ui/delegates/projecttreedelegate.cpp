#include "ui/delegates/projecttreedelegate.h"

#include "models/projecttreemodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"

#include <QLocale>
#include <QPainter>

namespace projective {

ProjectTreeDelegate::ProjectTreeDelegate(Theme &theme, QObject *parent)
    : ElidingDelegate(parent)
    , m_theme(theme)
{
}

QSize ProjectTreeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(100, m_theme.rowHeight());
}

void ProjectTreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool channel = index.data(ProjectTreeModel::IsChannelRole).toBool();
    const bool muted = index.data(ProjectTreeModel::MutedRole).toBool();
    const int unread = index.data(ProjectTreeModel::UnreadRole).toInt();
    const QString status = index.data(ProjectTreeModel::StatusRole).toString();
    const bool closed = status == u"completed" || status == u"cancelled";
    const bool selected = option.state & QStyle::State_Selected;

    RowPaint row(m_theme, painter, option.rect, option.direction);
    row.background(selected, option.state & QStyle::State_MouseOver, Theme::Token::Sunken);
    row.skip(m_folded ? (option.rect.width() - Theme::iconSize) / 2 : channel ? 3 * Theme::grid : Theme::grid);
    const QString icon = !channel                              ? QStringLiteral("projects")
        : index.data(ProjectTreeModel::IsPrivateRole).toBool() ? QStringLiteral("lock")
                                                               : QStringLiteral("hash");
    row.icon(icon, selected ? Theme::Token::Accent : Theme::Token::Muted);
    row.skip(Theme::grid);
    if (!m_folded) {
        row.skipEnd(Theme::halfGrid);
        if (unread > 0) {
            const bool exact = index.data(ProjectTreeModel::UnreadIsExactRole).toBool();
            const QString count = QLocale().toString(unread);
            row.countEnd(exact ? count : count + u'+', Theme::Token::Accent, !muted);
        }
        if (index.data(ProjectTreeModel::PendingRole).toBool())
            row.iconEnd(QStringLiteral("clock"), Theme::Token::Muted);
        const bool strong = unread > 0 && !muted;
        row.text(index.data(ProjectTreeModel::TitleRole).toString(),
            strong ? Theme::TextStyle::Strong : Theme::TextStyle::Body,
            closed || muted ? Theme::Token::Muted : Theme::Token::Text);
    } else if (unread > 0) {
        row.dot(muted ? Theme::Token::Muted : Theme::Token::Accent);
    }
    // A folded row shows no name at all.
    noteCut(m_folded || row.isCut());
    if (option.state & QStyle::State_HasFocus)
        row.focus();
    painter->restore();
}

} // namespace projective
