#pragma once

#include "ui/theme/theme.h"

#include <QRect>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace projective {

/// Paints a row of a list from both ends towards the middle: what delegates and row-like buttons share. Mirrors by
/// itself in right-to-left layouts: "start" and "end" are those of reading.
class RowPaint
{
public:
    RowPaint(const Theme &theme, QPainter *painter, const QRect &rect, Qt::LayoutDirection direction);

    void background(bool selected, bool hovered, Theme::Token over = Theme::Token::Canvas);
    void focus();
    void skip(int width);
    void skipEnd(int width);
    void icon(const QString &name, Theme::Token token);
    void iconEnd(const QString &name, Theme::Token token);
    void stage(StageState state);
    /// A dot in the room of an icon.
    void bullet(Theme::Token token);
    void avatar(const QString &name, int size, const QColor &fill = {});
    /// Takes the room that it needs, and what is left when that is less.
    void text(const QString &text, Theme::TextStyle style, Theme::Token token);
    void textEnd(const QString &text, Theme::TextStyle style, Theme::Token token);
    /// A rounded number; filled when it wants to be seen.
    void countEnd(const QString &text, Theme::Token token, bool filled);
    /// A dot in the upper corner at the end.
    void dot(Theme::Token token);
    [[nodiscard]] int room() const { return m_end - m_start; }
    /// Whether a text so far had to end in an ellipsis.
    [[nodiscard]] bool isCut() const { return m_cut; }
    /// What is not taken yet.
    [[nodiscard]] QRect rest() const { return place(m_start, room()); }

private:
    [[nodiscard]] QRect take(int width);
    [[nodiscard]] QRect takeEnd(int width);
    [[nodiscard]] QRect place(int from, int width) const;
    void draw(const QRect &rect, const QString &text, Theme::Token token);

    const Theme &m_theme;
    QPainter *m_painter;
    QRect m_rect;
    Qt::LayoutDirection m_direction;
    int m_start;
    int m_end;
    QColor m_fill;
    bool m_cut = false;
};

} // namespace projective
