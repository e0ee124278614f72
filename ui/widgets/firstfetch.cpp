#include "ui/widgets/firstfetch.h"

#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/skeleton.h"

#include <QVBoxLayout>

namespace projective {

FirstFetch::FirstFetch(Theme &theme, QWidget *parent)
    : QStackedWidget(parent)
    , m_coming(new QWidget(this))
    , m_waiting(new EmptyState(theme, this))
{
    auto *layout = new QVBoxLayout(m_coming);
    layout->addWidget(new Skeleton(theme, 8, m_coming), 0, Qt::AlignTop);
    m_waiting->setContent(QStringLiteral("offline"), tr("Nothing has been fetched yet"),
        tr("Your projects, messages and money are on the server. They appear here as soon as it can be reached, and "
           "stay on this device."));
    addWidget(m_coming);
    addWidget(m_waiting);
}

void FirstFetch::setStatus(const SyncStatus &status)
{
    using State = SyncStatus::State;
    const bool waiting
        = status.state == State::Offline || status.state == State::Failed || status.state == State::SignInAgain;
    setCurrentWidget(waiting ? static_cast<QWidget *>(m_waiting) : m_coming);
}

} // namespace projective
