#include "tests/support/ctl.h"

#include <QJsonDocument>

namespace projective::test {

namespace {

QString program()
{
    return QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projectivectl");
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

std::unique_ptr<QProcess> Ctl::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProgram(program());
    process->setArguments(QStringList {QStringLiteral("--profile"), m_profile} + arguments);
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

Ctl::Answer Ctl::login(const QString &server, const QString &email, const QString &password) const
{
    return call({QStringLiteral("login"), QStringLiteral("--server"), server, QStringLiteral("--email"), email,
                    QStringLiteral("--password-stdin")},
        password.toUtf8() + '\n');
}

Ctl::Answer Ctl::sync(int seconds) const
{
    return call({QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"), QString::number(seconds)},
        {}, (seconds + 10) * 1000);
}

Ctl::Answer Ctl::run(const QString &command, const QString &acting, const QJsonObject &args, const QStringList &flags) const
{
    return call(QStringList {QStringLiteral("run"), command, QStringLiteral("--as"), acting} + flags
        + QStringList {QStringLiteral("--args"), QString::fromUtf8(QJsonDocument(args).toJson(QJsonDocument::Compact))});
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
