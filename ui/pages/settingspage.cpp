#include "ui/pages/settingspage.h"

#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QScrollArea>

namespace projective {

SettingsPage::SettingsPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
{
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *content = new QWidget(scroll);
    auto *form = new QFormLayout(content);
    form->setContentsMargins(3 * Theme::grid, 2 * Theme::grid, 3 * Theme::grid, 3 * Theme::grid);
    form->setFormAlignment(Qt::AlignTop | Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    form->setVerticalSpacing(Theme::grid + Theme::halfGrid);
    addAppearance(form);
    addAccount(form);
    for (QLabel *label : content->findChildren<QLabel *>()) {
        label->setTextFormat(Qt::PlainText);
        if (const QWidget *field = label->buddy())
            label->setMinimumHeight(field->sizeHint().height());
    }
    scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

void SettingsPage::addAppearance(QFormLayout *form)
{
    form->addRow(new SectionHeader(theme(), tr("Appearance"), this));
    m_mode = new QComboBox(this);
    m_mode->setAccessibleName(tr("Colours"));
    m_mode->addItem(tr("As the system"), static_cast<int>(Theme::Mode::System));
    m_mode->addItem(tr("Light"), static_cast<int>(Theme::Mode::Light));
    m_mode->addItem(tr("Dark"), static_cast<int>(Theme::Mode::Dark));
    m_density = new QComboBox(this);
    m_density->setAccessibleName(tr("Density"));
    m_density->addItem(tr("Compact"), static_cast<int>(Theme::Density::Compact));
    m_density->addItem(tr("Normal"), static_cast<int>(Theme::Density::Normal));
    m_density->addItem(tr("Comfortable"), static_cast<int>(Theme::Density::Comfortable));
    for (QComboBox *box : {m_mode, m_density}) {
        box->setMinimumWidth(200);
        connect(box, qOverload<int>(&QComboBox::activated), this, &SettingsPage::changed);
    }
    form->addRow(tr("&Colours"), m_mode);
    form->addRow(tr("&Density"), m_density);
    auto *keys = new QPushButton(tr("Keyboard shortcuts"), this);
    connect(keys, &QPushButton::clicked, this, &SettingsPage::shortcutsRequested);
    form->addRow(tr("Keys"), keys);
}

void SettingsPage::addAccount(QFormLayout *form)
{
    auto *header = new SectionHeader(theme(), tr("Account"), this);
    header->setContentsMargins(0, 2 * Theme::grid, 0, 0);
    form->addRow(header);
    m_account = new TextLabel(theme(), Theme::TextStyle::Body, Theme::Token::Text, this);
    form->addRow(tr("Signed in as"), m_account);
    auto *out = new QPushButton(tr("Sign out…"), this);
    connect(out, &QPushButton::clicked, this, &SettingsPage::signOutRequested);
    form->addRow(QString(), out);
}

void SettingsPage::open(const Route &)
{
    m_mode->setCurrentIndex(m_mode->findData(static_cast<int>(theme().mode())));
    m_density->setCurrentIndex(m_density->findData(static_cast<int>(theme().density())));
}

QString SettingsPage::title() const
{
    return tr("Settings");
}

QWidget *SettingsPage::focusTarget()
{
    return m_mode;
}

void SettingsPage::setAccount(const QString &email, const QString &server)
{
    m_account->setText(server.isEmpty() ? email : tr("%1 at %2", "e-mail at server").arg(email, server));
}

void SettingsPage::changed()
{
    Q_EMIT appearanceChanged(static_cast<Theme::Mode>(m_mode->currentData().toInt()),
        static_cast<Theme::Density>(m_density->currentData().toInt()));
}

} // namespace projective
