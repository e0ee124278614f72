#pragma once

#include "ui/delegates/elidingdelegate.h"
#include "ui/theme/theme.h"

namespace projective {

class RowPaint;

/// Base of the delegates of lists: background, focus ring, headings of a SectionedModel, marks of pending rows and the
/// row's height; subclasses paint what stands in the row.
class RowDelegate : public ElidingDelegate
{
    Q_OBJECT
public:
    /// `lines`: one, or two with a second, smaller line.
    explicit RowDelegate(Theme &theme, int lines = 1, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// A part of the row for one column, `width` wide, taken from the end of `rect`, in reading order.
    struct Cells {
        QRect rest;
        Qt::LayoutDirection direction;
        QRect takeEnd(int width);
        QRect takeStart(int width);
    };
    virtual void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const = 0;
    /// The words of a heading.
    [[nodiscard]] virtual QString section(const QVariant &section) const { return section.toString(); }

    [[nodiscard]] Theme &theme() const { return m_theme; }
    /// One line of text in a cell; elided.
    void write(QPainter *painter, const QRect &cell, const QString &text, Theme::TextStyle style, Theme::Token token,
        Qt::Alignment alignment = Qt::AlignLeft) const;
    /// A small clock or red mark at the end of the cells, or nothing.
    void markPending(QPainter *painter, Cells &cells, int pendingState) const;

private:
    void paintSection(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    Theme &m_theme;
    int m_lines;
};

} // namespace projective
