#include "ui/widgets/statebar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace projective {

StateBar::StateBar(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Text, this))
    , m_button(new QPushButton(this))
{
    m_text->setFit(TextLabel::Fit::Wrap);
    m_button->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, Theme::grid);
    layout->addWidget(m_icon);
    layout->addSpacing(Theme::halfGrid);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &StateBar::acted);
    connect(&theme, &Theme::changed, this, &StateBar::redraw);
    redraw();
    hide();
}

void StateBar::setStatus(const SyncStatus &status)
{
    const QString text = words::syncProblem(status);
    const bool told = !isHidden() && m_text->text() == text;
    m_text->setText(text);
    m_button->setText(status.state == SyncStatus::State::SignInAgain ? tr("Sign in again") : tr("Try again"));
    setVisible(!text.isEmpty());
    if (told || text.isEmpty())
        return;
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void StateBar::redraw()
{
    const QSize size(Theme::iconSize, Theme::iconSize);
    m_icon->setPixmap(m_theme.icon(QStringLiteral("alert"), Theme::Token::Bad).pixmap(size, devicePixelRatioF()));
    update();
}

void StateBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tint(Theme::Token::Bad, 0.08));
}

} // namespace projective
