#include "ui/delegates/foundmessagedelegate.h"

#include "models/messagesearchmodel.h"
#include "ui/markdown.h"
#include "ui/words.h"

#include <QPainter>

namespace projective {

namespace {
QString senderOf(const QModelIndex &index)
{
    const QString name = index.data(MessageSearchModel::SenderNameRole).toString();
    return name.isEmpty() ? FoundMessageDelegate::tr("Former member") : name;
}

QString snippetOf(const QModelIndex &index)
{
    return markdownToLine(index.data(MessageSearchModel::SnippetRole).toString());
}
} // namespace

FoundMessageDelegate::FoundMessageDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 2, parent)
{
}

void FoundMessageDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const QRect row = cells.rest.adjusted(0, Theme::halfGrid, 0, -Theme::halfGrid);
    Cells upper{QRect(row.left(), row.top(), row.width(), row.height() / 2), cells.direction};
    const QRect lower(row.left(), row.top() + row.height() / 2, row.width(), row.height() - row.height() / 2);
    const QDateTime time = index.data(MessageSearchModel::TimeRole).toDateTime();
    write(painter, upper.takeEnd(qMin(160, row.width() / 2)), words::relativeTime(time, QDateTime::currentDateTime()),
        Theme::TextStyle::Secondary, Theme::Token::Muted, Qt::AlignRight);
    noteTime(time);
    write(painter, upper.rest, senderOf(index), Theme::TextStyle::Strong, Theme::Token::Text);
    write(painter, lower, snippetOf(index), Theme::TextStyle::Body, Theme::Token::Text);
}

QString FoundMessageDelegate::spoken(const QModelIndex &index)
{
    const QDateTime time = index.data(MessageSearchModel::TimeRole).toDateTime();
    //: sender, time, message
    return tr("%1, %2: %3")
        .arg(senderOf(index), words::relativeTime(time, QDateTime::currentDateTime()), snippetOf(index));
}

} // namespace projective
