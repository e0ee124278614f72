#pragma once

#include "ui/theme/theme.h"

#include <QProxyStyle>

QT_BEGIN_NAMESPACE
class QStyleOptionToolButton;
QT_END_NAMESPACE

namespace projective {

/// Fusion with our surfaces: flat, one-pixel lines, radius 6, a focus ring that is always seen, thin scroll bars.
/// Widgets with the property "primary" are filled with the accent; those with "quiet" have no frame at rest.
class Style : public QProxyStyle
{
    Q_OBJECT
public:
    explicit Style(const Theme &theme);

    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    void drawPrimitive(
        PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(
        ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
        const QWidget *widget) const override;
    void drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette, bool enabled,
        const QString &text, QPalette::ColorRole role) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
        const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(
        SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int styleHint(
        StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *result) const override;
    [[nodiscard]] QSize sizeFromContents(
        ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;

private:
    void paintButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void paintToolButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void paintField(const QStyleOption *option, QPainter *painter, const QWidget *widget, int radius) const;
    void paintRow(const QStyleOption *option, QPainter *painter) const;
    void paintFocus(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void paintTab(const QStyleOption *option, QPainter *painter) const;
    void paintMenuButton(const QStyleOptionToolButton &button, QPainter *painter, const QWidget *widget) const;
    void paintScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;

    [[nodiscard]] static bool opensMenu(const QStyleOptionToolButton *button);

    /// Beside the text of a table's header, as its cells have it: their own room and the item view's text margin.
    static constexpr int headerMargin = Theme::grid + 1;
    static constexpr int arrowWidth = Theme::iconSize;

    const Theme &m_theme;
};

} // namespace projective
