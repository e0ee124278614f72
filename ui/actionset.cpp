#include "ui/actionset.h"

namespace projective {

namespace {
constexpr const char *groupProperty = "projectiveGroup";
constexpr const char *iconProperty = "projectiveIcon";
constexpr const char *paletteProperty = "projectivePalette";
} // namespace

ActionSet::ActionSet(QObject *parent)
    : QObject(parent)
{
}

QAction *ActionSet::add(const Entry &entry)
{
    auto *action = new QAction(entry.text, this);
    action->setObjectName(entry.id);
    action->setShortcut(m_rebound.value(entry.id, entry.key));
    action->setShortcutContext(Qt::WindowShortcut);
    action->setProperty(groupProperty, static_cast<int>(entry.group));
    action->setProperty(iconProperty, entry.icon);
    action->setProperty(paletteProperty, entry.inPalette);
    connect(action, &QAction::triggered, this, entry.run);
    m_defaults.insert(entry.id, entry.key);
    if (entry.blocked)
        m_blocked.insert(action, entry.blocked);
    m_actions.append(action);
    Q_EMIT changed();
    return action;
}

void ActionSet::removeAll(const QString &prefix)
{
    for (qsizetype i = m_actions.size() - 1; i >= 0; --i) {
        QAction *action = m_actions.at(i);
        if (!action->objectName().startsWith(prefix))
            continue;
        m_blocked.remove(action);
        m_defaults.remove(action->objectName());
        m_actions.removeAt(i);
        action->deleteLater();
    }
    Q_EMIT changed();
}

QAction *ActionSet::find(const QString &id) const
{
    for (QAction *action : m_actions) {
        if (action->objectName() == id)
            return action;
    }
    return nullptr;
}

ActionSet::Group ActionSet::group(const QAction *action)
{
    return static_cast<Group>(action->property(groupProperty).toInt());
}

QString ActionSet::groupName(Group group)
{
    switch (group) {
    case Group::Go:
        return tr("Go to");
    case Group::Do:
        return tr("Do");
    case Group::View:
        return tr("View");
    case Group::Workspace:
        return tr("Workspace");
    case Group::Program:
        return tr("Program");
    }
    Q_UNREACHABLE();
}

QString ActionSet::iconName(const QAction *action)
{
    return action->property(iconProperty).toString();
}

bool ActionSet::isInPalette(const QAction *action)
{
    return action->property(paletteProperty).toBool();
}

void ActionSet::rebind(const QString &id, const QKeySequence &key)
{
    m_rebound.insert(id, key);
    if (QAction *action = find(id))
        action->setShortcut(key);
}

QKeySequence ActionSet::defaultKey(const QString &id) const
{
    return m_defaults.value(id);
}

void ActionSet::refresh()
{
    for (QAction *action : m_actions) {
        const auto blocked = m_blocked.constFind(action);
        if (blocked == m_blocked.constEnd())
            continue;
        const QString reason = (*blocked)();
        action->setEnabled(reason.isEmpty());
        action->setToolTip(reason);
    }
}

} // namespace projective
