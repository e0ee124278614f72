#include "ui/widgets/listkeys.h"

#include <QAbstractItemView>
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
        const bool plain = (press->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
        if (plain && key(press->key()))
            return true;
    }
    return QObject::eventFilter(watched, event);
}

bool ListKeys::key(int key)
{
    const QModelIndex current = m_view->currentIndex();
    const int rows = m_view->model() ? m_view->model()->rowCount(m_view->rootIndex()) : 0;
    switch (key) {
    case Qt::Key_J:
    case Qt::Key_K: {
        if (rows == 0)
            return true;
        const int step = key == Qt::Key_J ? 1 : -1;
        const int row = current.isValid() ? qBound(0, current.row() + step, rows - 1) : 0;
        m_view->setCurrentIndex(m_view->model()->index(row, 0, m_view->rootIndex()));
        return true;
    }
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
