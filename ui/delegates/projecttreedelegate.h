#pragma once

#include "ui/delegates/elidingdelegate.h"

namespace projective {

class Theme;

/// Rows of the sidebar's tree: projects, and their channels one step in, with unread counts.
class ProjectTreeDelegate : public ElidingDelegate
{
    Q_OBJECT
public:
    explicit ProjectTreeDelegate(Theme &theme, QObject *parent = nullptr);
    void setFolded(bool folded) { m_folded = folded; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Theme &m_theme;
    bool m_folded = false;
};

} // namespace projective
