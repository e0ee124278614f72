#include "ui/widgets/sampleperson.h"

#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"

#include <QPainter>

namespace projective {

SamplePersonButton::SamplePersonButton(Theme &theme, const QString &name, const QString &role, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_role(role)
{
    setText(name);
    setAccessibleName(tr("Sign in as %1, %2").arg(name, role));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize SamplePersonButton::sizeHint() const
{
    return QSize(200, m_theme.rowHeight() + Theme::grid);
}

void SamplePersonButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    RowPaint row(m_theme, &painter, rect(), layoutDirection());
    row.background(false, underMouse() || isDown());
    row.skip(Theme::halfGrid);
    row.avatar(text(), 28);
    row.skip(Theme::grid);
    row.text(text(), Theme::TextStyle::Strong, Theme::Token::Text);
    row.skip(Theme::grid);
    row.text(m_role, Theme::TextStyle::Secondary, Theme::Token::Muted);
    if (hasFocus())
        row.focus();
}

} // namespace projective
