#pragma once

#include "sync/base/syncstatus.h"
#include "sync/client/account.h"
#include "sync/client/profile.h"
#include "sync/client/session.h"
#include "sync/client/store.h"
#include "sync/client/transport.h"
#include "sync/commands/command.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>
#include <optional>

namespace projective {

/// The shell around Session: carries its instructions out with the real socket, timer, account and files, and turns
/// what they say into its events. Lives wholly on the data thread, in which every function is called and every signal
/// is sent; the window talks to it through ClientHandle, projectivectl directly.
class Engine : public QObject
{
    Q_OBJECT
public:
    struct Options {
        QString folder; ///< of the profile
        TokenStore::Kind tokens = TokenStore::Kind::Keychain;
        QString client; ///< program, version, platform: what Hello says
        QString first; ///< workspace in use, "business:<uuid>"
    };

    explicit Engine(const Options &options, QObject *parent = nullptr);
    ~Engine() override;

    /// Opens the profile and, if it has an account, mirror and outbox (screens can read from then on), then connects.
    /// `connectNow` false: only opens. Errors: ProfileInUse, Storage*, ForeignClient.
    [[nodiscard]] Result<void> open(bool connectNow = true);
    void signIn(const Server &server, const QString &email, const QString &password);
    /// Deletes mirror, outbox and token. What was not sent is lost: the caller has told how many (SyncStatus::pending).
    void signOut();
    void goOnline();
    void goOffline();
    /// The network came back, or the user asks: try now.
    void nudge();
    void useTokenStore(TokenStore::Kind kind);
    /// Whoever else reads the mirror has found that it can't be trusted.
    void mirrorDamaged(const Error &error);
    void setFirst(const QString &workspace) { m_options.first = workspace; }

    // What CommandSink says, with answers by commandChanged().
    void submit(EntryId entry, const Command &command);
    void withdraw(EntryId entry);
    void retry(EntryId entry);
    void discard(EntryId entry);
    void saveDraft(const QString &key, const QString &text);
    void loadOlder(const QString &relation, const QString &scope, int rows);

    [[nodiscard]] const Profile *profile() const { return m_profile ? &*m_profile : nullptr; }
    [[nodiscard]] Store *store() const { return m_store.get(); }
    [[nodiscard]] const SyncStatus &status() const { return m_status; }

Q_SIGNALS:
    void statusChanged(const projective::SyncStatus &status);
    void commandChanged(const projective::CommandState &state);
    /// A commit changed these tables of the mirror; `atUs` is when it was done (Unix epoch).
    void committed(const QSet<QString> &tables, qint64 atUs);
    /// mirror.db is there and good; `anew`: it was made or replaced.
    void mirrorOpened(bool anew);
    void signedIn(const QUuid &user, const QString &email);
    void signInFailed(const projective::Error &error);
    void signedOut();
    /// The refresh token could not be kept: the user chooses between this session only and a file (useTokenStore()).
    void tokenStoreFailed(const projective::Error &error);
    /// The outbox was damaged; `lost` tells what could not be read.
    void outboxRecovered(int recovered, const QStringList &lost);

private:
    void feed(const session::Event &event);
    void drain();
    bool takeLostMirror();
    /// False when it failed and what follows must not be done.
    bool carryOut(const session::Instruction &instruction);
    bool stored(const Result<void> &done);
    bool commitRound(const session::CommitRound &round);
    bool reconcile(const Result<session::Reconciled> &reconciled);
    bool sendCommand(const session::SendCommand &send);
    void sendScopes();
    void sendPage(const session::SendPage &page);
    void sendMessage(const protocol::ClientMessage &message);
    void fetchToken();
    void onMessage(const QByteArray &bytes);
    void onOpened();
    [[nodiscard]] session::Standing standing() const;
    [[nodiscard]] Result<void> openStore(const QUuid &user);
    [[nodiscard]] std::unique_ptr<TokenStore> makeTokenStore(TokenStore::Kind kind) const;
    void adoptUser(const QUuid &user, const QString &email);
    void onOutbox(const OutboxChange &change);
    void offerEntries();
    void planCheckpoint();
    void planUpkeep();
    void report(const session::Report &report);
    void publishStatus();
    void failCommand(EntryId entry, const Error &error);
    [[nodiscard]] bool needsStore(EntryId entry);
    [[nodiscard]] qint64 now() const { return m_clock.elapsed(); }

    Options m_options;
    QElapsedTimer m_clock; // CLOCK_MONOTONIC
    std::optional<Profile> m_profile;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Account> m_account;
    std::unique_ptr<Account> m_newAccount; // of a sign-in that is under way, or came to nothing
    Transport *m_transport; // a child, as the timers: so that an engine can be moved to its thread
    Session m_session;
    QTimer m_wake;
    QTimer m_idle;
    QTimer m_breath;
    QList<session::Event> m_events;
    qint64 m_keptUpAt = 0; // when there was last nothing left to do in quiet moments
    bool m_draining = false;
    bool m_wasConnected = false;
    bool m_online = false;
    session::Report m_report;
    SyncStatus m_status;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::Error)
