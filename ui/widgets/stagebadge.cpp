#include "ui/widgets/stagebadge.h"

#include "ui/theme/theme.h"
#include "ui/widgets/stageaccessible.h"
#include "ui/words.h"

#include <QPainter>
#include <QStyle>

namespace projective {

StageBadge::StageBadge(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    installStageAccessible();
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StageBadge::setState(StageState state)
{
    m_state = state;
    setAccessibleName(tr("State: %1").arg(words::stageState(state)));
    updateGeometry();
    update();
}

QSize StageBadge::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(Theme::TextStyle::Secondary));
    const int text = metrics.horizontalAdvance(words::stageState(m_state));
    return QSize(Theme::iconSize + text + 3 * Theme::grid, metrics.height() + Theme::grid);
}

void StageBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme::Token token = m_theme.stageToken(m_state);
    const QColor fill = m_theme.tint(token, 0.12);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    const QRect shape(Theme::grid, 0, Theme::iconSize, height());
    const QRect text(Theme::iconSize + Theme::grid + Theme::halfGrid, 0, width(), height());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_theme.paintStageState(&painter, QStyle::visualRect(layoutDirection(), rect(), shape), m_state, mirrored);
    painter.setFont(m_theme.font(Theme::TextStyle::Secondary));
    painter.setPen(m_theme.readable(token, fill));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), text.intersected(rect())),
        QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter), words::stageState(m_state));
}

} // namespace projective
