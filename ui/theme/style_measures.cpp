// How large things are, and where their parts lie.
#include "ui/theme/style.h"

#include <QGridLayout>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QStyleOption>

namespace projective {

/// A message without an icon begins where its buttons' row does: Qt keeps a column for the icon that is not there.
void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    const auto *box = qobject_cast<const QMessageBox *>(widget);
    auto *grid = box ? qobject_cast<QGridLayout *>(box->layout()) : nullptr;
    QLayoutItem *first = grid ? grid->itemAtPosition(0, 0) : nullptr;
    if (!first || !first->spacerItem())
        return;
    first->spacerItem()->changeSize(0, 0);
    grid->setHorizontalSpacing(0);
    grid->invalidate();
}

QRect Style::subControlRect(
    ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    const auto *bar = control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider *>(option) : nullptr;
    if (!bar) {
        const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
        // Its text begins where that of a line edit does.
        return control == CC_ComboBox && part == SC_ComboBoxEditField
            ? rect.adjusted(Theme::halfGrid, 0, -Theme::halfGrid, 0)
            : rect;
    }
    // No arrow buttons: the whole length is groove.
    const bool across = bar->orientation == Qt::Horizontal;
    const int length = across ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    int slider = length;
    if (range > 0)
        slider = qBound(qMin(28, length), int(qint64(bar->pageStep) * length / (range + bar->pageStep)), length);
    const int start
        = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider, bar->upsideDown);
    const auto stretch = [&](int from, int size) {
        return across ? QRect(from, 0, size, bar->rect.height()) : QRect(0, from, bar->rect.width(), size);
    };
    QRect result;
    if (part == SC_ScrollBarSlider)
        result = stretch(start, slider);
    else if (part == SC_ScrollBarGroove)
        result = stretch(0, length);
    else if (part == SC_ScrollBarSubPage)
        result = stretch(0, start);
    else if (part == SC_ScrollBarAddPage)
        result = stretch(start + slider, length - start - slider);
    return across ? visualRect(bar->direction, bar->rect, result.translated(bar->rect.topLeft()))
                  : result.translated(bar->rect.topLeft());
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = element == SE_LineEditContents ? qstyleoption_cast<const QStyleOptionFrame *>(option) : nullptr;
    return frame && frame->lineWidth > 0 ? rect.adjusted(Theme::halfGrid + 2, 0, -Theme::halfGrid - 2, 0) : rect;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_SplitterWidth:
        return 1;
    case PM_DefaultFrameWidth: // room for the ring, as around the fields of one line
        return qobject_cast<const QPlainTextEdit *>(widget) ? 2 : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
        return Theme::iconSize;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return Theme::grid;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 2 * Theme::grid;
    case PM_TabBarTabHSpace:
        return 3 * Theme::grid;
    case PM_TabBarTabVSpace:
        return 2 * Theme::grid;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *result) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons: // Fusion's own are no part of the icon set, and black on dark
        return 0;
    case SH_Widget_Animation_Duration:
        return m_theme.motion();
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

QSize Style::sizeFromContents(
    ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (type == CT_PushButton && button != nullptr && button->features.testFlag(QStyleOptionButton::Flat))
        result
            = QSize(size.width() + Theme::halfGrid, qMax(result.height(), 32)); // its words stand in line with others
    else if (type == CT_PushButton)
        result = QSize(qMax(result.width() + 2 * Theme::grid, 64), qMax(result.height(), 32));
    else if (type == CT_ComboBox)
        result = QSize(result.width() + 2 * Theme::halfGrid + 2, qMax(result.height() + 2, 32));
    else if (type == CT_LineEdit)
        result.setHeight(qMax(result.height() + 2, 32));
    else if (type == CT_SpinBox)
        result.setHeight(size.height()); // of the line edit in it, which has its frame already
    else if (type == CT_ToolButton) {
        if (opensMenu(qstyleoption_cast<const QStyleOptionToolButton *>(option)))
            result.rwidth() += arrowWidth + Theme::grid;
        result = result.expandedTo(QSize(28, 28));
    } else if (type == CT_HeaderSection)
        result = QSize(result.width() + 2 * headerMargin, qMax(result.height(), 28));
    else if (type == CT_MenuItem)
        result.setHeight(qMax(result.height(), 28));
    return result;
}

} // namespace projective
