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
    return QSize(200, m_theme.rowHeight() + 2 * Theme::grid);
}

void SamplePersonButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    RowPaint row(m_theme, &painter, rect(), layoutDirection());
    row.background(false, underMouse() || isDown());
    row.skip(Theme::halfGrid);
    row.avatar(text(), 32);
    row.skip(Theme::grid);
    // Name and role, one above the other, beside the face.
    const QRect words = row.rest().adjusted(0, Theme::halfGrid, 0, -Theme::halfGrid);
    const int upper = words.height() / 2;
    RowPaint name(m_theme, &painter, QRect(words.left(), words.top(), words.width(), upper), layoutDirection());
    name.text(text(), Theme::TextStyle::Strong, Theme::Token::Text);
    RowPaint role(m_theme, &painter, words.adjusted(0, upper, 0, 0), layoutDirection());
    role.text(m_role, Theme::TextStyle::Secondary, Theme::Token::Muted);
    if (hasFocus())
        row.focus();
}

} // namespace projective
