#include "tests/e2e/person.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcessEnvironment>

namespace {
/// On top of what the act itself may take.
constexpr int answerGraceMs = 20'000;
} // namespace

Person::Person(const QString &name, const QString &program, const QString &profile, const QString &backend)
    : m_name(name)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    // A person's own keychain must not be asked, and a locked one would hang on its prompt.
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("disabled:"));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), profile + QStringLiteral("/config"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("en_GB.UTF-8"));
    environment.insert(QStringLiteral("LANGUAGE"), QStringLiteral("en_GB"));
    m_process.setProcessEnvironment(environment);
    m_process.setStandardErrorFile(profile + QStringLiteral(".log"));
    m_process.start(program, {QStringLiteral("--profile"), profile, QStringLiteral("--backend"), backend});
    if (!m_process.waitForStarted())
        m_failure = QStringLiteral("%1: %2").arg(program, m_process.errorString());
}

Person::~Person()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(5'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QJsonObject Person::ask(const QJsonObject &request, bool mayFail)
{
    // A picture of what went wrong can still be had.
    if (!m_failure.isEmpty() && request.value(QLatin1String("do")).toString() != QLatin1String("shot"))
        return {};
    m_process.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    const int timeout = request.value(QLatin1String("timeout")).toInt(15'000) + answerGraceMs;
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(timeout)) {
            m_failure = QStringLiteral("%1's window does not answer: %2").arg(m_name, m_process.errorString());
            return {};
        }
    }
    const QJsonObject answer = QJsonDocument::fromJson(m_process.readLine()).object();
    if (!answer.value(QLatin1String("ok")).toBool() && !mayFail) {
        QStringList seen;
        const QJsonArray names = answer.value(QLatin1String("seen")).toArray();
        for (const auto &name : names)
            seen.append(name.toString());
        m_failure
            = QStringLiteral("%1 could not %2 \"%3\": %4%5")
                  .arg(m_name, request.value(QLatin1String("do")).toString(),
                      request.value(QLatin1String("name")).toString(), answer.value(QLatin1String("error")).toString(),
                      seen.isEmpty() ? QString()
                                     : QStringLiteral("\n  on screen: ") + seen.join(QStringLiteral(" | ")));
    }
    return answer;
}

void Person::click(const QString &name, int timeoutMs)
{
    ask({{QStringLiteral("do"), QStringLiteral("click")}, {QStringLiteral("name"), name},
        {QStringLiteral("timeout"), timeoutMs}});
}

void Person::doubleClick(const QString &name)
{
    ask({{QStringLiteral("do"), QStringLiteral("click")}, {QStringLiteral("name"), name},
        {QStringLiteral("twice"), true}});
}

void Person::type(const QString &field, const QString &text)
{
    ask({{QStringLiteral("do"), QStringLiteral("type")}, {QStringLiteral("name"), field},
        {QStringLiteral("text"), text}});
}

void Person::choose(const QString &field, const QString &entry)
{
    ask({{QStringLiteral("do"), QStringLiteral("choose")}, {QStringLiteral("name"), field},
        {QStringLiteral("text"), entry}});
}

void Person::check(const QString &box, bool on)
{
    ask({{QStringLiteral("do"), QStringLiteral("check")}, {QStringLiteral("name"), box}, {QStringLiteral("on"), on}});
}

void Person::key(const QString &keys)
{
    ask({{QStringLiteral("do"), QStringLiteral("key")}, {QStringLiteral("keys"), keys}});
}

void Person::waitFor(const QString &name, int timeoutMs)
{
    ask({{QStringLiteral("do"), QStringLiteral("wait")}, {QStringLiteral("name"), name},
        {QStringLiteral("timeout"), timeoutMs}});
}

void Person::waitForExactly(const QString &name)
{
    ask({{QStringLiteral("do"), QStringLiteral("wait")}, {QStringLiteral("name"), name},
        {QStringLiteral("exact"), true}});
}

void Person::waitGone(const QString &name, int timeoutMs)
{
    ask({{QStringLiteral("do"), QStringLiteral("wait")}, {QStringLiteral("name"), name}, {QStringLiteral("gone"), true},
        {QStringLiteral("timeout"), timeoutMs}});
}

void Person::resize(int width, int height)
{
    ask({{QStringLiteral("do"), QStringLiteral("size")}, {QStringLiteral("width"), width},
        {QStringLiteral("height"), height}});
}

bool Person::sees(const QString &name, int timeoutMs)
{
    return ask({{QStringLiteral("do"), QStringLiteral("wait")}, {QStringLiteral("name"), name},
                   {QStringLiteral("timeout"), timeoutMs}},
        true)
        .value(QLatin1String("ok"))
        .toBool();
}

QString Person::read(const QString &name)
{
    return ask({{QStringLiteral("do"), QStringLiteral("read")}, {QStringLiteral("name"), name}})
        .value(QLatin1String("text"))
        .toString();
}

void Person::shot(const QString &file)
{
    ask({{QStringLiteral("do"), QStringLiteral("shot")}, {QStringLiteral("file"), file}});
}

void Person::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}
