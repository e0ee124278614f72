#pragma once

#include <QDialog>
#include <QHash>

#include <array>

QT_BEGIN_NAMESPACE
class QAction;
class QGridLayout;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class ActionSet;
class KeyButton;
class TextLabel;
class Theme;

/// The sheet that "?" shows: every action with its key, by group, and another key for each who wants one. A key that is
/// taken is refused by the name of what has it. Keys of lists and messages stand below; they are fixed.
class ShortcutSheet : public QDialog
{
    Q_OBJECT
public:
    ShortcutSheet(Theme &theme, ActionSet &actions, QWidget *parent);

private:
    struct Row {
        KeyButton *key;
        QToolButton *reset;
    };
    using Keys = QList<std::pair<QString, QString>>;
    QWidget *buildSheet();
    void addActions(const QString &name, const QList<const QAction *> &actions);
    void addFixed(const QString &name, const Keys &keys);
    /// The shorter of the two halves, with a heading at its next line.
    size_t addHeading(const QString &name);
    void choose(const QString &id, const QKeySequence &key);
    /// The fixed key's words that `key` would take away; empty: none.
    [[nodiscard]] QString fixedHolderOf(const QKeySequence &key) const;
    void showKey(const QString &id);
    void complain(const QString &text);

    Theme &m_theme;
    ActionSet &m_actions;
    std::array<QGridLayout *, 2> m_halves{};
    std::array<int, 2> m_lines{}; ///< next free line of each half
    QHash<QString, Row> m_rows; ///< by the action's id
    TextLabel *m_problem = nullptr;
    QPushButton *m_resetAll = nullptr;
};

} // namespace projective
