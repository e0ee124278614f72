#include "ui/widgets/primarybutton.h"

#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QAction>

namespace projective {

PrimaryButton::PrimaryButton(Theme &theme, QWidget *parent)
    : QPushButton(parent)
{
    setProperty("primary", true);
    setAutoDefault(false);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(this, &QPushButton::clicked, this, [this] {
        if (m_action)
            m_action->trigger();
    });
}

void PrimaryButton::bind(QAction *action)
{
    if (m_action)
        m_action->disconnect(this);
    m_action = action;
    if (!action)
        return;
    connect(action, &QAction::changed, this, &PrimaryButton::follow);
    follow();
}

void PrimaryButton::setBlocked(const QString &reason)
{
    setEnabled(reason.isEmpty());
    setToolTip(plainToolTip(reason));
    setAccessibleDescription(reason);
}

void PrimaryButton::follow()
{
    setText(m_action->text().replace(QLatin1Char('&'), QStringLiteral("&&")));
    setVisible(m_action->isVisible());
    // The action's own words; QAction makes up a tool tip from its text when it has none.
    const bool hasReason = !m_action->isEnabled() && m_action->toolTip() != m_action->iconText();
    setBlocked(hasReason ? m_action->toolTip() : QString());
    setEnabled(m_action->isEnabled());
}

} // namespace projective
