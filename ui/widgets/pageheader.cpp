#include "ui/widgets/pageheader.h"

#include "ui/pages/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace projective {

PageHeader::PageHeader(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_back(new QToolButton(this))
    , m_title(new TextLabel(theme, Theme::TextStyle::Title, Theme::Token::Text, this))
    , m_subtitle(new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this))
    , m_search(new QToolButton(this))
    , m_primary(new PrimaryButton(theme, this))
    , m_inspector(new QToolButton(this))
{
    m_back->setIcon(theme.icon(QStringLiteral("back"), Theme::Token::Muted, true));
    m_back->setToolTip(tr("Back"));
    m_back->setAccessibleName(tr("Back"));
    m_inspector->setIcon(theme.icon(QStringLiteral("sidebar"), Theme::Token::Muted, true));
    m_inspector->setToolTip(tr("Details"));
    m_inspector->setAccessibleName(tr("Details"));
    m_inspector->setCheckable(true);
    m_title->setFit(TextLabel::Fit::Elide);
    m_subtitle->setFit(TextLabel::Fit::Elide);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, Theme::grid);
    layout->addWidget(m_back);
    layout->addWidget(m_title);
    // Takes what the title leaves, also without a text: of two long ones the title is the one to be read.
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_subtitle, 1, Qt::AlignBaseline);
    layout->addWidget(m_search);
    layout->addWidget(m_primary);
    layout->addWidget(m_inspector);
    setMinimumHeight(7 * Theme::grid);
    setInspectorButton(false, false);
    setCanGoBack(false);
    connect(m_back, &QToolButton::clicked, this, &PageHeader::backClicked);
    connect(m_inspector, &QToolButton::toggled, this, &PageHeader::inspectorToggled);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PageHeader::setPage(Page *page)
{
    if (m_page)
        m_page->disconnect(this);
    m_page = page;
    if (page) {
        connect(page, &Page::titleChanged, this, &PageHeader::follow);
        connect(page, &Page::primaryActionChanged, this, &PageHeader::follow);
        connect(page, &QObject::destroyed, this, [this] { m_page = nullptr; });
    }
    follow();
}

void PageHeader::follow()
{
    m_title->setText(m_page ? m_page->title() : QString());
    m_subtitle->setText(m_page ? m_page->subtitle() : QString());
    QAction *search = m_page ? m_page->searchAction() : nullptr;
    m_search->setDefaultAction(search);
    m_search->setVisible(search && search->isVisible());
    QAction *action = m_page ? m_page->primaryAction() : nullptr;
    m_primary->bind(action);
    m_primary->setVisible(action && action->isVisible());
}

void PageHeader::setInspectorButton(bool visible, bool checked)
{
    m_inspector->setVisible(visible);
    const QSignalBlocker blocker(m_inspector);
    m_inspector->setChecked(checked);
}

void PageHeader::setCanGoBack(bool can)
{
    m_back->setVisible(can);
}

void PageHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.color(Theme::Token::Line));
}

} // namespace projective
