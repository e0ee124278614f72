#pragma once

#include "ui/delegates/elidingdelegate.h"

namespace projective {

class Theme;

/// Rows of the messages page: channel and project, what was said last, when, and how much is unread.
class ChannelDelegate : public ElidingDelegate
{
    Q_OBJECT
public:
    explicit ChannelDelegate(Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] static QString spoken(const QModelIndex &index);

private:
    Theme &m_theme;
};

} // namespace projective
