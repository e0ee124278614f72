#pragma once

#include <QList>
#include <QString>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class PrimaryButton;
class TextLabel;
class Theme;

/// Someone of the embedded backend's sample data, to try the program as.
struct SamplePerson {
    QString name;
    QString role; ///< "Buyer at Northwind Ltd"
    QString email;
    QString password;
};

/// Server, e-mail and password, or one of the sample people. Says what went wrong under the field that is to blame.
class SignInPage : public QWidget
{
    Q_OBJECT
public:
    enum class Field { Server, Email, Password, None };
    explicit SignInPage(Theme &theme, QWidget *parent = nullptr);

    void setServer(const QString &server);
    void setEmail(const QString &email);
    void setSamples(const QList<SamplePerson> &people);
    /// Whether one stays signed in after quitting; asked for in the background, said when known.
    void setKeychainAvailable(bool available);
    /// Why one is here again ("Your sign-in has ended"); empty: the first time.
    void setNotice(const QString &notice);
    void setBusy(bool busy);
    void setError(Field field, const QString &text);
    void takeFocus();

Q_SIGNALS:
    void signInRequested(const QString &server, const QString &email, const QString &password);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Input {
        QLineEdit *edit = nullptr;
        TextLabel *error = nullptr;
    };
    [[nodiscard]] Input addField(QVBoxLayout *layout, const QString &label, const QString &accessible);
    void addHead(QVBoxLayout *layout);
    void addForm(QVBoxLayout *layout);
    [[nodiscard]] Input &input(Field field);
    void submit();
    void clearErrors();

    Theme &m_theme;
    QWidget *m_card;
    TextLabel *m_notice = nullptr;
    Input m_server;
    Input m_email;
    Input m_password;
    TextLabel *m_error = nullptr;
    PrimaryButton *m_button = nullptr;
    TextLabel *m_keychain = nullptr;
    QWidget *m_samples = nullptr;
    bool m_busy = false;
};

} // namespace projective
