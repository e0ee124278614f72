#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>

namespace projective {

/// Everything one can do by name: the registry from which menus, palette, shortcut sheet and key bindings are made.
/// Filled by app/actions.cpp; owned by Application.
class ActionSet : public QObject
{
    Q_OBJECT
public:
    enum class Group { Go, Do, View, Workspace, Program };
    struct Entry {
        QString id; ///< stable: under it a user's own key is stored
        Group group = Group::Do;
        QString text;
        QString icon; ///< a name of resources/icons; empty: none
        QKeySequence key; ///< empty: none
        std::function<void()> run;
        /// Empty when it can be done now, else why not and who can. Asked by refresh().
        std::function<QString()> blocked = {};
        bool inPalette = true;
    };

    explicit ActionSet(QObject *parent = nullptr);

    QAction *add(const Entry &entry);
    /// Takes out those whose id begins with `prefix` (the workspaces change).
    void removeAll(const QString &prefix);
    [[nodiscard]] QAction *find(const QString &id) const;
    [[nodiscard]] const QList<QAction *> &actions() const { return m_actions; }
    [[nodiscard]] static Group group(const QAction *action);
    [[nodiscard]] static QString groupName(Group group);
    [[nodiscard]] static QString iconName(const QAction *action);
    [[nodiscard]] static bool isInPalette(const QAction *action);
    /// Another key than the built-in one, for actions that are there and those to come; empty: none.
    void rebind(const QString &id, const QKeySequence &key);
    [[nodiscard]] QKeySequence defaultKey(const QString &id) const;
    /// Asks each action anew whether it can be done.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    QList<QAction *> m_actions;
    QHash<QString, QKeySequence> m_defaults;
    QHash<QString, QKeySequence> m_rebound;
    QHash<const QAction *, std::function<QString()>> m_blocked;
};

} // namespace projective
