#include "ui/widgets/navbutton.h"

#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"
#include "ui/widgets/textlabel.h"

#include <QLocale>
#include <QPainter>
#include <QStyleOptionFocusRect>

namespace projective {

NavButton::NavButton(Theme &theme, const QString &icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icon(icon)
{
    setText(text);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    describe();
}

void NavButton::setCount(int count, bool urgent)
{
    m_count = count;
    m_urgent = urgent;
    describe();
    update();
}

void NavButton::setHint(const QString &hint)
{
    m_hint = hint;
    update();
}

void NavButton::setCurrent(bool current)
{
    m_current = current;
    setAccessibleDescription(current ? tr("Shown now") : QString());
    update();
}

void NavButton::setFolded(bool folded)
{
    m_folded = folded;
    setToolTip(folded ? plainToolTip(text()) : QString());
    update();
}

void NavButton::describe()
{
    setAccessibleName(m_count > 0 ? tr("%1, %Ln waiting", nullptr, m_count).arg(text()) : text());
}

QSize NavButton::sizeHint() const
{
    return QSize(200, m_theme.rowHeight());
}

QSize NavButton::minimumSizeHint() const
{
    return QSize(Theme::iconSize + 2 * Theme::grid, m_theme.rowHeight());
}

void NavButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    RowPaint row(m_theme, &painter, rect(), layoutDirection());
    row.background(m_current, underMouse(), Theme::Token::Sunken);
    row.skip(m_folded ? (width() - Theme::iconSize) / 2 : Theme::grid);
    row.icon(m_icon, m_current ? Theme::Token::Accent : Theme::Token::Muted);
    if (!m_folded) {
        row.skipEnd(Theme::grid);
        if (m_count > 0)
            row.countEnd(QLocale().toString(m_count), m_urgent ? Theme::Token::Bad : Theme::Token::Muted, m_urgent);
        else if (!m_hint.isEmpty())
            row.textEnd(m_hint, Theme::TextStyle::Caption, Theme::Token::Muted);
        row.skip(Theme::grid);
        row.text(
            text(), m_current || m_count > 0 ? Theme::TextStyle::Strong : Theme::TextStyle::Body, Theme::Token::Text);
    } else if (m_count > 0) {
        row.dot(m_urgent ? Theme::Token::Bad : Theme::Token::Accent);
    }
    if (hasFocus())
        row.focus();
}

} // namespace projective
