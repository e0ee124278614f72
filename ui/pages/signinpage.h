#pragma once

#include <QList>
#include <QString>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class PrimaryButton;
class TextLabel;
class Theme;

/// Someone of the embedded backend's sample data, to try the program as.
struct SamplePerson {
    QString name;
    QString role; ///< "Owns Northwind Ltd: starts projects, approves, pays"
    QString email;
    QString password;
};

/// Where to sign in, as it was typed. All but the address may be empty.
struct ServerEntry {
    QString address;
    QString sync; ///< of a gateway that does not stand beside the server
    QString anonKey; ///< the public key that a Supabase project asks for
    friend bool operator==(const ServerEntry &, const ServerEntry &) = default;
};

/// Server, e-mail and password, or one of the sample people. What few servers need is folded away under "More about the
/// server". Says what went wrong under the field that is to blame.
class SignInPage : public QWidget
{
    Q_OBJECT
public:
    enum class Field { Server, Sync, Key, Email, Password, None };
    explicit SignInPage(Theme &theme, QWidget *parent = nullptr);

    void setServer(const ServerEntry &server);
    void setEmail(const QString &email);
    void setSamples(const QList<SamplePerson> &people);
    /// Whether one stays signed in after quitting; asked for in the background, said when known.
    void setKeychainAvailable(bool available);
    /// Why one is here again ("Your sign-in has ended"); empty: the first time.
    void setNotice(const QString &notice);
    /// Whether one may go on without: what was fetched before can still be read and worked on.
    void setLeavable(bool leavable);
    /// Not now; nothing happens where one can't go on without.
    void leave();
    void setBusy(bool busy);
    void setError(Field field, const QString &text);
    void takeFocus();

Q_SIGNALS:
    void left();
    void signInRequested(const projective::ServerEntry &server, const QString &email, const QString &password);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Input {
        QLineEdit *edit = nullptr;
        TextLabel *error = nullptr;
    };
    [[nodiscard]] Input addField(QVBoxLayout *layout, const QString &label, const QString &accessible);
    void addServer(QVBoxLayout *layout);
    void addHead(QVBoxLayout *layout);
    void addForm(QVBoxLayout *layout);
    [[nodiscard]] Input &input(Field field);
    [[nodiscard]] QList<Input> inputs() const;
    [[nodiscard]] ServerEntry server() const;
    void showMore(bool shown);
    void submit();
    void clearErrors();

    Theme &m_theme;
    QWidget *m_card;
    TextLabel *m_notice = nullptr;
    Input m_server;
    QToolButton *m_moreButton = nullptr;
    QWidget *m_more = nullptr;
    Input m_sync;
    Input m_key;
    Input m_email;
    Input m_password;
    TextLabel *m_error = nullptr;
    PrimaryButton *m_button = nullptr;
    QPushButton *m_later = nullptr;
    TextLabel *m_keychain = nullptr;
    QWidget *m_samples = nullptr;
    bool m_busy = false;
};

} // namespace projective
