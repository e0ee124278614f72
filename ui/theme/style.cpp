#include "ui/theme/style.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace projective {

namespace {

bool has(const QWidget *widget, const char *property)
{
    return widget && widget->property(property).toBool();
}

/// A rounded rectangle whose border lies inside `rect` on whole pixels.
void roundedRect(
    QPainter *painter, const QRect &rect, const QColor &fill, const QColor &border, qreal width, qreal radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = border.isValid() ? width / 2 : 0;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

} // namespace

bool Style::opensMenu(const QStyleOptionToolButton *button)
{
    return button && (button->features & QStyleOptionToolButton::HasMenu)
        && !(button->features & QStyleOptionToolButton::MenuButtonPopup);
}

Style::Style(const Theme &theme)
    : QProxyStyle(QStringLiteral("Fusion"))
    , m_theme(theme)
{
}

void Style::paintButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const bool enabled = option->state & State_Enabled;
    const bool down = option->state & (State_Sunken | State_On);
    const bool hover = enabled && (option->state & State_MouseOver);
    QColor fill = m_theme.color(Theme::Token::Raised);
    QColor border = m_theme.color(enabled ? Theme::Token::Edge : Theme::Token::Line);
    if (has(widget, "primary")) {
        fill = enabled ? m_theme.color(Theme::Token::Accent) : m_theme.tint(Theme::Token::Muted, 0.18);
        if (hover || down)
            fill = m_theme.isDark() ? fill.lighter(down ? 92 : 108) : fill.darker(down ? 122 : 110);
        border = QColor();
    } else if (hover || down) {
        fill = m_theme.tint(Theme::Token::Muted, down ? 0.18 : 0.08, Theme::Token::Raised);
    }
    roundedRect(painter, option->rect, fill, border, 1, Theme::controlRadius);
    // Fusion draws no ring of its own around these.
    if (option->state & State_HasFocus)
        paintFocus(option, painter, widget);
}

void Style::paintToolButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    // Above what can be read: it needs a ground of its own.
    if (has(widget, "floating"))
        roundedRect(painter, option->rect, m_theme.color(Theme::Token::Raised), m_theme.color(Theme::Token::Edge), 1,
            Theme::controlRadius);
    const bool hover = (option->state & State_Enabled) && (option->state & State_MouseOver);
    if (option->state & State_On)
        roundedRect(painter, option->rect, m_theme.tint(Theme::Token::Accent, 0.16), {}, 0, Theme::controlRadius);
    else if (option->state & State_Sunken)
        roundedRect(painter, option->rect, m_theme.tint(Theme::Token::Muted, 0.22), {}, 0, Theme::controlRadius);
    else if (hover)
        roundedRect(painter, option->rect, m_theme.tint(Theme::Token::Muted, 0.12), {}, 0, Theme::controlRadius);
}

void Style::paintField(const QStyleOption *option, QPainter *painter, const QWidget *widget, int radius) const
{
    const bool focus = option->state & State_HasFocus;
    const bool wrong = has(widget, "wrong");
    const bool enabled = option->state & State_Enabled;
    const Theme::Token border = wrong ? Theme::Token::Bad
        : focus                       ? Theme::Token::Accent
        : enabled                     ? Theme::Token::Edge
                                      : Theme::Token::Line;
    roundedRect(painter, option->rect, QColor(), m_theme.color(border), focus || wrong ? 2 : 1, radius);
}

void Style::paintRow(const QStyleOption *option, QPainter *painter) const
{
    const QRect rect = option->rect.adjusted(1, 1, -1, -1);
    if (option->state & State_Selected) {
        const qreal strength = option->state & State_Active ? 0.16 : 0.10;
        roundedRect(painter, rect, m_theme.tint(Theme::Token::Accent, strength), {}, 0, Theme::controlRadius);
    } else if ((option->state & State_MouseOver) && (option->state & State_Enabled)) {
        roundedRect(painter, rect, m_theme.tint(Theme::Token::Muted, 0.08), {}, 0, Theme::controlRadius);
    }
}

void Style::paintFocus(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const QColor accent = m_theme.color(Theme::Token::Accent);
    // On its own colour the ring would not be seen: there it runs inside the edge, in the colour of the text.
    if (has(widget, "primary"))
        roundedRect(
            painter, widget->rect().adjusted(3, 3, -3, -3), QColor(), Theme::textOn(accent), 2, Theme::halfGrid);
    else
        roundedRect(painter, option->rect, QColor(), accent, 2, Theme::controlRadius);
}

void Style::drawPrimitive(
    PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        paintFocus(option, painter, widget);
        return;
    case PE_PanelButtonCommand:
        paintButton(option, painter, widget);
        return;
    case PE_PanelButtonTool:
        paintToolButton(option, painter, widget);
        return;
    case PE_PanelLineEdit:
        painter->fillRect(option->rect.adjusted(2, 2, -2, -2), option->palette.base());
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            paintField(option, painter, widget, Theme::controlRadius);
        return;
    case PE_FrameLineEdit:
        paintField(option, painter, widget, Theme::controlRadius);
        return;
    case PE_Frame:
        // Its viewport is a rectangle that would cover rounder corners.
        paintField(option, painter, widget, Theme::halfGrid);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        // A whole row is painted once, by its items: the row's own primitive would double the tint.
        if (element == PE_PanelItemViewItem)
            paintRow(option, painter);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
        m_theme.paintIndicator(painter, option->rect, element == PE_IndicatorRadioButton, option->state & State_Enabled,
            option->state & State_On             ? Qt::Checked
                : option->state & State_NoChange ? Qt::PartiallyChecked
                                                 : Qt::Unchecked);
        return;
    case PE_FrameMenu:
        roundedRect(painter, option->rect, QColor(), m_theme.color(Theme::Token::Line), 1, 0);
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
            m_theme.color(Theme::Token::Line));
        return;
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette, bool enabled,
    const QString &text, QPalette::ColorRole role) const
{
    const int forced = Qt::TextForceLeftToRight | Qt::TextForceRightToLeft;
    const auto sides = static_cast<Qt::Alignment>(flags & static_cast<int>(Qt::AlignHorizontal_Mask));
    const bool mirrored = painter->layoutDirection() == Qt::RightToLeft && !(flags & forced);
    if (mirrored)
        flags = (flags & ~static_cast<int>(Qt::AlignHorizontal_Mask))
            | (lineFlags(Qt::RightToLeft, sides, text) & ~Qt::TextSingleLine);
    QProxyStyle::drawItemText(painter, rect, flags, palette, enabled, text, role);
}

void Style::paintTab(const QStyleOption *option, QPainter *painter) const
{
    if (option->state & State_Selected) {
        const QRect line(
            option->rect.left() + Theme::grid, option->rect.bottom() - 1, option->rect.width() - 2 * Theme::grid, 2);
        painter->fillRect(line, m_theme.color(Theme::Token::Accent));
    } else if (option->state & State_MouseOver) {
        roundedRect(painter, option->rect.adjusted(2, 2, -2, -4), m_theme.tint(Theme::Token::Muted, 0.08), {}, 0,
            Theme::controlRadius);
    }
}

void Style::drawControl(
    ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (element == CE_TabBarTabShape) {
        paintTab(option, painter);
        return;
    }
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        painter->fillRect(option->rect, option->palette.base());
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
            m_theme.color(Theme::Token::Line));
        return;
    }
    if (element == CE_HeaderLabel) {
        auto header = *qstyleoption_cast<const QStyleOptionHeader *>(option);
        header.rect.adjust(headerMargin, 0, -headerMargin, 0);
        QProxyStyle::drawControl(element, &header, painter, widget);
        return;
    }
    if (element == CE_MenuItem) {
        auto item = *qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item.checked && !item.icon.isNull()) {
            // As what is chosen elsewhere; Fusion would put a box around the icon.
            painter->fillRect(item.rect, m_theme.tint(Theme::Token::Accent, 0.16));
            item.checkType = QStyleOptionMenuItem::NotCheckable;
            item.checked = false;
        }
        QProxyStyle::drawControl(element, &item, painter, widget);
        return;
    }
    if (element == CE_Splitter) {
        painter->fillRect(option->rect, m_theme.color(Theme::Token::Line));
        return;
    }
    if (element == CE_PushButtonLabel && has(widget, "primary") && (option->state & State_Enabled)) {
        auto button = *qstyleoption_cast<const QStyleOptionButton *>(option);
        const QColor text = Theme::textOn(m_theme.color(Theme::Token::Accent));
        button.palette.setColor(QPalette::ButtonText, text);
        QProxyStyle::drawControl(element, &button, painter, widget);
        return;
    }
    if (element == CE_TabBarTabLabel) {
        auto tab = *qstyleoption_cast<const QStyleOptionTab *>(option);
        const bool strong = tab.state & State_Selected;
        tab.palette.setColor(QPalette::WindowText, m_theme.color(strong ? Theme::Token::Text : Theme::Token::Muted));
        QProxyStyle::drawControl(element, &tab, painter, widget);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::paintScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar || bar->maximum <= bar->minimum)
        return;
    const QRect slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget).adjusted(2, 2, -2, -2);
    const bool active = option->state & (State_MouseOver | State_Sunken);
    const QColor fill = m_theme.tint(Theme::Token::Muted, active ? 0.60 : 0.34);
    roundedRect(painter, slider, fill, {}, 0, qMin(slider.width(), slider.height()) / 2.0);
}

/// A button that opens a menu says so beside its text, not in its corner.
void Style::paintMenuButton(const QStyleOptionToolButton &button, QPainter *painter, const QWidget *widget) const
{
    paintToolButton(&button, painter, widget);
    QStyleOptionToolButton label = button;
    label.features &= ~QStyleOptionToolButton::HasMenu;
    label.state &= ~(State_MouseOver | State_Sunken | State_On | State_Raised | State_HasFocus);
    const QRect inner = button.rect.adjusted(Theme::halfGrid, 0, -Theme::halfGrid, 0);
    label.rect = visualRect(button.direction, inner, inner.adjusted(0, 0, -arrowWidth, 0));
    QProxyStyle::drawComplexControl(CC_ToolButton, &label, painter, widget);
    const QRect arrow = visualRect(button.direction, inner, inner.adjusted(inner.width() - arrowWidth, 0, 0, 0));
    m_theme.icon(QStringLiteral("chevron-down")).paint(painter, arrow);
    if (button.state & State_HasFocus)
        paintFocus(&button, painter, nullptr);
}

void Style::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ScrollBar)
        paintScrollBar(option, painter, widget);
    else if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option); opensMenu(button))
        paintMenuButton(*button, painter, widget);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace projective
