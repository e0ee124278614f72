#include "ui/actionset.h"

namespace projective {

namespace {
constexpr const char *groupProperty = "projectiveGroup";
constexpr const char *iconProperty = "projectiveIcon";
constexpr const char *paletteProperty = "projectivePalette";
constexpr const char *unboundProperty = "projectiveUnbound";
constexpr QLatin1String offerPrefix{"page."};
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
    connect(action, &QAction::triggered, this, [this, id = entry.id] { run(id); });
    m_entries.insert(entry.id, entry);
    m_actions.append(action);
    Q_EMIT changed();
    return action;
}

void ActionSet::run(const QString &id)
{
    const Entry entry = m_entries.value(id); // running it may take it out
    const QString why = entry.blocked ? entry.blocked() : QString();
    if (!why.isEmpty())
        Q_EMIT refused(why);
    else if (entry.run)
        entry.run();
}

void ActionSet::offer(const QList<QAction *> &offers)
{
    removeAll(QString(offerPrefix));
    for (QAction *source : offers) {
        QAction *action = add({source->objectName(), Group::Page, source->text(), iconName(source), source->shortcut(),
            [source] { source->trigger(); }, [source] { return reasonOf(source); }});
        action->setProperty(unboundProperty, source->property(unboundProperty));
        const auto follow = [source, action] {
            action->setText(source->text());
            action->setVisible(source->isVisible());
        };
        connect(source, &QAction::changed, action, follow);
        follow();
    }
}

bool ActionSet::isBindable(const QAction *action)
{
    return !action->property(unboundProperty).toBool();
}

void ActionSet::nameOffer(QAction *action, const QString &id, const QString &icon, bool bindable)
{
    action->setObjectName(offerPrefix + id);
    action->setProperty(unboundProperty, !bindable);
    action->setProperty(iconProperty, icon);
}

QString ActionSet::reasonOf(const QAction *action)
{
    if (action->isEnabled())
        return {};
    // QAction makes up a tool tip from its text when it has none.
    const QString why = action->toolTip();
    return why.isEmpty() || why == action->iconText() ? tr("This can't be done now.") : why;
}

QString ActionSet::blocked(const QAction *action) const
{
    const auto entry = m_entries.constFind(action->objectName());
    return entry != m_entries.constEnd() && entry->blocked ? entry->blocked() : QString();
}

void ActionSet::removeAll(const QString &prefix)
{
    for (qsizetype i = m_actions.size() - 1; i >= 0; --i) {
        QAction *action = m_actions.at(i);
        if (!action->objectName().startsWith(prefix))
            continue;
        m_entries.remove(action->objectName());
        m_actions.removeAt(i);
        action->setShortcut({}); // at once: deletion waits for the event loop
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
    case Group::Page:
        return tr("On this page");
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
    if (key == defaultKey(id) && m_entries.contains(id)) {
        reset(id);
        return;
    }
    m_rebound.insert(id, key);
    if (QAction *action = find(id))
        action->setShortcut(key);
    Q_EMIT keyChanged(id);
}

void ActionSet::reset(const QString &id)
{
    m_rebound.remove(id);
    if (QAction *action = find(id))
        action->setShortcut(defaultKey(id));
    Q_EMIT keyChanged(id);
}

QKeySequence ActionSet::defaultKey(const QString &id) const
{
    return m_entries.value(id).key;
}

QString ActionSet::holderOf(const QKeySequence &key, const QString &except) const
{
    // "G" alone would never wait for the "I" of "G, I".
    const auto clash = [&key](const QKeySequence &other) {
        return !other.isEmpty()
            && (other.matches(key) != QKeySequence::NoMatch || key.matches(other) != QKeySequence::NoMatch);
    };
    for (const QAction *action : m_actions) {
        if (action->objectName() != except && clash(action->shortcut()))
            return action->text();
    }
    for (auto it = m_rebound.cbegin(); it != m_rebound.cend(); ++it) {
        if (it.key() != except && !m_entries.contains(it.key()) && clash(it.value()))
            return tr("an action of another page");
    }
    return {};
}

} // namespace projective
