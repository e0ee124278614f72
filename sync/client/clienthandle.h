#pragma once

#include "sync/base/syncstatus.h"
#include "sync/client/engine.h"
#include "sync/commands/command.h"
#include "sync/mirror/livequeries.h"

#include <QHash>
#include <QObject>
#include <QThread>

#include <memory>

namespace projective {

/// What the window holds of one account: makes the data thread with its Engine and the reader thread, forwards by
/// queued calls and never waits. Lives in the GUI thread; owned by Application.
class ClientHandle : public QObject, public CommandSink
{
    Q_OBJECT
public:
    explicit ClientHandle(const Engine::Options &options, QObject *parent = nullptr);
    /// With queries that were begun before there was an event loop.
    ClientHandle(const Engine::Options &options, std::unique_ptr<LiveQueries> queries, QObject *parent = nullptr);
    /// Waits for the data thread to close its files (some milliseconds, or the end of a transaction).
    ~ClientHandle() override;

    /// How screens read; can be used at once, fills when the mirror is open.
    [[nodiscard]] query::Source &queries() { return *m_queries; }
    [[nodiscard]] const SyncStatus &status() const { return m_status; }

    /// Opens the profile and connects if it has an account; ends in opened() or openFailed(). Whatever else is asked
    /// for first opens it. May be asked for again after openFailed().
    void open();
    /// Ends in signedIn() or signInFailed().
    void signIn(const Server &server, const QString &email, const QString &password);
    /// Deletes the mirror, the outbox (status().pending commands in it are lost) and the token; ends in signedOut().
    void signOut();
    void nudge();
    /// The user's choice after tokenStoreFailed().
    void useTokenStore(TokenStore::Kind kind);
    /// The workspace in use: its scopes are synced first.
    void setFirst(const Workspace &workspace);

    EntryId submit(const Command &command, const Receiver &receiver = {}) override;
    void withdraw(EntryId entry, const Receiver &receiver = {}) override;
    void retry(EntryId entry) override;
    void discard(EntryId entry) override;
    void saveDraft(const QString &key, const QString &text) override;
    void loadOlder(const QString &relation, const QString &scope, int rows) override;

Q_SIGNALS:
    void opened();
    void openFailed(const projective::Error &error);
    void statusChanged(const projective::SyncStatus &status);
    /// Every change of an outbox entry, whoever submitted it.
    void commandChanged(const projective::CommandState &state);
    void signedIn(const QUuid &user, const QString &email);
    void signInFailed(const projective::Error &error);
    void signedOut();
    void tokenStoreFailed(const projective::Error &error);
    void outboxRecovered(int recovered, const QStringList &lost);

private:
    /// Runs `call` with the engine on the data thread, after what was asked before, open() first of all.
    void post(std::function<void(Engine &)> call);
    void makeEngine(const Engine::Options &options);
    void onCommandChanged(const CommandState &state);

    std::unique_ptr<LiveQueries> m_queries;
    QThread m_thread;
    QObject *m_dataThread = nullptr; // an object that lives there
    std::unique_ptr<Engine> m_engine; // made, used and destroyed there
    QHash<EntryId, Receiver> m_receivers;
    QHash<EntryId, Receiver> m_withdrawals; ///< asked for and not answered
    SyncStatus m_status;
    bool m_openAsked = false;
};

} // namespace projective
