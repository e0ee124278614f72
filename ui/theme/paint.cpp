// The shapes that Theme draws itself: states of a stage, discs with initials, boxes to tick.
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QTextBoundaryFinder>

namespace projective {

namespace {

/// A circle's outline with `quarters` of it filled, clockwise from the top.
void paintQuarters(QPainter *painter, const QRectF &box, int quarters, bool mirrored)
{
    painter->setBrush(Qt::NoBrush);
    painter->drawEllipse(box);
    if (quarters == 0)
        return;
    painter->setBrush(painter->pen().color());
    const int span = quarters * 90 * 16;
    const qreal inset = box.width() * 0.16;
    painter->drawPie(box.adjusted(inset, inset, -inset, -inset), 90 * 16, mirrored ? span : -span);
}

void paintStrokes(QPainter *painter, const QRectF &box, std::initializer_list<QPointF> points)
{
    QPainterPath path;
    for (const QPointF &point : points) {
        const QPointF at(box.left() + point.x() * box.width(), box.top() + point.y() * box.height());
        if (path.elementCount() == 0)
            path.moveTo(at);
        else
            path.lineTo(at);
    }
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(path);
}

/// An arc with a head: changes were asked for.
void paintRevisions(QPainter *painter, const QRectF &box)
{
    painter->setBrush(Qt::NoBrush);
    painter->drawArc(box, 150 * 16, -300 * 16);
    paintStrokes(painter, box, {{-0.10, 0.08}, {0.08, 0.34}, {0.36, 0.20}});
}

void paintFlag(QPainter *painter, const QRectF &box)
{
    paintStrokes(painter, box, {{0.16, 1.0}, {0.16, 0.0}, {0.92, 0.0}, {0.70, 0.29}, {0.92, 0.58}, {0.16, 0.58}});
}

/// The first letters of the first and last word, as whole characters.
QString initials(const QString &name)
{
    const QStringList words = name.simplified().split(u' ', Qt::SkipEmptyParts);
    QString result;
    for (const QString &word : {words.value(0), words.size() > 1 ? words.last() : QString()}) {
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
        const qsizetype end = finder.toNextBoundary();
        if (end > 0)
            result += word.left(end).toUpper();
    }
    return result;
}

} // namespace

void Theme::paintStageState(QPainter *painter, const QRectF &rect, StageState state, bool mirrored) const
{
    const qreal size = qMin<qreal>(qMin(rect.width(), rect.height()), iconSize) * 0.75;
    QRectF box(0, 0, size, size);
    box.moveCenter(rect.center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color(stageToken(state)), size / 8.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    switch (state) {
    case StageState::Open:
        paintQuarters(painter, box, 0, mirrored);
        break;
    case StageState::Assigned:
        paintQuarters(painter, box, 1, mirrored);
        break;
    case StageState::InProgress:
        paintQuarters(painter, box, 2, mirrored);
        break;
    case StageState::Submitted:
        paintQuarters(painter, box, 3, mirrored);
        break;
    case StageState::Revisions:
        paintRevisions(painter, box);
        break;
    case StageState::Approved:
        paintStrokes(painter, box, {{0.05, 0.55}, {0.36, 0.86}, {0.95, 0.16}});
        break;
    case StageState::Paid:
        painter->setBrush(painter->pen().color());
        painter->drawEllipse(box);
        break;
    case StageState::Frozen:
        paintFlag(painter, box);
        break;
    case StageState::Closed:
        paintStrokes(painter, box, {{0.12, 0.12}, {0.88, 0.88}});
        paintStrokes(painter, box, {{0.88, 0.12}, {0.12, 0.88}});
        break;
    }
    painter->restore();
}

void Theme::paintAvatar(QPainter *painter, const QRectF &rect, const QString &name, const QColor &fill) const
{
    const QColor disc = fill.isValid() ? fill : tint(Token::Muted, 0.22);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(disc);
    painter->drawEllipse(rect);
    QFont small = font(TextStyle::Caption);
    small.setPixelSize(qMax(7, qRound(rect.height() * 0.40)));
    small.setWeight(QFont::DemiBold);
    painter->setFont(small);
    painter->setPen(fill.isValid() ? textOn(disc) : readable(Token::Text, disc));
    painter->drawText(rect, Qt::AlignCenter, initials(name));
    painter->restore();
}

void Theme::paintIndicator(QPainter *painter, const QRect &rect, bool round, bool enabled, Qt::CheckState state) const
{
    const bool on = state != Qt::Unchecked;
    const QColor fill = on ? color(enabled ? Token::Accent : Token::Muted) : color(Token::Raised);
    const QColor border = on ? fill : color(enabled ? Token::Edge : Token::Line);
    const QRectF box = QRectF(0, 0, 16, 16).translated(QRectF(rect).center() - QPointF(8, 8)).adjusted(1, 1, -1, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(border, 1.2));
    painter->setBrush(fill);
    painter->drawRoundedRect(box, round ? box.width() / 2 : 3, round ? box.width() / 2 : 3);
    painter->setPen(QPen(textOn(fill), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (state == Qt::PartiallyChecked) {
        paintStrokes(painter, box, {{0.28, 0.5}, {0.72, 0.5}});
    } else if (on && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(textOn(fill));
        painter->drawEllipse(box.center(), 3, 3);
    } else if (on) {
        paintStrokes(painter, box, {{0.25, 0.52}, {0.43, 0.7}, {0.75, 0.32}});
    }
    painter->restore();
}

int lineFlags(Qt::LayoutDirection page, Qt::Alignment alignment, const QString &text)
{
    return static_cast<int>(QStyle::visualAlignment(page, alignment) | Qt::AlignAbsolute) | Qt::TextSingleLine
        | (text.isRightToLeft() ? Qt::TextForceRightToLeft : Qt::TextForceLeftToRight);
}

} // namespace projective
