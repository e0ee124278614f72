#pragma once

#include <QDialog>

#include <array>

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace projective {

class ActionSet;
class Theme;

/// The sheet that "?" shows: every key, by group.
class ShortcutSheet : public QDialog
{
    Q_OBJECT
public:
    ShortcutSheet(Theme &theme, const ActionSet &actions, QWidget *parent);

private:
    void addGroup(const QString &name, const QList<std::pair<QString, QString>> &keys);
    Theme &m_theme;
    std::array<QGridLayout *, 2> m_halves{};
    std::array<int, 2> m_lines{}; ///< next free line of each half
};

} // namespace projective
