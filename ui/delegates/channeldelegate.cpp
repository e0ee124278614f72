#include "ui/delegates/channeldelegate.h"

#include "models/channellistmodel.h"
#include "ui/markdown.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"
#include "ui/words.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>

namespace projective {

namespace {
QString lastLine(const QModelIndex &index)
{
    const QString body = markdownToLine(index.data(ChannelListModel::LastBodyRole).toString());
    const QString sender = index.data(ChannelListModel::LastSenderRole).toString();
    if (body.isEmpty())
        return ChannelDelegate::tr("No messages yet");
    return sender.isEmpty() ? body
                            : ChannelDelegate::tr("%1: %2", "sender: message").arg(words::isolated(sender), body);
}
} // namespace

ChannelDelegate::ChannelDelegate(Theme &theme, QObject *parent)
    : ElidingDelegate(parent)
    , m_theme(theme)
{
}

QSize ChannelDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int text = QFontMetrics(m_theme.font(Theme::TextStyle::Body)).height()
        + QFontMetrics(m_theme.font(Theme::TextStyle::Secondary)).height();
    return QSize(100, qMax(2 * m_theme.rowHeight() - Theme::grid, text + 2 * Theme::grid));
}

void ChannelDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect area = option.rect.adjusted(Theme::halfGrid, 1, -Theme::halfGrid, -1);
    const bool selected = option.state & QStyle::State_Selected;
    const int unread = index.data(ChannelListModel::UnreadRole).toInt();
    const bool muted = index.data(ChannelListModel::MutedRole).toBool();
    RowPaint row(m_theme, painter, area, option.direction);
    row.background(selected, option.state & QStyle::State_MouseOver);

    const int half = area.height() / 2;
    const QRect upperRect(area.left(), area.top() + Theme::halfGrid, area.width(), half - Theme::halfGrid);
    RowPaint upper(m_theme, painter, upperRect, option.direction);
    upper.skip(Theme::grid);
    upper.skipEnd(Theme::grid);
    const QDateTime time = index.data(ChannelListModel::LastTimeRole).toDateTime();
    upper.textEnd(
        words::relativeTime(time, QDateTime::currentDateTime()), Theme::TextStyle::Caption, Theme::Token::Muted);
    noteTime(time);
    const bool isPrivate = index.data(ChannelListModel::IsPrivateRole).toBool();
    upper.icon(isPrivate ? QStringLiteral("lock") : QStringLiteral("hash"),
        selected ? Theme::Token::Accent : Theme::Token::Muted);
    upper.skip(Theme::halfGrid);
    upper.text(index.data(ChannelListModel::NameRole).toString(),
        unread > 0 && !muted ? Theme::TextStyle::Strong : Theme::TextStyle::Body, Theme::Token::Text);
    upper.skip(Theme::grid);
    upper.text(
        index.data(ChannelListModel::ProjectTitleRole).toString(), Theme::TextStyle::Caption, Theme::Token::Muted);

    const QRect lowerRect(area.left(), area.top() + half, area.width(), half - Theme::halfGrid);
    RowPaint lower(m_theme, painter, lowerRect, option.direction);
    lower.skip(Theme::grid + Theme::iconSize + Theme::halfGrid);
    lower.skipEnd(Theme::grid);
    if (unread > 0) {
        const QString count = QLocale().toString(unread);
        const bool exact = index.data(ChannelListModel::UnreadIsExactRole).toBool();
        lower.countEnd(exact ? count : count + u'+', Theme::Token::Accent, !muted);
    }
    if (index.data(ChannelListModel::MentionsRole).toInt() > 0)
        lower.iconEnd(QStringLiteral("mention"), Theme::Token::Accent);
    lower.text(lastLine(index), Theme::TextStyle::Secondary, Theme::Token::Muted);
    noteCut(upper.isCut()); // a last line that is cut is told by opening the channel
    if (option.state & QStyle::State_HasFocus)
        row.focus();
    painter->restore();
}

QString ChannelDelegate::spoken(const QModelIndex &index)
{
    const int unread = index.data(ChannelListModel::UnreadRole).toInt();
    const QString name = tr("%1 in %2", "channel in project")
                             .arg(index.data(ChannelListModel::NameRole).toString(),
                                 index.data(ChannelListModel::ProjectTitleRole).toString());
    return unread > 0 ? tr("%1, %Ln unread. %2", nullptr, unread).arg(name, lastLine(index))
                      : tr("%1. %2", "channel. last message").arg(name, lastLine(index));
}

} // namespace projective
