#include "tests/support/liveclient.h"

#include "sync/client/engine.h"

#include <QDir>
#include <QEventLoop>
#include <QTimer>

namespace projective::test {

namespace {
constexpr int signInMs = 20'000;
}

LiveClient::LiveClient(const QString &folder)
    : m_folder(folder)
{
    QDir().mkpath(folder);
    Engine::Options options;
    options.folder = folder;
    options.tokens = TokenStore::Kind::Memory;
    options.client = QStringLiteral("tests");
    m_engine = new Engine(options);
    m_engine->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_engine, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("data"));
    m_thread.start();
    onData([](Engine &engine) {
        if (const auto opened = engine.open(); !opened)
            qFatal("the profile can't be opened: %s", qPrintable(opened.error().detail));
    });
}

LiveClient::~LiveClient()
{
    m_thread.quit();
    m_thread.wait();
}

void LiveClient::onData(const std::function<void(Engine &)> &work) const
{
    QMetaObject::invokeMethod(
        m_engine, [&] { work(*m_engine); }, Qt::BlockingQueuedConnection);
}

QString LiveClient::signIn(const QString &address, const QString &email, const QString &password)
{
    QEventLoop loop;
    QString problem = QStringLiteral("no answer");
    const auto end = [&](const QString &said) {
        problem = said;
        loop.quit();
    };
    // By reference: the connections end with the loop, which is left in this function.
    QObject::connect(m_engine, &Engine::signedIn, &loop, [&] { end({}); }); // clazy:exclude=lambda-in-connect
    QObject::connect(m_engine, &Engine::signInFailed, &loop,
        [&](const Error &error) { end(error.detail + u'?'); }); // clazy:exclude=lambda-in-connect
    QTimer::singleShot(signInMs, &loop, &QEventLoop::quit);
    onData([&](Engine &engine) { engine.signIn(*Server::fromEntry(address), email, password); });
    loop.exec();
    return problem;
}

SyncStatus LiveClient::status() const
{
    SyncStatus status;
    onData([&](Engine &engine) { status = engine.status(); });
    return status;
}

} // namespace projective::test
