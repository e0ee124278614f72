#include "ui/widgets/sectionheader.h"

#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

namespace projective {

SectionHeader::SectionHeader(Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel(theme, Theme::TextStyle::Strong, Theme::Token::Text, this))
    , m_count(new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this))
    , m_button(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, Theme::halfGrid, 0, Theme::halfGrid);
    m_title->setFit(TextLabel::Fit::Elide);
    layout->addWidget(m_title);
    layout->addWidget(m_count);
    layout->addStretch();
    layout->addWidget(m_button);
    m_count->hide();
    m_button->hide();
    setTitle(title);
}

void SectionHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void SectionHeader::setCount(int count)
{
    m_count->setVisible(count >= 0);
    m_count->setText(QLocale().toString(count));
}

void SectionHeader::setAction(QAction *action)
{
    if (action)
        m_button->setDefaultAction(action);
    m_button->setVisible(action != nullptr);
}

} // namespace projective
