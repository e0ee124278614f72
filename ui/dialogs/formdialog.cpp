#include "ui/dialogs/formdialog.h"

#include "ui/pages/pagecontext.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/textlabel.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace projective {

FormDialog::FormDialog(PageContext &context, const QString &title, bool needsServer, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_needsServer(needsServer)
    , m_introduction(new TextLabel(context.theme(), Theme::TextStyle::Body, Theme::Token::Muted, this))
    , m_form(new QFormLayout)
    , m_body(new QVBoxLayout)
    , m_problem(new TextLabel(context.theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this))
    , m_button(new PrimaryButton(context.theme(), this))
{
    setWindowTitle(title);
    setModal(true);
    setMinimumWidth(440);
    auto *heading = new TextLabel(theme(), Theme::TextStyle::Section, Theme::Token::Text, this);
    heading->setFit(TextLabel::Fit::Wrap);
    heading->setText(title);
    m_introduction->setFit(TextLabel::Fit::Wrap);
    m_introduction->hide();
    m_problem->setFit(TextLabel::Fit::Wrap);
    m_form->setSpacing(Theme::grid);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    m_button->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_button, &QPushButton::clicked, this, &FormDialog::finish);
    connect(&context, &PageContext::onlineChanged, this, &FormDialog::check);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Theme::grid, 3 * Theme::grid, 3 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid);
    layout->addWidget(heading);
    layout->addWidget(m_introduction);
    layout->addSpacing(Theme::grid);
    layout->addLayout(m_form);
    layout->addLayout(m_body, 1);
    layout->addSpacing(Theme::grid);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
}

Theme &FormDialog::theme() const
{
    return m_context.theme();
}

void FormDialog::setIntroduction(const QString &text)
{
    m_introduction->setText(text);
    m_introduction->setVisible(!text.isEmpty());
}

void FormDialog::addField(const QString &label, QWidget *field)
{
    auto *name = new TextLabel(theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    name->setText(label);
    name->setBuddy(field);
    name->setMinimumWidth(88);
    // Beside the first line of its field.
    const bool tall = qobject_cast<const QPlainTextEdit *>(field);
    name->setMinimumHeight(tall ? QLineEdit(this).sizeHint().height() : field->sizeHint().height());
    field->setAccessibleName(label);
    m_form->addRow(name, field);
}

void FormDialog::setVerb(const QString &verb)
{
    m_button->setText(QString(verb).replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_button->setAccessibleName(verb);
}

void FormDialog::check()
{
    const bool offline = m_needsServer && !m_context.isOnline();
    const QString why = offline ? PageContext::offlineReason() : problem();
    m_problem->setText(why);
    m_button->setBlocked(why);
    if (isVisible())
        fit();
}

void FormDialog::showEvent(QShowEvent *event)
{
    for (const QPlainTextEdit *edit : findChildren<QPlainTextEdit *>())
        edit->document()->setDocumentMargin(Theme::grid - 2);
    QDialog::showEvent(event);
    fit();
}

void FormDialog::fit()
{
    layout()->activate();
    // A verb with a large sum and a long name may need more than the dialog began with.
    const int wide = qMax(width(), layout()->totalMinimumSize().width());
    const int least = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(wide) : sizeHint().height();
    resize(wide, qMax(height(), least));
}

void FormDialog::finish()
{
    check();
    if (!m_button->isEnabled())
        return;
    submit();
    accept();
}

} // namespace projective
