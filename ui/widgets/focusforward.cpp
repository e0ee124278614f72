#include "ui/widgets/focusforward.h"

#include <QFocusEvent>

namespace projective {

FocusForward::FocusForward(QWidget *container, QWidget *target)
    : QObject(container)
    , m_target(target)
{
    container->setFocusPolicy(Qt::NoFocus);
    container->installEventFilter(this);
}

bool FocusForward::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && m_target && m_target->isVisible())
        m_target->setFocus(static_cast<QFocusEvent *>(event)->reason());
    return QObject::eventFilter(watched, event);
}

} // namespace projective
