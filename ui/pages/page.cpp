#include "ui/pages/page.h"

#include "ui/actionset.h"

namespace projective {

Page::Page(PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
}

void Page::offer(QAction *action, const QString &id, const QString &icon, bool bindable)
{
    ActionSet::nameOffer(action, id, icon, bindable);
    addAction(action);
}

} // namespace projective
