#include "sync/client/clienthandle.h"

namespace projective {

ClientHandle::ClientHandle(const Engine::Options &options, QObject *parent)
    : ClientHandle(options, std::make_unique<LiveQueries>(options.folder), parent)
{
}

ClientHandle::ClientHandle(const Engine::Options &options, std::unique_ptr<LiveQueries> queries, QObject *parent)
    : QObject(parent)
    , m_queries(std::move(queries))
    , m_dataThread(new QObject)
{
    qRegisterMetaType<Error>();
    qRegisterMetaType<SyncStatus>();
    qRegisterMetaType<CommandState>();
    m_thread.setObjectName(QStringLiteral("data"));
    m_dataThread->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_dataThread, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_dataThread, [this, options] { makeEngine(options); });
}

ClientHandle::~ClientHandle()
{
    QMetaObject::invokeMethod(m_dataThread, [this] {
        m_engine.reset();
        m_thread.quit();
    });
    m_thread.wait();
}

/// On the data thread: its timers and sockets must be born there.
void ClientHandle::makeEngine(const Engine::Options &options)
{
    m_engine = std::make_unique<Engine>(options);
    Engine *engine = m_engine.get();
    m_queries->setDamaged([this](const Error &error) {
        // By way of this object's thread: the reader's may end later than the data thread.
        QMetaObject::invokeMethod(this, [this, error] { post([error](Engine &e) { e.mirrorDamaged(error); }); });
    });
    // Directly: LiveQueries takes these from any thread, and what a commit changed should not wait for the GUI thread.
    connect(engine, &Engine::committed, engine, [this](const QSet<QString> &tables) { m_queries->changed(tables); });
    connect(engine, &Engine::mirrorOpened, engine, [this](bool anew) {
        if (anew)
            m_queries->reopen();
        else
            m_queries->opened();
    });
    // To this object's thread, as queued values.
    connect(engine, &Engine::statusChanged, this, [this](const SyncStatus &status) {
        m_status = status;
        Q_EMIT statusChanged(status);
    });
    connect(engine, &Engine::commandChanged, this, &ClientHandle::onCommandChanged);
    connect(engine, &Engine::signedIn, this, &ClientHandle::signedIn);
    connect(engine, &Engine::signInFailed, this, &ClientHandle::signInFailed);
    connect(engine, &Engine::signedOut, this, &ClientHandle::signedOut);
    connect(engine, &Engine::tokenStoreFailed, this, &ClientHandle::tokenStoreFailed);
    connect(engine, &Engine::outboxRecovered, this, &ClientHandle::outboxRecovered);
}

void ClientHandle::post(std::function<void(Engine &)> call)
{
    if (!m_openAsked)
        open();
    QMetaObject::invokeMethod(
        m_dataThread, [this, call = std::move(call)] { call(*m_engine); }, Qt::QueuedConnection);
}

void ClientHandle::open()
{
    m_openAsked = true;
    post([this](Engine &engine) {
        const auto done = engine.open();
        QMetaObject::invokeMethod(this, [this, done] {
            if (done)
                Q_EMIT opened();
            else
                Q_EMIT openFailed(done.error());
        });
    });
}

void ClientHandle::signIn(const Server &server, const QString &email, const QString &password)
{
    post([server, email, password](Engine &engine) { engine.signIn(server, email, password); });
}

void ClientHandle::signOut()
{
    post([](Engine &engine) { engine.signOut(); });
}

void ClientHandle::nudge()
{
    post([](Engine &engine) { engine.nudge(); });
}

void ClientHandle::useTokenStore(TokenStore::Kind kind)
{
    post([kind](Engine &engine) { engine.useTokenStore(kind); });
}

void ClientHandle::setFirst(const Workspace &workspace)
{
    post([first = workspace.isNull() ? QString() : workspace.toString()](Engine &engine) { engine.setFirst(first); });
}

EntryId ClientHandle::submit(const Command &command, const Receiver &receiver)
{
    const EntryId entry(newUuid());
    if (receiver)
        m_receivers.insert(entry, receiver);
    post([entry, command](Engine &engine) { engine.submit(entry, command); });
    return entry;
}

void ClientHandle::withdraw(EntryId entry, const Receiver &receiver)
{
    m_withdrawals.insert(entry, receiver);
    post([entry](Engine &engine) { engine.withdraw(entry); });
}

void ClientHandle::retry(EntryId entry)
{
    post([entry](Engine &engine) { engine.retry(entry); });
}

void ClientHandle::discard(EntryId entry)
{
    post([entry](Engine &engine) { engine.discard(entry); });
}

void ClientHandle::saveDraft(const QString &key, const QString &text)
{
    post([key, text](Engine &engine) { engine.saveDraft(key, text); });
}

void ClientHandle::loadOlder(const QString &relation, const QString &scope, int rows)
{
    post([relation, scope, rows](Engine &engine) { engine.loadOlder(relation, scope, rows); });
}

void ClientHandle::onCommandChanged(const CommandState &state)
{
    using Kind = CommandState::Kind;
    const auto withdrawal = m_withdrawals.constFind(state.entry);
    const bool answered
        = withdrawal != m_withdrawals.cend() && (state.kind == Kind::Withdrawn || state.kind == Kind::Failed);
    const Receiver asked = answered ? m_withdrawals.take(state.entry) : Receiver();
    // That it could not be taken back is not the end of it.
    Receiver submitter;
    if (!answered || state.kind == Kind::Withdrawn)
        submitter = state.kind == Kind::Saved ? m_receivers.value(state.entry) : m_receivers.take(state.entry);
    for (const Receiver &receiver : {submitter, asked}) {
        if (receiver)
            receiver(state);
    }
    Q_EMIT commandChanged(state);
}

} // namespace projective
