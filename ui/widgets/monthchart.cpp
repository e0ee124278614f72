#include "ui/widgets/monthchart.h"

#include "sync/base/money.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

namespace projective {

namespace {
constexpr int headHeight = 20;
constexpr int footHeight = 18;
constexpr qreal widest = 28; // of a bar
} // namespace

MonthChart::MonthChart(Theme &theme, WalletMonthModel &months, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_months(months)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("In and out by month"));
    connect(&months, &QueryModel::updated, this, qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MonthChart::setCurrency(const QString &currency)
{
    m_currency = currency;
    update();
}

QRectF MonthChart::plot() const
{
    return QRectF(rect()).adjusted(4, headHeight, -4, -footHeight);
}

QRectF MonthChart::place(int month) const
{
    const QRectF area = plot();
    const qreal width = area.width() / qMax(1, m_months.rowCount());
    const int at = layoutDirection() == Qt::RightToLeft ? m_months.rowCount() - 1 - month : month;
    return {area.left() + at * width, area.top(), width, area.height()};
}

QString MonthChart::spoken(int month) const
{
    if (month < 0 || month >= m_months.rowCount())
        return tr("Twelve months: in above the line, out below");
    const WalletMonthRecord &record = m_months.record(month);
    return tr("%1: in %2, out %3")
        .arg(QLocale().toString(record.month, tr("MMMM yyyy")), formatMoney({record.creditCents, m_currency}),
            formatMoney({record.debitCents, m_currency}));
}

void MonthChart::setCurrent(int month)
{
    if (m_current == month)
        return;
    m_current = month;
    setAccessibleDescription(spoken(month));
    update();
}

void MonthChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    qint64 in = 1;
    qint64 out = 1;
    for (const WalletMonthRecord &month : m_months.records()) {
        in = qMax(in, month.creditCents);
        out = qMax(out, month.debitCents);
    }
    const QRectF area = plot();
    const qreal perCent = area.height() / static_cast<qreal>(in + out);
    const qreal zero = area.top() + static_cast<qreal>(in) * perCent;
    for (int month = 0; month < m_months.rowCount(); ++month)
        paintMonth(painter, month, zero, perCent);
    painter.setPen(QPen(m_theme.color(Theme::Token::Line), 1));
    painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero));
    painter.setFont(m_theme.font(Theme::TextStyle::Secondary));
    painter.setPen(m_theme.color(m_current < 0 ? Theme::Token::Muted : Theme::Token::Text));
    const QString head = painter.fontMetrics().elidedText(spoken(m_current), Qt::ElideRight, width() - 8);
    painter.drawText(
        QRect(4, 0, width() - 8, headHeight), lineFlags(layoutDirection(), Qt::AlignLeft | Qt::AlignTop, head), head);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Theme::Token::Accent), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Theme::controlRadius, Theme::controlRadius);
    }
}

void MonthChart::paintMonth(QPainter &painter, int month, qreal zero, qreal perCent) const
{
    const WalletMonthRecord &record = m_months.record(month);
    const QRectF cell = place(month);
    if (month == m_current)
        painter.fillRect(cell, m_theme.tint(Theme::Token::Muted, 0.10));
    const qreal width = qMin(widest, cell.width() * 0.56);
    const qreal left = cell.center().x() - width / 2;
    const qreal up = static_cast<qreal>(record.creditCents) * perCent;
    const qreal down = static_cast<qreal>(record.debitCents) * perCent;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Token::Good));
    if (up > 0)
        painter.drawRoundedRect(QRectF(left, zero - qMax(up, 2.0), width, qMax(up, 2.0)), 2, 2);
    painter.setBrush(m_theme.color(Theme::Token::Info));
    if (down > 0)
        painter.drawRoundedRect(QRectF(left, zero, width, qMax(down, 2.0)), 2, 2);
    painter.setFont(m_theme.font(Theme::TextStyle::Caption));
    painter.setPen(m_theme.color(Theme::Token::Muted));
    painter.drawText(QRectF(cell.left(), height() - footHeight, cell.width(), footHeight),
        Qt::AlignCenter | Qt::TextSingleLine,
        QLocale().standaloneMonthName(record.month.month(), QLocale::ShortFormat));
}

void MonthChart::mouseMoveEvent(QMouseEvent *event)
{
    int under = -1;
    for (int month = 0; month < m_months.rowCount(); ++month) {
        const QRectF cell = place(month);
        if (event->position().x() >= cell.left() && event->position().x() < cell.right())
            under = month;
    }
    setCurrent(under);
}

void MonthChart::leaveEvent(QEvent *)
{
    setCurrent(-1);
}

void MonthChart::keyPressEvent(QKeyEvent *event)
{
    const int forward = layoutDirection() == Qt::RightToLeft ? Qt::Key_Left : Qt::Key_Right;
    const int back = forward == Qt::Key_Right ? Qt::Key_Left : Qt::Key_Right;
    if (event->key() == forward || event->key() == back) {
        const int step = event->key() == forward ? 1 : -1;
        setCurrent(qBound(0, m_current + step, m_months.rowCount() - 1));
        return;
    }
    QWidget::keyPressEvent(event);
}

void MonthChart::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    setCurrent(m_months.rowCount() - 1);
}

void MonthChart::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    setCurrent(-1);
}

} // namespace projective
