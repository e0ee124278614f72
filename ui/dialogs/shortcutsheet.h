#pragma once

#include <QDialog>

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
    void addGroup(QGridLayout *grid, const QString &name, const QList<std::pair<QString, QString>> &keys);
    Theme &m_theme;
    int m_line[2] = {0, 0}; ///< next free line of each half
};

} // namespace projective
