#pragma once

#include "ui/delegates/elidingdelegate.h"

namespace projective {

class Theme;

/// Rows of Needs attention: what was tried, on what, when.
class AttentionDelegate : public ElidingDelegate
{
    Q_OBJECT
public:
    explicit AttentionDelegate(Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] static QString spoken(const QModelIndex &index);

private:
    Theme &m_theme;
};

} // namespace projective
