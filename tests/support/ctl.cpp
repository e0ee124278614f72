#include "tests/support/ctl.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

namespace projective::test {

namespace {

QString program()
{
    return QStringLiteral(PROJECTIVE_CTL);
}

} // namespace

QJsonObject Ctl::Answer::object() const
{
    const QList<QByteArray> lines = output.trimmed().split('\n');
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const QJsonDocument document = QJsonDocument::fromJson(*line);
        if (document.isObject())
            return document.object();
    }
    return QJsonDocument::fromJson(output).object();
}

Ctl::Ctl(const QString &profile)
    : m_profile(profile)
{
    QDir().mkpath(profile);
}

Ctl Ctl::through(const QStringList &wrapper) const
{
    Ctl wrapped = *this;
    wrapped.m_wrapper = wrapper;
    return wrapped;
}

std::unique_ptr<QProcess> Ctl::start(const QStringList &arguments) const
{
    const QStringList words = m_wrapper + QStringList{program(), QStringLiteral("--profile"), m_profile} + arguments;
    auto process = std::make_unique<QProcess>();
    process->setProgram(words.first());
    process->setArguments(words.mid(1));
    process->start();
    return process;
}

Ctl::Answer Ctl::call(const QStringList &arguments, const QByteArray &input, int timeoutMs) const
{
    const auto process = start(arguments);
    if (!process->waitForStarted())
        return {-1, {}, "projectivectl did not start: " + process->errorString().toUtf8()};
    process->write(input);
    process->closeWriteChannel();
    if (!process->waitForFinished(timeoutMs)) {
        process->kill();
        process->waitForFinished();
        return {-1, process->readAllStandardOutput(), "timed out: " + process->readAllStandardError()};
    }
    return {process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1, process->readAllStandardOutput(),
        process->readAllStandardError()};
}

Ctl::Answer Ctl::login(
    const QString &server, const QString &email, const QString &password, const QStringList &more) const
{
    return call(QStringList{QStringLiteral("login"), QStringLiteral("--server"), server, QStringLiteral("--email"),
                    email, QStringLiteral("--password-stdin")}
            + more,
        password.toUtf8() + '\n');
}

Ctl::Answer Ctl::sync(int seconds) const
{
    return call(
        {QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"), QString::number(seconds)},
        {}, (seconds + 10) * 1000);
}

QStringList Ctl::words(
    const QString &command, const QString &acting, const QJsonObject &args, const QJsonObject &expected)
{
    const auto json = [](const QJsonObject &object) {
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    };
    QStringList words{
        QStringLiteral("run"), command, QStringLiteral("--as"), acting, QStringLiteral("--args"), json(args)};
    if (!expected.isEmpty())
        words += {QStringLiteral("--expected"), json(expected)};
    return words;
}

Ctl::Answer Ctl::run(
    const QString &command, const QString &acting, const QJsonObject &args, const QJsonObject &expected) const
{
    return call(words(command, acting, args, expected) + QStringList{QStringLiteral("--wait")});
}

Ctl::Answer Ctl::save(
    const QString &command, const QString &acting, const QJsonObject &args, const QJsonObject &expected) const
{
    return call(words(command, acting, args, expected));
}

QByteArray Ctl::files() const
{
    QByteArray bytes;
    QDirIterator entries(m_profile, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        if (file.open(QIODevice::ReadOnly))
            bytes += file.readAll();
    }
    return bytes;
}

QJsonArray Ctl::sql(const QString &select) const
{
    const Answer answer = call({QStringLiteral("sql"), select});
    QJsonArray rows;
    const QList<QByteArray> lines = answer.output.split('\n');
    for (const QByteArray &line : lines) {
        if (!line.trimmed().isEmpty())
            rows.append(QJsonDocument::fromJson(line).object());
    }
    if (!answer.ok())
        qWarning("sql failed: %s", qPrintable(answer.said()));
    return rows;
}

} // namespace projective::test
