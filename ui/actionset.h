#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>

namespace projective {

/// Everything one can do by name: the registry from which menus, palette, shortcut sheet and key bindings are made.
/// Filled by app/actions.cpp, and by the window with what the page in hand offers; owned by Application.
class ActionSet : public QObject
{
    Q_OBJECT
public:
    enum class Group { Page, Go, Do, View, Workspace, Program };
    struct Entry {
        QString id; ///< stable: under it a user's own key is stored
        Group group = Group::Do;
        QString text;
        QString icon; ///< a name of resources/icons; empty: none
        QKeySequence key; ///< empty: none
        std::function<void()> run;
        /// Empty when it can be done now, else why not and who can. Asked whenever it matters, so it is never stale.
        std::function<QString()> blocked = {};
        bool inPalette = true;
    };

    explicit ActionSet(QObject *parent = nullptr);

    QAction *add(const Entry &entry);
    /// What the page in hand offers, in place of what the one before did: each is named by nameOffer(), and follows its
    /// text, visibility and enabledness; the tool tip of a disabled one is the reason.
    void offer(const QList<QAction *> &offers);
    /// `bindable`: it means the same on every thing in hand, and so can have a key of its own.
    static void nameOffer(QAction *action, const QString &id, const QString &icon, bool bindable = true);
    [[nodiscard]] static bool isBindable(const QAction *action);
    /// Why an action that a page made can't be done now; empty: it can.
    [[nodiscard]] static QString reasonOf(const QAction *action);
    /// Takes out those whose id begins with `prefix` (the workspaces change).
    void removeAll(const QString &prefix);
    [[nodiscard]] QAction *find(const QString &id) const;
    [[nodiscard]] const QList<QAction *> &actions() const { return m_actions; }
    [[nodiscard]] static Group group(const QAction *action);
    [[nodiscard]] static QString groupName(Group group);
    [[nodiscard]] static QString iconName(const QAction *action);
    [[nodiscard]] static bool isInPalette(const QAction *action);
    /// Why it can't be done now; empty: it can.
    [[nodiscard]] QString blocked(const QAction *action) const;

    /// Another key than the built-in one, for actions that are there and those to come; empty: none.
    void rebind(const QString &id, const QKeySequence &key);
    /// The built-in key again.
    void reset(const QString &id);
    [[nodiscard]] QKeySequence defaultKey(const QString &id) const;
    /// Keys that were chosen in place of the built-in ones, by id.
    [[nodiscard]] const QHash<QString, QKeySequence> &rebound() const { return m_rebound; }
    /// The name of the other action whose key is, begins, or is begun by `key`; empty: there is none.
    [[nodiscard]] QString holderOf(const QKeySequence &key, const QString &except) const;

Q_SIGNALS:
    void changed();
    void keyChanged(const QString &id);
    /// It was asked for, by its key perhaps, and can't be done now.
    void refused(const QString &why);

private:
    void run(const QString &id);

    QList<QAction *> m_actions;
    QHash<QString, QKeySequence> m_rebound;
    QHash<QString, Entry> m_entries;
};

} // namespace projective
