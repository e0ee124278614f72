#include "ui/delegates/stagedelegates.h"

#include "models/myworkmodel.h"
#include "models/stagelistmodel.h"
#include "ui/pages/stagewords.h"
#include "ui/words.h"

#include <QPainter>
#include <QStyle>
#include <QTextLayout>

namespace projective {

namespace {

constexpr int wide = 560; // below it a list shows less

StageRecord stageOf(const QModelIndex &index)
{
    return index.data(StageListModel::RecordRole).value<StageRecord>();
}

bool isLate(const StageRecord &stage, const QDateTime &now)
{
    const StageState state = stage.state();
    return stage.dueDate.isValid() && stage.dueDate < now && state != StageState::Approved && state != StageState::Paid
        && state != StageState::Closed;
}

} // namespace

StageRowDelegate::StageRowDelegate(Theme &theme, SectionWords sections, QObject *parent)
    : RowDelegate(theme, 1, parent)
    , m_sections(std::move(sections))
{
}

void StageRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const StageRecord stage = stageOf(index);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool room = cells.rest.width() > wide;
    theme().paintStageState(
        painter, cells.takeStart(Theme::iconSize), stage.state(), painter->layoutDirection() == Qt::RightToLeft);
    cells.takeStart(Theme::grid);
    const Theme::Token date = isLate(stage, now) ? Theme::Token::Bad : Theme::Token::Muted;
    write(painter, cells.takeEnd(96), words::shortDate(stage.dueDate, now), Theme::TextStyle::Figures, date,
        Qt::AlignRight);
    noteTime(stage.dueDate);
    cells.takeEnd(Theme::grid);
    write(painter, cells.takeEnd(120), words::price(stage), Theme::TextStyle::Figures, Theme::Token::Text,
        Qt::AlignRight);
    if (room) {
        cells.takeEnd(2 * Theme::grid);
        write(painter, cells.takeEnd(152), words::assignee(stage), Theme::TextStyle::Body, Theme::Token::Muted);
    }
    cells.takeEnd(Theme::grid);
    markPending(painter, cells, static_cast<int>(stage.pending));
    const bool closed = stage.isClosed();
    write(painter, cells.rest, stage.name, Theme::TextStyle::Body, closed ? Theme::Token::Muted : Theme::Token::Text);
}

WorkRowDelegate::WorkRowDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 2, parent)
{
}

QString WorkRowDelegate::section(const QVariant &section) const
{
    return words::workSection(static_cast<Step>(section.toInt()));
}

void WorkRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const StageRecord stage = stageOf(index);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto step = static_cast<Step>(index.data(MyWorkModel::StepRole).toInt());
    const QDateTime date = index.data(MyWorkModel::DateRole).toDateTime();
    theme().paintStageState(
        painter, cells.takeStart(Theme::iconSize), stage.state(), painter->layoutDirection() == Qt::RightToLeft);
    cells.takeStart(Theme::grid);
    const bool urgent = date.isValid() && date < now.addDays(2);
    const QRect end = cells.takeEnd(qMin(240, cells.rest.width() / 2));
    const QRect upper(end.left(), end.top() + Theme::halfGrid, end.width(), end.height() / 2 - Theme::halfGrid);
    const QRect lower(end.left(), end.center().y(), end.width(), end.height() / 2 - Theme::halfGrid);
    write(painter, upper, words::workDate(step, date, now), Theme::TextStyle::Body,
        urgent ? Theme::Token::Warn : Theme::Token::Muted, Qt::AlignRight);
    noteTime(date);
    const Money moved = index.data(MyWorkModel::NextStepRole).value<NextStep>().money;
    write(painter, lower, moved.cents > 0 ? formatMoney(moved) : words::price(stage), Theme::TextStyle::Figures,
        Theme::Token::Muted, Qt::AlignRight);
    markPending(painter, cells, static_cast<int>(stage.pending));
    const QRect &rest = cells.rest;
    write(painter, QRect(rest.left(), upper.top(), rest.width(), upper.height()), stage.name, Theme::TextStyle::Strong,
        Theme::Token::Text);
    write(painter, QRect(rest.left(), lower.top(), rest.width(), lower.height()), stage.projectTitle,
        Theme::TextStyle::Secondary, Theme::Token::Muted);
}

StageCardDelegate::StageCardDelegate(Theme &theme, QObject *parent)
    : ElidingDelegate(parent)
    , m_theme(theme)
{
}

QSize StageCardDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int line = QFontMetrics(m_theme.font(Theme::TextStyle::Body)).lineSpacing();
    return QSize(120, 2 * line + 20 + 4 * Theme::grid);
}

void StageCardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(option.direction);
    const QRect card = option.rect.adjusted(1, Theme::halfGrid / 2, -1, -Theme::halfGrid / 2);
    paintCard(painter, option, card);
    const QRect inner = card.adjusted(12, Theme::grid, -12, -Theme::grid);
    const QFont font = m_theme.font(Theme::TextStyle::Body);
    const int line = QFontMetrics(font).lineSpacing();
    painter->setFont(font);
    painter->setPen(m_theme.color(Theme::Token::Text));
    // Two lines at most: the second one ends in an ellipsis where there would be a third.
    QTextLayout layout(index.data(StageListModel::NameRole).toString(), font);
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(wrap);
    layout.beginLayout();
    QTextLine first = layout.createLine();
    first.setLineWidth(inner.width());
    const QString name = layout.text();
    const QString head = name.left(first.textLength());
    const QString tail = name.mid(first.textLength());
    layout.endLayout();
    const int flags = lineFlags(option.direction, Qt::AlignLeft | Qt::AlignTop, name);
    QRect place(inner.left(), inner.top(), inner.width(), line);
    for (const QString &part : {head.trimmed(), tail.trimmed()}) {
        const QString shown = QFontMetrics(font).elidedText(part, Qt::ElideRight, inner.width());
        noteCut(shown != part);
        painter->drawText(place, flags, shown);
        place.translate(0, line);
    }
    paintFoot(painter, option, QRect(inner.left(), inner.bottom() - 19, inner.width(), 20), index);
    painter->restore();
}

void StageCardDelegate::paintCard(QPainter *painter, const QStyleOptionViewItem &option, const QRect &card) const
{
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const bool focused = option.state & QStyle::State_HasFocus;
    painter->setBrush(selected ? m_theme.tint(Theme::Token::Accent, 0.10, Theme::Token::Raised)
                               : m_theme.color(Theme::Token::Raised));
    const Theme::Token border = selected || focused ? Theme::Token::Accent
        : hovered                                   ? Theme::Token::Muted
                                                    : Theme::Token::Line;
    painter->setPen(QPen(m_theme.color(border), focused ? 2 : 1));
    painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), Theme::controlRadius, Theme::controlRadius);
}

void StageCardDelegate::paintFoot(
    QPainter *painter, const QStyleOptionViewItem &option, const QRect &foot, const QModelIndex &index) const
{
    const StageRecord stage = stageOf(index);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto mirrored = [&](const QRect &rect) { return QStyle::visualRect(option.direction, foot, rect); };
    int left = foot.left();
    if (const QString worker = stage.worker(); !worker.isEmpty()) {
        m_theme.paintAvatar(painter, mirrored(QRect(left, foot.top(), 20, 20)), worker);
        left += 20 + Theme::grid;
    }
    int right = foot.right() + 1;
    if (stage.pending != PendingState::None) {
        const bool refused = stage.pending == PendingState::Refused;
        right -= Theme::iconSize;
        m_theme
            .icon(refused ? QStringLiteral("alert") : QStringLiteral("clock"),
                refused ? Theme::Token::Bad : Theme::Token::Muted)
            .paint(painter, mirrored(QRect(right, foot.top() + 2, Theme::iconSize, Theme::iconSize)));
        right -= Theme::halfGrid;
    }
    painter->setFont(m_theme.font(Theme::TextStyle::Secondary));
    const QFontMetrics metrics = painter->fontMetrics();
    const QString price = stage.isFree() || stage.price.cents <= 0 ? words::price(stage) : formatMoney(stage.price);
    QString date = words::shortDate(stage.dueDate, now);
    noteTime(stage.dueDate);
    // A cut amount says a wrong amount: where both do not fit, the date gives way.
    if (metrics.horizontalAdvance(price) + Theme::grid + metrics.horizontalAdvance(date) > right - left)
        date.clear();
    const int dateWidth = metrics.horizontalAdvance(date);
    painter->setPen(isLate(stage, now) ? m_theme.readable(Theme::Token::Bad, m_theme.color(Theme::Token::Raised))
                                       : m_theme.color(Theme::Token::Muted));
    right -= dateWidth;
    painter->drawText(mirrored(QRect(right, foot.top(), dateWidth, foot.height())),
        lineFlags(option.direction, Qt::AlignCenter, date), date);
    painter->setPen(m_theme.color(Theme::Token::Muted));
    const int room = right - Theme::grid - left;
    painter->drawText(mirrored(QRect(left, foot.top(), qMax(0, room), foot.height())),
        lineFlags(option.direction, Qt::AlignLeft | Qt::AlignVCenter, price),
        metrics.elidedText(price, Qt::ElideRight, qMax(0, room)));
}

} // namespace projective
