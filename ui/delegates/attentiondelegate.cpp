#include "ui/delegates/attentiondelegate.h"

#include "models/attentionmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"
#include "ui/words.h"

#include <QPainter>

namespace projective {

AttentionDelegate::AttentionDelegate(Theme &theme, QObject *parent)
    : ElidingDelegate(parent)
    , m_theme(theme)
{
}

QSize AttentionDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(100, m_theme.rowHeight() + Theme::halfGrid);
}

void AttentionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect area = option.rect.adjusted(Theme::halfGrid, 1, -Theme::halfGrid, -1);
    RowPaint row(m_theme, painter, area, option.direction);
    row.background(option.state & QStyle::State_Selected, option.state & QStyle::State_MouseOver);
    row.skip(Theme::grid);
    row.skipEnd(Theme::grid);
    row.icon(index.data(AttentionModel::OutcomeRole).toString() == u"conflict" ? QStringLiteral("copy")
                                                                               : QStringLiteral("alert"),
        Theme::Token::Bad);
    row.skip(Theme::grid);
    const QDateTime time = index.data(AttentionModel::TriedAtRole).toDateTime();
    row.textEnd(
        words::relativeTime(time, QDateTime::currentDateTime()), Theme::TextStyle::Caption, Theme::Token::Muted);
    noteTime(time);
    row.text(words::command(index.data(AttentionModel::CommandRole).toString()), Theme::TextStyle::Strong,
        Theme::Token::Text);
    row.skip(Theme::grid);
    row.text(index.data(AttentionModel::SubjectRole).toString(), Theme::TextStyle::Body, Theme::Token::Muted);
    noteCut(row.isCut());
    if (option.state & QStyle::State_HasFocus)
        row.focus();
    painter->restore();
}

QString AttentionDelegate::spoken(const QModelIndex &index)
{
    return tr("%1, %2. Not accepted.")
        .arg(words::command(index.data(AttentionModel::CommandRole).toString()),
            index.data(AttentionModel::SubjectRole).toString());
}

} // namespace projective
