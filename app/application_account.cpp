// Application: who is signed in, and where.
#include "app/application.h"

#include "app/backendfile.h"
#include "ui/words.h"

#include <QMessageBox>
#include <QPushButton>

namespace projective {

void Application::backendRead(const BackendFile &backend)
{
    SignInPage &page = m_window->signIn();
    connect(&page, &SignInPage::signInRequested, this, &Application::signIn, Qt::UniqueConnection);
    page.setServer({backend.server, {}, {}});
    page.setSamples(backend.people);
    const bool moved = !m_settings.user().isNull() && m_settings.server().address != backend.server;
    if (moved) {
        showSignInAgain(tr("The backend has a new address. Sign in again; what you have here is kept."));
    } else if (m_window->isSignInShown()) {
        page.takeFocus();
    }
}

/// With what was fetched before behind it: one may also go on without.
void Application::showSignInAgain(const QString &notice)
{
    SignInPage &page = m_window->signIn();
    connect(&page, &SignInPage::signInRequested, this, &Application::signIn, Qt::UniqueConnection);
    connect(&page, &SignInPage::left, this, &Application::leaveSignIn, Qt::UniqueConnection);
    page.setEmail(m_settings.email());
    page.setNotice(notice);
    page.setLeavable(true);
    if (m_keychain)
        page.setKeychainAvailable(*m_keychain);
    m_window->showSignIn();
}

void Application::leaveSignIn()
{
    m_window->go(m_settings.route(m_context.acting()));
}

/// Nothing can be read or kept until the profile opens, so nothing else can be done meanwhile.
void Application::askToOpenAgain(const Error &error)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Your data can't be opened"), words::failure(error.code),
        QMessageBox::NoButton, m_window.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    const QAbstractButton *again = box->addButton(tr("Try again"), QMessageBox::AcceptRole);
    box->addButton(tr("Quit"), QMessageBox::RejectRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, again](const QAbstractButton *clicked) {
        if (clicked == again)
            m_client.open();
        else
            m_window->close();
    });
    box->open();
}

void Application::signIn(const ServerEntry &entry, const QString &email, const QString &password)
{
    if (!Server::fromEntry(entry.address)) {
        m_window->signIn().setError(SignInPage::Field::Server,
            tr("This is no address of a server. Outside this machine it has to begin with https://."));
        return;
    }
    const auto server = Server::fromEntry(entry.address, entry.sync, entry.anonKey);
    if (!server) {
        m_window->signIn().setError(SignInPage::Field::Sync,
            tr("This is no address of a sync gateway. Outside this machine it has to begin with wss://."));
        return;
    }
    m_enteredServer = entry;
    m_client.signIn(*server, email, password);
}

void Application::signedIn(const QUuid &user, const QString &email)
{
    if (user != m_settings.user()) {
        m_settings.clearAccount();
        m_context.setActing({}, QString());
        m_window->forget();
    }
    m_settings.setAccount(user, email, m_enteredServer);
    m_window->signIn().setBusy(false);
    m_window->signIn().setNotice(QString());
    m_window->signIn().setLeavable(false);
    showAccount();
}

void Application::signInFailed(const Error &error)
{
    using Field = SignInPage::Field;
    SignInPage &page = m_window->signIn();
    switch (error.code) {
    case ErrorCode::WrongCredentials:
        return page.setError(Field::Password, words::failure(error.code));
    case ErrorCode::Offline:
        return page.setError(Field::Server, words::failure(error.code));
    case ErrorCode::ServerUnavailable:
        return page.setError(
            Field::Server, tr("This server doesn't answer as it should. Check its address, or try again later."));
    case ErrorCode::Unauthorized: // of the server's gate: nobody is signed in yet
        return page.setError(Field::Key,
            m_enteredServer.anonKey.isEmpty()
                ? tr("This server asks for its public key. Whoever runs it can give it to you.")
                : tr("The server doesn't accept this key. Check it with whoever runs the server."));
    default:
        return page.setError(Field::None, words::failure(error.code));
    }
}

void Application::signOut()
{
    const int held = m_context.held().isHolding() ? 1 : 0;
    const int pending = m_context.status().pending + m_context.status().refused + held;
    QMessageBox box(
        QMessageBox::NoIcon, tr("Sign out"), tr("Sign out of this device?"), QMessageBox::Cancel, m_window.get());
    box.setInformativeText(pending > 0
            ? tr("%Ln things that you did were not sent or accepted yet. They will be lost.", nullptr, pending)
            : tr("Everything is sent. What is stored on this device is deleted."));
    const QPushButton *yes
        = box.addButton(pending > 0 ? tr("Sign out and lose them") : tr("Sign out"), QMessageBox::DestructiveRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == yes)
        m_client.signOut();
}

void Application::signedOut()
{
    m_settings.clearAccount();
    m_window->forget();
    m_context.setUser({});
    m_context.setActing({}, QString());
    m_actingFound = false;
    SignInPage &page = m_window->signIn();
    connect(&page, &SignInPage::signInRequested, this, &Application::signIn, Qt::UniqueConnection);
    if (!m_settings.server().address.isEmpty())
        page.setServer(m_settings.server());
    page.setLeavable(false);
    page.setBusy(false);
    if (m_keychain)
        page.setKeychainAvailable(*m_keychain);
    m_window->showSignIn();
}

/// Before one signs in: what becomes of the sign-in when one quits.
void Application::sayWhereTokenIsKept(bool keychain)
{
    m_keychain = keychain;
    if (m_window->isSignInShown())
        m_window->signIn().setKeychainAvailable(keychain);
}

void Application::askWhereToKeepToken()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("No system keychain"),
        tr("There is no system keychain to keep you signed in."), QMessageBox::NoButton, m_window.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("The key can be kept in a file that only you can read, or be forgotten when you quit."));
    const QAbstractButton *file = box->addButton(tr("Keep it in a file"), QMessageBox::AcceptRole);
    box->addButton(tr("Forget it when I quit"), QMessageBox::RejectRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, file](const QAbstractButton *clicked) {
        const auto kind = clicked == file ? TokenStore::Kind::File : TokenStore::Kind::Memory;
        m_settings.setTokens(kind);
        m_client.useTokenStore(kind);
    });
    box->open();
}

} // namespace projective
