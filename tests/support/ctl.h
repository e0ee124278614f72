#pragma once

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QUuid>

#include <memory>

namespace projective::test {

/// One person at `projectivectl`, with a profile folder of their own. Each call is one process, as in a script.
class Ctl
{
public:
    struct Answer {
        int exitCode = -1; ///< -1: crashed or killed
        QByteArray output;
        QByteArray errors;
        [[nodiscard]] bool ok() const { return exitCode == 0; }
        [[nodiscard]] QJsonObject object() const; ///< of the last line that is a JSON object
        [[nodiscard]] QString said() const { return QString::fromUtf8(errors + output); }
    };

    /// `profile` is made when it is not there.
    explicit Ctl(const QString &profile);
    /// The same person, each call run by another program: `wrapper` and then the call's own words.
    [[nodiscard]] Ctl through(const QStringList &wrapper) const;

    [[nodiscard]] Answer call(const QStringList &arguments, const QByteArray &input = {}, int timeoutMs = 60'000) const;
    /// `more`: options of login.
    [[nodiscard]] Answer login(
        const QString &server, const QString &email, const QString &password, const QStringList &more = {}) const;
    [[nodiscard]] Answer sync(int seconds = 30) const;
    /// `run COMMAND --as ACTING --args JSON [--expected JSON] --wait`: until the outcome is known.
    [[nodiscard]] Answer run(
        const QString &command, const QString &acting, const QJsonObject &args, const QJsonObject &expected = {}) const;
    /// The same without --wait: until it is saved here, connected or not.
    [[nodiscard]] Answer save(
        const QString &command, const QString &acting, const QJsonObject &args, const QJsonObject &expected = {}) const;
    /// Rows of a SELECT on the mirror, one object each.
    [[nodiscard]] QJsonArray sql(const QString &select) const;
    /// All bytes of the profile's files: what a thief of the disk would read.
    [[nodiscard]] QByteArray files() const;
    /// Starts a call and leaves it running, to be killed or waited for by the test.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments) const;

    [[nodiscard]] QString profile() const { return m_profile; }

private:
    [[nodiscard]] static QStringList words(
        const QString &command, const QString &acting, const QJsonObject &args, const QJsonObject &expected);

    QString m_profile;
    QStringList m_wrapper;
};

} // namespace projective::test
