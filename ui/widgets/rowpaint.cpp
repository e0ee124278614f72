#include "ui/widgets/rowpaint.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace projective {

RowPaint::RowPaint(const Theme &theme, QPainter *painter, const QRect &rect, Qt::LayoutDirection direction)
    : m_theme(theme)
    , m_painter(painter)
    , m_rect(rect)
    , m_direction(direction)
    , m_start(rect.left())
    , m_end(rect.right() + 1)
    , m_fill(theme.color(Theme::Token::Canvas))
{
}

void RowPaint::background(bool selected, bool hovered, Theme::Token over)
{
    m_fill = m_theme.color(over);
    if (selected)
        m_fill = m_theme.tint(Theme::Token::Accent, 0.14, over);
    else if (hovered)
        m_fill = m_theme.tint(Theme::Token::Muted, 0.10, over);
    else
        return;
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_fill);
    m_painter->drawRoundedRect(m_rect.adjusted(0, 1, 0, -1), Theme::controlRadius, Theme::controlRadius);
}

void RowPaint::focus()
{
    m_painter->setBrush(Qt::NoBrush);
    m_painter->setPen(QPen(m_theme.color(Theme::Token::Accent), 2));
    m_painter->drawRoundedRect(QRectF(m_rect).adjusted(1, 2, -1, -2), Theme::controlRadius, Theme::controlRadius);
}

void RowPaint::skip(int width)
{
    m_start = qMin(m_start + width, m_end);
}

void RowPaint::skipEnd(int width)
{
    m_end = qMax(m_end - width, m_start);
}

QRect RowPaint::place(int from, int width) const
{
    return QStyle::visualRect(m_direction, m_rect, QRect(from, m_rect.top(), width, m_rect.height()));
}

QRect RowPaint::take(int width)
{
    const int from = m_start;
    skip(width);
    return place(from, m_start - from);
}

QRect RowPaint::takeEnd(int width)
{
    const int to = m_end;
    skipEnd(width);
    return place(m_end, to - m_end);
}

void RowPaint::icon(const QString &name, Theme::Token token)
{
    QRect box(0, 0, Theme::iconSize, Theme::iconSize);
    box.moveCenter(take(Theme::iconSize).center());
    m_theme.icon(name, token).paint(m_painter, box);
}

void RowPaint::iconEnd(const QString &name, Theme::Token token)
{
    QRect box(0, 0, Theme::iconSize, Theme::iconSize);
    box.moveCenter(takeEnd(Theme::iconSize).center());
    m_theme.icon(name, token).paint(m_painter, box);
}

void RowPaint::stage(StageState state)
{
    m_theme.paintStageState(m_painter, take(Theme::iconSize), state, m_direction == Qt::RightToLeft);
}

void RowPaint::bullet(Theme::Token token)
{
    QRect box(0, 0, Theme::grid, Theme::grid);
    box.moveCenter(take(Theme::iconSize).center());
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_theme.color(token));
    m_painter->drawEllipse(box);
}

void RowPaint::avatar(const QString &name, int size, const QColor &fill)
{
    QRect box(0, 0, size, size);
    box.moveCenter(take(size).center());
    m_theme.paintAvatar(m_painter, box, name, fill);
}

void RowPaint::draw(const QRect &rect, const QString &text, Theme::Token token)
{
    m_painter->setPen(token == Theme::Token::Text ? m_theme.color(token) : m_theme.readable(token, m_fill));
    const QString line = m_painter->fontMetrics().elidedText(text, Qt::ElideRight, rect.width());
    m_cut = m_cut || line != text;
    m_painter->drawText(rect, lineFlags(m_direction, Qt::AlignLeft | Qt::AlignVCenter, line), line);
}

void RowPaint::text(const QString &text, Theme::TextStyle style, Theme::Token token)
{
    m_painter->setFont(m_theme.font(style));
    const QString line = QString(text).replace(u'\n', u' ');
    draw(take(m_painter->fontMetrics().horizontalAdvance(line) + 1), line, token);
}

void RowPaint::textEnd(const QString &text, Theme::TextStyle style, Theme::Token token)
{
    m_painter->setFont(m_theme.font(style));
    draw(takeEnd(m_painter->fontMetrics().horizontalAdvance(text) + 1), text, token);
    skipEnd(Theme::grid);
}

void RowPaint::countEnd(const QString &text, Theme::Token token, bool filled)
{
    m_painter->setFont(m_theme.font(Theme::TextStyle::Caption));
    const QFontMetrics metrics = m_painter->fontMetrics();
    const int height = metrics.height() + 2;
    QRect pill(0, 0, qMax(height, metrics.horizontalAdvance(text) + Theme::grid + 2), height);
    pill.moveCenter(takeEnd(pill.width()).center());
    const QColor fill = filled ? m_theme.color(token) : m_theme.tint(token, 0.18);
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(fill);
    m_painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
    m_painter->setPen(filled ? Theme::textOn(fill) : m_theme.readable(Theme::Token::Text, fill));
    m_painter->drawText(pill, lineFlags(m_direction, Qt::AlignCenter, text), text);
    skipEnd(Theme::halfGrid);
}

void RowPaint::dot(Theme::Token token)
{
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_theme.color(token));
    const QRect box = QStyle::visualRect(m_direction, m_rect, QRect(m_rect.right() - 14, m_rect.top() + 6, 7, 7));
    m_painter->drawEllipse(box);
}

} // namespace projective
