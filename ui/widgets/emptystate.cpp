#include "ui/widgets/emptystate.h"

#include "ui/theme/theme.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QResizeEvent>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int mostColumn = 360;
constexpr int leastColumn = 120;
} // namespace

EmptyState::EmptyState(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_title(new TextLabel(theme, Theme::TextStyle::Section, Theme::Token::Text, this))
    , m_text(new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Muted, this))
    , m_button(new PrimaryButton(theme, this))
{
    m_text->setFit(TextLabel::Fit::Wrap);
    m_text->setAlignment(Qt::AlignCenter);
    m_title->setFit(TextLabel::Fit::Wrap);
    m_title->setAlignment(Qt::AlignCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Theme::grid);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_text, 0, Qt::AlignHCenter);
    layout->addSpacing(Theme::grid);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    m_button->hide();
    connect(&m_theme, &Theme::changed, this, &EmptyState::redraw);
}

void EmptyState::setContent(const QString &icon, const QString &title, const QString &text, QAction *start)
{
    m_iconName = icon;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_button->bind(start);
    m_button->setVisible(start && start->isVisible());
    redraw();
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        redraw();
}

void EmptyState::redraw()
{
    // A layout that centres its items asks them for no height by width.
    const int column = qBound(leastColumn, width() - 4 * Theme::grid, mostColumn);
    for (TextLabel *label : {m_title, m_text}) {
        label->setFixedWidth(column);
        label->setMinimumHeight(0); // else the height of a narrower column stays the least
        label->setFixedHeight(qMax(0, label->heightForWidth(column))); // -1: no text
    }
    constexpr int size = 32;
    m_icon->setPixmap(m_theme.icon(m_iconName).pixmap(QSize(size, size), devicePixelRatioF()));
}

} // namespace projective
