#include "ui/delegates/rowdelegate.h"

#include "models/sectionedmodel.h"
#include "models/stagerecord.h"
#include "ui/widgets/rowpaint.h"

#include <QLocale>
#include <QPainter>
#include <QStyle>

namespace projective {

RowDelegate::RowDelegate(Theme &theme, int lines, QObject *parent)
    : ElidingDelegate(parent)
    , m_theme(theme)
    , m_lines(lines)
{
}

QRect RowDelegate::Cells::takeEnd(int width)
{
    const int taken = qMin(width, rest.width());
    const QRect cell = direction == Qt::RightToLeft ? QRect(rest.left(), rest.top(), taken, rest.height())
                                                    : QRect(rest.right() + 1 - taken, rest.top(), taken, rest.height());
    rest = direction == Qt::RightToLeft ? rest.adjusted(taken, 0, 0, 0) : rest.adjusted(0, 0, -taken, 0);
    return cell;
}

QRect RowDelegate::Cells::takeStart(int width)
{
    const int taken = qMin(width, rest.width());
    const QRect cell = direction == Qt::RightToLeft ? QRect(rest.right() + 1 - taken, rest.top(), taken, rest.height())
                                                    : QRect(rest.left(), rest.top(), taken, rest.height());
    rest = direction == Qt::RightToLeft ? rest.adjusted(0, 0, -taken, 0) : rest.adjusted(taken, 0, 0, 0);
    return cell;
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const int row = m_theme.rowHeight();
    if (index.data(SectionedModel::IsSectionRole).toBool())
        return QSize(160, row + Theme::halfGrid);
    return QSize(160, m_lines > 1 ? row + 2 * Theme::grid + Theme::halfGrid : row);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(option.direction);
    if (index.data(SectionedModel::IsSectionRole).toBool()) {
        paintSection(painter, option, index);
    } else {
        RowPaint row(m_theme, painter, option.rect, option.direction);
        row.background(option.state & QStyle::State_Selected, option.state & QStyle::State_MouseOver);
        Cells cells{option.rect.adjusted(Theme::grid, 0, -Theme::grid, 0), option.direction};
        paintRow(painter, cells, index);
        if (option.state & QStyle::State_HasFocus)
            row.focus();
    }
    painter->restore();
}

void RowDelegate::paintSection(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Cells cells{option.rect.adjusted(Theme::grid, Theme::halfGrid, -Theme::grid, 0), option.direction};
    const QString name = section(index.data(SectionedModel::SectionRole));
    painter->setFont(m_theme.font(Theme::TextStyle::Strong));
    const int width = painter->fontMetrics().horizontalAdvance(name) + Theme::grid;
    write(painter, cells.takeStart(width), name, Theme::TextStyle::Strong, Theme::Token::Text);
    const QString count = QLocale().toString(index.data(SectionedModel::SectionCountRole).toInt());
    write(painter, cells.takeStart(6 * Theme::grid), count, Theme::TextStyle::Secondary, Theme::Token::Muted);
}

void RowDelegate::write(QPainter *painter, const QRect &cell, const QString &text, Theme::TextStyle style,
    Theme::Token token, Qt::Alignment alignment) const
{
    painter->setFont(m_theme.font(style));
    painter->setPen(token == Theme::Token::Text || token == Theme::Token::Muted
            ? m_theme.color(token)
            : m_theme.readable(token, m_theme.color(Theme::Token::Canvas)));
    const QString line = QString(text).replace(QLatin1Char('\n'), QLatin1Char(' '));
    const QString shown = painter->fontMetrics().elidedText(line, Qt::ElideRight, cell.width());
    noteCut(shown != line);
    const Qt::Alignment vertical
        = alignment & Qt::AlignVertical_Mask ? alignment & Qt::AlignVertical_Mask : Qt::AlignVCenter;
    const Qt::Alignment sides = alignment & Qt::AlignHorizontal_Mask;
    painter->drawText(cell, lineFlags(painter->layoutDirection(), sides | vertical, shown), shown);
}

void RowDelegate::markPending(QPainter *painter, Cells &cells, int pendingState) const
{
    const auto state = static_cast<PendingState>(pendingState);
    if (state == PendingState::None)
        return;
    QRect box(0, 0, Theme::iconSize, Theme::iconSize);
    box.moveCenter(cells.takeEnd(Theme::iconSize + Theme::halfGrid).center());
    const bool refused = state == PendingState::Refused;
    m_theme
        .icon(refused ? QStringLiteral("alert") : QStringLiteral("clock"),
            refused ? Theme::Token::Bad : Theme::Token::Muted)
        .paint(painter, box);
}

} // namespace projective
