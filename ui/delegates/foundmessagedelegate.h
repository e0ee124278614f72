#pragma once

#include "ui/delegates/rowdelegate.h"

namespace projective {

/// A message that a search found: who wrote it, when, and the words around what was found.
class FoundMessageDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit FoundMessageDelegate(Theme &theme, QObject *parent = nullptr);
    [[nodiscard]] static QString spoken(const QModelIndex &index);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
};

} // namespace projective
