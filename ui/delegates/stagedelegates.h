#pragma once

#include "ui/delegates/rowdelegate.h"

#include <functional>

namespace projective {

/// A stage in the list of a project: state, name, assignee, price, date.
class StageRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using SectionWords = std::function<QString(const QVariant &)>;
    StageRowDelegate(Theme &theme, SectionWords sections, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
    [[nodiscard]] QString section(const QVariant &section) const override { return m_sections(section); }

private:
    SectionWords m_sections;
};

/// A stage of My work: name and project, what its date means, the amount.
class WorkRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit WorkRowDelegate(Theme &theme, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
    [[nodiscard]] QString section(const QVariant &section) const override;
};

/// A card of the board: name over two lines, assignee, price, date.
class StageCardDelegate : public ElidingDelegate
{
    Q_OBJECT
public:
    explicit StageCardDelegate(Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintCard(QPainter *painter, const QStyleOptionViewItem &option, const QRect &card) const;
    void paintFoot(
        QPainter *painter, const QStyleOptionViewItem &option, const QRect &foot, const QModelIndex &index) const;

    Theme &m_theme;
};

} // namespace projective
