#include "ui/pages/signinpage.h"

#include "ui/theme/theme.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/sampleperson.h"
#include "ui/widgets/textlabel.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int cardWidth = 360;
constexpr int samplesWidth = 656;

/// In a row of its own rather than by an alignment: that would ask how high it is for the width of the page.
void addCentred(QVBoxLayout *layout, QWidget *widget)
{
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(widget);
    row->addStretch();
    layout->addLayout(row);
}

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
    layout->setContentsMargins(0, 4 * Theme::grid, 0, 2 * Theme::grid);
    layout->setSpacing(Theme::halfGrid);
    m_card->setFixedWidth(cardWidth);
    addHead(layout);
    addForm(layout);
    // In a low window or with large text the form scrolls rather than shrinks.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *middle = new QWidget(scroll);
    auto *centred = new QVBoxLayout(middle);
    centred->addStretch(2);
    addCentred(centred, m_card);
    m_samples = new QWidget(middle);
    m_samples->setFixedWidth(samplesWidth);
    m_samples->hide();
    new QGridLayout(m_samples);
    addCentred(centred, m_samples);
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
    addServer(layout);
    m_email = addField(layout, tr("&E-mail"), tr("E-mail"));
    m_email.edit->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password = addField(layout, tr("&Password"), tr("Password"));
    m_password.edit->setEchoMode(QLineEdit::Password);
    // Addresses and passwords read from left to right in every language.
    for (const Input &field : inputs())
        field.edit->setLayoutDirection(Qt::LeftToRight);

    m_error = new TextLabel(m_theme, Theme::TextStyle::Secondary, Theme::Token::Bad, m_card);
    m_error->setFit(TextLabel::Fit::Wrap);
    m_error->hide();
    m_button = new PrimaryButton(m_theme, m_card);
    m_button->setText(tr("Sign in"));
    m_later = new QPushButton(tr("Not now"), m_card);
    m_later->hide();
    m_keychain = new TextLabel(m_theme, Theme::TextStyle::Caption, Theme::Token::Muted, m_card);
    m_keychain->setFit(TextLabel::Fit::Wrap);
    layout->addSpacing(Theme::halfGrid);
    layout->addWidget(m_error);
    layout->addWidget(m_button);
    layout->addWidget(m_later);
    layout->addWidget(m_keychain);
    connect(m_later, &QPushButton::clicked, this, &SignInPage::leave);
    connect(m_button, &PrimaryButton::clicked, this, &SignInPage::submit);
}

void SignInPage::addServer(QVBoxLayout *layout)
{
    m_moreButton = new QToolButton(m_card);
    m_moreButton->setText(tr("More about the server"));
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setFont(m_theme.font(Theme::TextStyle::Secondary));
    m_moreButton->setFocusPolicy(Qt::StrongFocus);
    m_more = new QWidget(m_card);
    auto *inner = new QVBoxLayout(m_more);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(Theme::halfGrid);
    m_key = addField(inner, tr("Public &key, if the server asks for one"), tr("Public key of the server"));
    m_key.edit->setPlaceholderText(tr("A Supabase project's anon key"));
    m_sync = addField(inner, tr("S&ync address, if it is another one"), tr("Address of the sync gateway"));
    m_sync.edit->setPlaceholderText(QStringLiteral("wss://sync.example.com/sync/v1"));
    m_sync.edit->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    layout->addWidget(m_moreButton, 0, Qt::AlignLeading);
    layout->addWidget(m_more);
    layout->addSpacing(Theme::halfGrid);
    connect(m_moreButton, &QToolButton::clicked, this, [this] { showMore(m_more->isHidden()); });
    showMore(false);
}

void SignInPage::showMore(bool shown)
{
    m_moreButton->setAccessibleDescription(shown ? tr("Shown") : tr("Hidden"));
    m_moreButton->setIcon(m_theme.icon(
        shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), Theme::Token::Muted, !shown));
    m_more->setVisible(shown);
}

SignInPage::Input SignInPage::addField(QVBoxLayout *layout, const QString &label, const QString &accessible)
{
    Input result;
    // With the key mark, which the label takes for its buddy.
    auto *name = new TextLabel(m_theme, Theme::TextStyle::Body, Theme::Token::Text, m_card);
    name->setText(label);
    name->setAccessibleName(accessible);
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
    switch (field) {
    case Field::Server:
        return m_server;
    case Field::Sync:
        return m_sync;
    case Field::Key:
        return m_key;
    case Field::Email:
        return m_email;
    case Field::Password:
    case Field::None:
        return m_password;
    }
    Q_UNREACHABLE();
}

QList<SignInPage::Input> SignInPage::inputs() const
{
    return {m_server, m_key, m_sync, m_email, m_password};
}

ServerEntry SignInPage::server() const
{
    return {m_server.edit->text().trimmed(), m_sync.edit->text().trimmed(), m_key.edit->text().trimmed()};
}

void SignInPage::setServer(const ServerEntry &server)
{
    m_server.edit->setText(server.address);
    m_sync.edit->setText(server.sync);
    m_key.edit->setText(server.anonKey);
    showMore(!server.sync.isEmpty() || !server.anonKey.isEmpty());
}

void SignInPage::setEmail(const QString &email)
{
    m_email.edit->setText(email);
}

void SignInPage::setSamples(const QList<SamplePerson> &people)
{
    delete m_samples->layout();
    qDeleteAll(m_samples->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    auto *layout = new QGridLayout(m_samples);
    layout->setContentsMargins(0, 0, 0, 2 * Theme::grid);
    layout->setSpacing(0);
    auto *title = new TextLabel(m_theme, Theme::TextStyle::Strong, Theme::Token::Text, m_samples);
    title->setText(tr("Or try it with sample people"));
    layout->addWidget(title, 0, 0, 1, 2);
    layout->setRowMinimumHeight(0, 4 * Theme::grid);
    for (const SamplePerson &person : people) {
        auto *button = new SamplePersonButton(m_theme, person.name, person.role, m_samples);
        connect(button, &SamplePersonButton::clicked, this, [this, person] {
            m_email.edit->setText(person.email);
            m_password.edit->setText(person.password);
            submit();
        });
        const int place = layout->count() - 1;
        layout->addWidget(button, 1 + place / 2, place % 2);
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

void SignInPage::setLeavable(bool leavable)
{
    m_later->setVisible(leavable);
}

void SignInPage::leave()
{
    if (!m_later->isHidden() && !m_busy)
        Q_EMIT left();
}

void SignInPage::setBusy(bool busy)
{
    m_busy = busy;
    m_button->setText(busy ? tr("Signing in…") : tr("Sign in"));
    m_button->setEnabled(!busy);
    m_samples->setEnabled(!busy);
    m_later->setEnabled(!busy);
    for (const Input &field : inputs())
        field.edit->setReadOnly(busy);
}

void SignInPage::clearErrors()
{
    for (const Input &field : inputs()) {
        field.error->hide();
        field.edit->setAccessibleDescription({});
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
    if (field == Field::Sync || field == Field::Key)
        showMore(true);
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
    // It goes into the header of a request as it is.
    static const QRegularExpression notOfAKey(QStringLiteral("[^!-~]"));
    const ServerEntry server = this->server();
    if (server.address.isEmpty())
        setError(Field::Server, tr("Enter the address of your server, such as https://projective.example.com."));
    else if (server.anonKey.contains(notOfAKey))
        setError(Field::Key, tr("A key is one word of Latin letters, digits and signs. Copy it again, all of it."));
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
