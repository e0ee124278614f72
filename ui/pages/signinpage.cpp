#include "ui/pages/signinpage.h"

#include "ui/theme/theme.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/sampleperson.h"
#include "ui/widgets/textlabel.h"

#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int cardWidth = 360;

void setWrong(QLineEdit *edit, bool wrong)
{
    if (edit->property("wrong").toBool() == wrong)
        return;
    edit->setProperty("wrong", wrong);
    edit->update();
}
} // namespace

SignInPage::SignInPage(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_card(new QWidget)
{
    setAccessibleName(tr("Sign in"));
    auto *layout = new QVBoxLayout(m_card);
    layout->setContentsMargins(0, 4 * Theme::grid, 0, 4 * Theme::grid);
    layout->setSpacing(Theme::halfGrid);
    m_card->setFixedWidth(cardWidth);
    addHead(layout);
    addForm(layout);
    m_samples = new QWidget(m_card);
    m_samples->hide();
    new QVBoxLayout(m_samples);
    layout->addWidget(m_samples);

    // In a low window or with large text the form scrolls rather than shrinks.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *middle = new QWidget(scroll);
    auto *centred = new QVBoxLayout(middle);
    centred->addStretch(2);
    centred->addWidget(m_card, 0, Qt::AlignHCenter);
    centred->addStretch(3);
    scroll->setWidget(middle);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SignInPage::addHead(QVBoxLayout *layout)
{
    auto *title = new TextLabel(m_theme, Theme::TextStyle::Title, Theme::Token::Text, m_card);
    title->setText(tr("Sign in to Projective"));
    m_notice = new TextLabel(m_theme, Theme::TextStyle::Body, Theme::Token::Muted, m_card);
    m_notice->setFit(TextLabel::Fit::Wrap);
    m_notice->hide();
    layout->addWidget(title);
    layout->addWidget(m_notice);
    layout->addSpacing(2 * Theme::grid);
}

void SignInPage::addForm(QVBoxLayout *layout)
{
    m_server = addField(layout, tr("Ser&ver"), tr("Server address"));
    m_server.edit->setPlaceholderText(QStringLiteral("https://projective.example.com"));
    m_server.edit->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    m_email = addField(layout, tr("&E-mail"), tr("E-mail"));
    m_email.edit->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password = addField(layout, tr("&Password"), tr("Password"));
    m_password.edit->setEchoMode(QLineEdit::Password);
    // Addresses and passwords read from left to right in every language.
    for (const Input &field : {m_server, m_email, m_password})
        field.edit->setLayoutDirection(Qt::LeftToRight);

    m_error = new TextLabel(m_theme, Theme::TextStyle::Secondary, Theme::Token::Bad, m_card);
    m_error->setFit(TextLabel::Fit::Wrap);
    m_error->hide();
    m_button = new PrimaryButton(m_theme, m_card);
    m_button->setText(tr("Sign in"));
    m_keychain = new TextLabel(m_theme, Theme::TextStyle::Caption, Theme::Token::Muted, m_card);
    m_keychain->setFit(TextLabel::Fit::Wrap);
    layout->addSpacing(Theme::halfGrid);
    layout->addWidget(m_error);
    layout->addWidget(m_button);
    layout->addWidget(m_keychain);
    connect(m_button, &PrimaryButton::clicked, this, &SignInPage::submit);
}

SignInPage::Input SignInPage::addField(QVBoxLayout *layout, const QString &label, const QString &accessible)
{
    Input result;
    auto *name = new QLabel(label, m_card);
    name->setTextFormat(Qt::PlainText);
    result.edit = new QLineEdit(m_card);
    result.edit->setAccessibleName(accessible);
    name->setBuddy(result.edit);
    result.error = new TextLabel(m_theme, Theme::TextStyle::Secondary, Theme::Token::Bad, m_card);
    result.error->setFit(TextLabel::Fit::Wrap);
    result.error->hide();
    layout->addWidget(name);
    layout->addWidget(result.edit);
    layout->addWidget(result.error);
    layout->addSpacing(Theme::grid);
    connect(result.edit, &QLineEdit::returnPressed, this, &SignInPage::submit);
    connect(result.edit, &QLineEdit::textEdited, this, &SignInPage::clearErrors);
    return result;
}

SignInPage::Input &SignInPage::input(Field field)
{
    return field == Field::Server ? m_server : field == Field::Email ? m_email : m_password;
}

void SignInPage::setServer(const QString &server)
{
    m_server.edit->setText(server);
}

void SignInPage::setEmail(const QString &email)
{
    m_email.edit->setText(email);
}

void SignInPage::setSamples(const QList<SamplePerson> &people)
{
    delete m_samples->layout();
    qDeleteAll(m_samples->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    auto *layout = new QVBoxLayout(m_samples);
    layout->setContentsMargins(0, 2 * Theme::grid, 0, 0);
    layout->setSpacing(0);
    auto *title = new TextLabel(m_theme, Theme::TextStyle::Strong, Theme::Token::Text, m_samples);
    title->setText(tr("Or try it with sample people"));
    layout->addWidget(title);
    layout->addSpacing(Theme::halfGrid);
    for (const SamplePerson &person : people) {
        auto *button = new SamplePersonButton(m_theme, person.name, person.role, m_samples);
        connect(button, &SamplePersonButton::clicked, this, [this, person] {
            m_email.edit->setText(person.email);
            m_password.edit->setText(person.password);
            submit();
        });
        layout->addWidget(button);
    }
    m_samples->setVisible(!people.isEmpty());
}

void SignInPage::setKeychainAvailable(bool available)
{
    m_keychain->setText(available
            ? tr("You stay signed in; the system keychain keeps the key.")
            : tr("There is no system keychain here. After you sign in you choose: stay signed in by a file that "
                 "only you can read, or sign in again next time."));
}

void SignInPage::setNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
}

void SignInPage::setBusy(bool busy)
{
    m_busy = busy;
    m_button->setText(busy ? tr("Signing in…") : tr("Sign in"));
    m_button->setEnabled(!busy);
    m_samples->setEnabled(!busy);
    for (const Input &field : {m_server, m_email, m_password})
        field.edit->setReadOnly(busy);
}

void SignInPage::clearErrors()
{
    for (const Input &field : {m_server, m_email, m_password}) {
        field.error->hide();
        setWrong(field.edit, false);
    }
    m_error->hide();
}

void SignInPage::setError(Field field, const QString &text)
{
    clearErrors();
    setBusy(false);
    if (field == Field::None) {
        m_error->setText(text);
        m_error->show();
        return;
    }
    const Input &wrong = input(field);
    wrong.error->setText(text);
    wrong.error->show();
    wrong.edit->setAccessibleDescription(text);
    setWrong(wrong.edit, true);
    wrong.edit->setFocus();
    wrong.edit->selectAll();
}

void SignInPage::takeFocus()
{
    for (const Input &field : {m_server, m_email, m_password}) {
        if (field.edit->text().isEmpty()) {
            field.edit->setFocus();
            return;
        }
    }
    m_password.edit->setFocus();
}

void SignInPage::submit()
{
    if (m_busy)
        return;
    clearErrors();
    const QString server = m_server.edit->text().trimmed();
    if (server.isEmpty())
        setError(Field::Server, tr("Enter the address of your server, such as https://projective.example.com."));
    else if (!m_email.edit->text().contains(u'@'))
        setError(Field::Email, tr("Enter the e-mail address of your account."));
    else if (m_password.edit->text().isEmpty())
        setError(Field::Password, tr("Enter your password."));
    else {
        setBusy(true);
        Q_EMIT signInRequested(server, m_email.edit->text().trimmed(), m_password.edit->text());
    }
}

void SignInPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Theme::Token::Canvas));
}

} // namespace projective
