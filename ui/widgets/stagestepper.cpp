#include "ui/widgets/stagestepper.h"

#include "ui/theme/theme.h"
#include "ui/widgets/stageaccessible.h"
#include "ui/words.h"

#include <QAccessible>
#include <QPainter>
#include <QPainterPath>

#include <array>

namespace projective {

namespace {
constexpr std::array<StageState, StageStepper::steps> way{StageState::Open, StageState::Assigned,
    StageState::InProgress, StageState::Submitted, StageState::Approved, StageState::Paid};
constexpr int box = 18;
} // namespace

StageStepper::StageStepper(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    installStageAccessible();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StageStepper::setStage(StageState status, StageState shown)
{
    const StageState place = status == StageState::Revisions ? StageState::Submitted : status;
    m_place = static_cast<int>(std::distance(way.begin(), std::find(way.begin(), way.end(), place)));
    m_shown = shown;
    const QString spoken
        = tr("Step %1 of %2: %3")
              .arg(QString::number(m_place + 1), QString::number(way.size()), words::stageState(shown));
    setAccessibleName(spoken);
    setToolTip(spoken);
    QAccessibleValueChangeEvent event(this, step());
    QAccessible::updateAccessibility(&event);
    update();
}

void StageStepper::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int count = static_cast<int>(way.size());
    const qreal gap = (width() - box) / static_cast<qreal>(count - 1);
    for (int i = 0; i < count; ++i) {
        const qreal at = mirrored ? width() - box - i * gap : i * gap;
        const bool reached = i <= m_place;
        if (i > 0) {
            const qreal before = mirrored ? at + gap : at - gap;
            painter.setPen(QPen(m_theme.color(reached ? Theme::Token::Muted : Theme::Token::Line), 1));
            const qreal y = height() / 2.0;
            painter.drawLine(QPointF(qMin(at, before) + box + 3, y), QPointF(qMax(at, before) - 3, y));
        }
        painter.setOpacity(reached ? 1 : 0.45);
        const QRectF place(at, (height() - box) / 2.0, box, box);
        m_theme.paintStageState(&painter, place, i == m_place ? m_shown : way.at(static_cast<size_t>(i)), mirrored);
        painter.setOpacity(1);
        if (i == m_place) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(m_theme.color(Theme::Token::Line), 1));
            painter.drawRoundedRect(place.adjusted(-2.5, -2.5, 2.5, 2.5), Theme::controlRadius, Theme::controlRadius);
        }
    }
}

EscrowBar::EscrowBar(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    installStageAccessible();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EscrowBar::setParts(const Parts &parts, const QString &spoken)
{
    m_parts = parts;
    setAccessibleName(spoken);
    setToolTip(spoken);
    update();
}

void EscrowBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()), height() / 2.0, height() / 2.0);
    painter.setClipPath(shape);
    painter.fillRect(rect(), m_theme.color(Theme::Token::Line));
    const struct {
        qint64 cents;
        Theme::Token token;
    } parts[] = {{m_parts.released, Theme::Token::Good}, {m_parts.held, Theme::Token::Info},
        {m_parts.disputed, Theme::Token::Warn}, {m_parts.refunded, Theme::Token::Muted}};
    const qint64 all = m_parts.released + m_parts.held + m_parts.disputed + m_parts.refunded + m_parts.missing;
    if (all <= 0)
        return;
    qreal from = 0;
    for (const auto &part : parts) {
        const qreal width
            = static_cast<qreal>(rect().width()) * static_cast<qreal>(part.cents) / static_cast<qreal>(all);
        const qreal left = layoutDirection() == Qt::RightToLeft ? rect().width() - from - width : from;
        painter.fillRect(QRectF(left, 0, width, height()), m_theme.color(part.token));
        from += width;
    }
}

} // namespace projective
