#include "ui/widgets/listkeys.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeyEvent>

namespace projective {

ListKeys::ListKeys(QAbstractItemView *view)
    : QObject(view)
    , m_view(view)
{
    view->installEventFilter(this);
}

bool ListKeys::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        const Qt::KeyboardModifiers modifiers = press->modifiers() & ~Qt::KeypadModifier;
        if (isStep(press->key()) && (modifiers & ~Qt::ShiftModifier) == Qt::NoModifier)
            return step(press->key() == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, modifiers);
        if (modifiers == Qt::NoModifier && key(press->key()))
            return true;
    }
    return QObject::eventFilter(watched, event);
}

bool ListKeys::isStep(int key)
{
    return key == Qt::Key_J || key == Qt::Key_K;
}

/// The list itself knows what an arrow does to current row and selection; J and K are the same keys nearer to the hand.
bool ListKeys::step(Qt::Key arrow, Qt::KeyboardModifiers modifiers)
{
    QKeyEvent press(QEvent::KeyPress, arrow, modifiers);
    QApplication::sendEvent(m_view, &press);
    return true;
}

bool ListKeys::key(int key)
{
    const QModelIndex current = m_view->currentIndex();
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current.isValid())
            Q_EMIT opened(current);
        return true;
    case Qt::Key_Space:
        if (current.isValid())
            Q_EMIT peeked(current);
        return true;
    case Qt::Key_X:
        if (current.isValid())
            Q_EMIT marked(current);
        return true;
    default:
        return false;
    }
}

} // namespace projective
