#include "ui/delegates/palettedelegate.h"

#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"

#include <QPainter>

namespace projective {

PaletteDelegate::PaletteDelegate(Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(100, m_theme.rowHeight());
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool enabled = index.flags() & Qt::ItemIsEnabled;
    RowPaint row(m_theme, painter, option.rect, option.direction);
    row.background(option.state & QStyle::State_Selected, option.state & QStyle::State_MouseOver, Theme::Token::Raised);
    row.skip(Theme::grid);
    row.skipEnd(Theme::grid);
    const QString icon = index.data(IconRole).toString();
    if (icon.isEmpty())
        row.skip(Theme::iconSize);
    else
        row.icon(icon, Theme::Token::Muted);
    row.skip(Theme::grid);
    const QString note = index.data(NoteRole).toString();
    // The name comes first: a long note (a reason) takes what is left.
    painter->setFont(m_theme.font(Theme::TextStyle::Body));
    const int wanted = painter->fontMetrics().horizontalAdvance(index.data().toString()) + 3 * Theme::grid;
    painter->setFont(m_theme.font(Theme::TextStyle::Caption));
    const QString shown = painter->fontMetrics().elidedText(note, Qt::ElideRight, qMax(0, row.room() - wanted));
    if (!shown.isEmpty())
        row.textEnd(shown, Theme::TextStyle::Caption, Theme::Token::Muted);
    row.text(index.data().toString(), Theme::TextStyle::Body, enabled ? Theme::Token::Text : Theme::Token::Muted);
    painter->restore();
}

} // namespace projective
