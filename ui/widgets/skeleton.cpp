#include "ui/widgets/skeleton.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyle>

#include <array>

namespace projective {

Skeleton::Skeleton(Theme &theme, int rows, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_rows(rows)
{
    setAccessibleName(tr("Loading"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize Skeleton::sizeHint() const
{
    return QSize(240, m_rows * m_theme.rowHeight());
}

void Skeleton::paintEvent(QPaintEvent *)
{
    static constexpr std::array widths{0.62, 0.44, 0.74, 0.36, 0.56};
    constexpr int barHeight = 10;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.tint(Theme::Token::Muted, 0.14));
    const int step = m_theme.rowHeight();
    for (int row = 0; row < m_rows; ++row) {
        const int length = qRound((width() - 2 * Theme::grid) * widths.at(static_cast<size_t>(row) % widths.size()));
        const QRect bar(Theme::grid, row * step + (step - barHeight) / 2, length, barHeight);
        painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), bar), barHeight / 2.0, barHeight / 2.0);
    }
}

} // namespace projective
