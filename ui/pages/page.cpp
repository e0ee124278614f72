#include "ui/pages/page.h"

namespace projective {

Page::Page(PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
}

} // namespace projective
