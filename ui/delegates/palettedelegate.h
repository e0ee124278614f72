#pragma once

#include <QStyledItemDelegate>

namespace projective {

class Theme;

/// Rows of the palette: icon, name, and a note at the end (a key, a project, or why it can't be done now).
class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { IconRole = Qt::UserRole + 1, NoteRole, ActionRole, RouteRole, ProfileRole };
    explicit PaletteDelegate(Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Theme &m_theme;
};

} // namespace projective
