// login, logout, sync, run: the verbs that talk to the server.
#include "verbs.h"

#include "exitcodes.h"
#include "jsonrows.h"

#include <QCoreApplication>
#include <QSysInfo>
#include <QTextStream>
#include <QTimer>

#include <cstdio>

namespace projective::ctl {

namespace {

constexpr qint64 answerTimeoutMs = 30'000;

/// States from which waiting does not help.
bool isHopeless(const SyncStatus &status)
{
    return status.state == SyncStatus::State::SignInAgain || status.state == SyncStatus::State::Failed;
}

int hopeless(const SyncStatus &status)
{
    return complain(status.error.value_or(Error{ErrorCode::Unauthorized, {}}));
}

void stopAfter(qint64 ms, const std::function<void()> &late)
{
    if (ms > 0)
        QTimer::singleShot(static_cast<int>(ms), QCoreApplication::instance(), late);
}

} // namespace

Engine::Options engineOptions(const Arguments &arguments)
{
    return {arguments.profile, TokenStore::Kind::File,
        QStringLiteral("projectivectl/" PROJECTIVE_VERSION " ") + QSysInfo::prettyProductName(), {}};
}

bool openSignedIn(Engine &engine, int &code)
{
    const auto opened = engine.open(false);
    if (!opened)
        code = complain(opened.error());
    else if (engine.store() == nullptr)
        code = complain(ExitSignIn, QStringLiteral("nobody is signed in; use login"));
    return opened && engine.store() != nullptr;
}

int login(const Arguments &arguments)
{
    if (arguments.server.isEmpty() || arguments.email.isEmpty() || !arguments.passwordStdin)
        return complain(ExitUsage, QStringLiteral("login needs --server URL --email E --password-stdin"));
    const auto server = Server::fromEntry(arguments.server, arguments.sync, arguments.anonKey);
    if (!server)
        return complain(server.error());
    QTextStream input(stdin);
    const QString password = input.readLine();
    Engine engine(engineOptions(arguments));
    if (const auto opened = engine.open(false); !opened)
        return complain(opened.error());
    int code = ExitInternal;
    QObject::connect(&engine, &Engine::signedIn, &engine, [&](const QUuid &user, const QString &email) {
        printLine({{QStringLiteral("user"), user.toString(QUuid::WithoutBraces)}, {QStringLiteral("email"), email}});
        code = ExitOk;
        QCoreApplication::exit();
    });
    const auto failed = [&](const Error &error) {
        code = complain(error);
        QCoreApplication::exit();
    };
    QObject::connect(&engine, &Engine::signInFailed, &engine, failed);
    QObject::connect(&engine, &Engine::tokenStoreFailed, &engine, failed);
    engine.signIn(*server, arguments.email, password);
    QCoreApplication::exec();
    return code;
}

int logout(const Arguments &arguments)
{
    Engine engine(engineOptions(arguments));
    int code = ExitOk;
    if (!openSignedIn(engine, code))
        return code;
    const int unsent = engine.status().pending;
    if (unsent > 0 && !arguments.discardUnsent) {
        return complain(ExitUsage,
            QStringLiteral("%1 commands have not been sent and would be lost; sync first, or --discard-unsent")
                .arg(unsent));
    }
    QObject::connect(
        &engine, &Engine::signedOut, &engine, [] { QCoreApplication::exit(); }, Qt::QueuedConnection);
    engine.signOut();
    QCoreApplication::exec();
    return ExitOk;
}

int sync(const Arguments &arguments)
{
    Engine engine(engineOptions(arguments));
    int code = ExitOk;
    if (!openSignedIn(engine, code))
        return code;
    bool over = false;
    const auto finish = [&](int result) {
        over = true;
        code = result;
        QCoreApplication::exit();
    };
    QObject::connect(
        &engine, &Engine::statusChanged, &engine,
        [&](const SyncStatus &now) {
            if (over)
                return;
            if (isHopeless(now))
                finish(hopeless(now));
            else if (arguments.untilIdle && now.state == SyncStatus::State::Synced && now.pending == 0)
                finish(ExitOk);
        },
        Qt::QueuedConnection);
    stopAfter(arguments.timeoutMs, [&] {
        const SyncStatus &now = engine.status();
        if (!arguments.untilIdle && now.state == SyncStatus::State::Synced)
            return finish(ExitOk);
        finish(complain(ExitOffline,
            QStringLiteral("not synced in time: %1, %2 commands pending%3")
                .arg(stateName(now.state))
                .arg(now.pending)
                .arg(now.error ? QStringLiteral("; ") + words(*now.error) : QString())));
    });
    engine.goOnline();
    QCoreApplication::exec();
    printLine(statusJson(engine));
    return code;
}

namespace {

/// Submits one command and follows it to its outcome.
class Runner
{
public:
    Runner(Engine &engine, const Command &command, bool wait)
        : m_engine(engine)
        , m_command(command)
        , m_wait(wait)
        , m_entry(newUuid())
    {
        QObject::connect(
            &engine, &Engine::commandChanged, &engine, [this](const CommandState &state) { onState(state); });
        QObject::connect(
            &engine, &Engine::statusChanged, &engine, [this](const SyncStatus &status) { onStatus(status); },
            Qt::QueuedConnection);
    }
    int exec(qint64 timeoutMs)
    {
        if (!m_wait) {
            submit();
            return m_code;
        }
        stopAfter(timeoutMs, [this] { onLate(); });
        m_engine.goOnline();
        QCoreApplication::exec();
        return m_code;
    }

private:
    void submit()
    {
        if (!std::exchange(m_submitted, true))
            m_engine.submit(m_entry, m_command);
    }
    void onStatus(const SyncStatus &status)
    {
        if (status.state == SyncStatus::State::Synced)
            submit();
        else if (isHopeless(status) && !m_over)
            finish(m_saved ? complain(exitCode(status.error.value_or(Error{}).code), QStringLiteral("saved, not sent"))
                           : hopeless(status));
    }
    void onLate()
    {
        submit(); // what may wait is saved; what may not says so
        if (!m_over)
            finish(complain(ExitOffline, QStringLiteral("saved, but without an outcome in time; sync sends it")));
    }
    void onState(const CommandState &state)
    {
        if (state.entry != m_entry || m_over)
            return;
        if (state.kind == CommandState::Kind::Saved) {
            m_saved = true;
            if (!m_wait)
                finish(print(state, "saved", ExitOk));
            return;
        }
        switch (state.kind) {
        case CommandState::Kind::Applied:
            return finish(print(state, "applied", ExitOk));
        case CommandState::Kind::Rejected:
            return finish(refused(state, "rejected"));
        case CommandState::Kind::Conflict:
            return finish(refused(state, "conflict"));
        default:
            break;
        }
        // Never sent and yet kept: larger than a message, or built on what was refused.
        if (m_engine.store() != nullptr && m_engine.store()->outbox().find(m_entry) != nullptr
            && state.code != errorCodeName(ErrorCode::Offline))
            return finish(refused(state, "failed"));
        const ErrorCode code = errorCodeFromName(state.code);
        if (code == ErrorCode::Offline)
            complain(ExitOffline,
                m_command.name + QStringLiteral(" needs a connection: it can't wait in the outbox; use --wait"));
        else
            complain({code, state.params.value(QLatin1String("detail")).toString()});
        finish(print(state, "failed", exitCode(code)));
    }
    int refused(const CommandState &state, const char *word)
    {
        QString text = QLatin1String(word) + QLatin1String(": ") + state.code;
        if (!state.field.isEmpty())
            text += QStringLiteral(" (%1)").arg(state.field);
        complain(ExitRefused, text + QStringLiteral("; it stays in the outbox, see outbox discard and retry"));
        return print(state, word, ExitRefused);
    }
    int print(const CommandState &state, const char *word, int code)
    {
        QJsonObject line{{QStringLiteral("entry"), m_entry.toString()}, {QStringLiteral("command"), m_command.name},
            {QStringLiteral("state"), QLatin1String(word)}, {QStringLiteral("args"), m_command.args}};
        if (!state.code.isEmpty())
            line.insert(QStringLiteral("code"), state.code);
        if (!state.field.isEmpty())
            line.insert(QStringLiteral("field"), state.field);
        if (!state.params.isEmpty())
            line.insert(QStringLiteral("params"), state.params);
        printLine(line);
        return code;
    }
    void finish(int code)
    {
        m_over = true;
        m_code = code;
        QCoreApplication::exit();
    }

    Engine &m_engine;
    Command m_command;
    bool m_wait;
    EntryId m_entry;
    int m_code = ExitInternal;
    bool m_submitted = false;
    bool m_saved = false;
    bool m_over = false;
};

} // namespace

int run(const Arguments &arguments)
{
    const auto command = commandFrom(arguments);
    if (!command)
        return complain(command.error());
    Engine engine(engineOptions(arguments));
    int code = ExitOk;
    if (!openSignedIn(engine, code))
        return code;
    return Runner(engine, *command, arguments.wait)
        .exec(arguments.timeoutMs > 0 ? arguments.timeoutMs : answerTimeoutMs);
}

} // namespace projective::ctl
