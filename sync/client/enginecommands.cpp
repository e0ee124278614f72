// Engine: the profile's files and account, and what the user does.
#include "sync/client/engine.h"

#include "sync/base/logging.h"
#include "sync/client/filetokenstore.h"
#include "sync/client/keychaintokenstore.h"
#include "sync/client/memorytokenstore.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace projective {

using namespace session;

// ---- profile and account

Result<void> Engine::open(bool connectNow)
{
    m_profile.reset(); // of a try that failed: its lock would be in the way
    auto profile = Profile::open(m_options.folder);
    if (!profile)
        return tl::unexpected(profile.error());
    m_profile.emplace(std::move(*profile));
    m_online = connectNow;
    if (m_profile->user().isNull()) {
        publishStatus();
        return {};
    }
    if (const auto opened = openStore(m_profile->user()); !opened)
        return opened;
    m_account = std::make_unique<Account>(m_profile->server(), makeTokenStore(m_options.tokens));
    // A store that fails is told of when there is something to keep: after the next sign-in.
    m_account->restore(m_profile->user(), [this](const Result<void> &) {
        if (m_online && m_store)
            feed(Start{}); // without a session it ends in SignInAgain, and the mirror can be read
    });
    return {};
}

Result<void> Engine::openStore(const QUuid &user)
{
    using namespace std::chrono;
    Store::Listener listener;
    listener.changed = [this](const QSet<QString> &tables) {
        Q_EMIT committed(tables, duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
    };
    listener.reopened = [this] { Q_EMIT mirrorOpened(true); };
    listener.outbox = [this](const OutboxChange &change) { onOutbox(change); };
    auto store = Store::open(m_profile->folder(), UserId(user), listener);
    if (!store)
        return tl::unexpected(store.error());
    m_store = std::move(*store);
    const Outbox::Recovery &recovery = m_store->outbox().recovery();
    if (recovery.damaged)
        Q_EMIT outboxRecovered(recovery.recovered, recovery.lost);
    Q_EMIT mirrorOpened(m_store->mirror().found() != Mirror::Found::Good);
    publishStatus();
    return {};
}

std::unique_ptr<TokenStore> Engine::makeTokenStore(TokenStore::Kind kind) const
{
    switch (kind) {
    case TokenStore::Kind::Keychain:
        return std::make_unique<KeychainTokenStore>(m_profile->folder());
    case TokenStore::Kind::File:
        return std::make_unique<FileTokenStore>(m_profile->tokenPath());
    case TokenStore::Kind::Memory:
        break;
    }
    return std::make_unique<MemoryTokenStore>();
}

void Engine::useTokenStore(TokenStore::Kind kind)
{
    m_options.tokens = kind;
    if (!m_account || !m_profile)
        return;
    m_account->setStore(makeTokenStore(kind), [this](const Result<void> &saved) {
        if (!saved)
            Q_EMIT tokenStoreFailed(saved.error());
    });
}

void Engine::signIn(const Server &server, const QString &email, const QString &password)
{
    if (!m_profile) {
        Q_EMIT signInFailed({ErrorCode::Internal, QStringLiteral("the profile is not open")});
        return;
    }
    // Beside the account that there is, and its stored session: they go on, or wait for their user, if this comes to
    // nothing.
    m_newAccount = std::make_unique<Account>(server, makeTokenStore(TokenStore::Kind::Memory));
    m_newAccount->signIn(email, password, [this](const Result<Account::User> &user) {
        if (!user) {
            Q_EMIT signInFailed(user.error());
            return;
        }
        adoptUser(user->id, user->email);
    });
}

void Engine::adoptUser(const QUuid &user, const QString &email)
{
    auto done = m_profile->setAccount(user, m_newAccount->server(), email);
    if (done && !m_store)
        done = openStore(user);
    if (!done) {
        m_newAccount->signOut([](const Result<void> &) {});
        Q_EMIT signInFailed(done.error());
        return;
    }
    feed(Stop{});
    m_account = std::move(m_newAccount);
    m_account->setStore(makeTokenStore(m_options.tokens), [this, user, email](const Result<void> &saved) {
        if (!m_store)
            return; // signed out meanwhile
        Q_EMIT signedIn(user, email);
        if (!saved)
            Q_EMIT tokenStoreFailed(saved.error());
        publishStatus();
        if (m_online)
            feed(Start{});
    });
}

void Engine::signOut()
{
    feed(Stop{});
    m_newAccount.reset();
    m_store.reset();
    const auto cleared = m_profile ? m_profile->clear() : Result<void>();
    if (!cleared)
        qCWarning(logAccount) << "sign-out left files behind:" << cleared.error().detail;
    publishStatus();
    if (!m_account) {
        Q_EMIT signedOut();
        return;
    }
    m_account->signOut([this](const Result<void> &) { Q_EMIT signedOut(); });
}

// ---- commands

bool Engine::needsStore(EntryId entry)
{
    if (m_store)
        return true;
    failCommand(entry, {ErrorCode::Unauthorized, QStringLiteral("nobody is signed in")});
    return false;
}

void Engine::failCommand(EntryId entry, const Error &error)
{
    qCInfo(logOutbox) << "command not taken:" << errorCodeName(error.code) << error.detail;
    CommandState state;
    state.entry = entry;
    state.kind = CommandState::Kind::Failed;
    state.code = errorCodeName(error.code);
    state.params = {{QStringLiteral("detail"), error.detail}};
    Q_EMIT commandChanged(state);
}

void Engine::submit(EntryId entry, const Command &command)
{
    if (!needsStore(entry))
        return;
    const auto done = m_store->submit(entry, command, m_session.isConnected());
    // In the outbox it is saved, whatever the mirror says of its effect.
    if (m_store->outbox().find(entry) == nullptr)
        return failCommand(entry, done ? Error{} : done.error());
    if (!done)
        m_events.append(StorageFailed{done.error()});
    offerEntries();
    drain();
    publishStatus();
}

void Engine::withdraw(EntryId entry)
{
    if (!needsStore(entry))
        return;
    if (const auto done = m_store->withdraw(entry); !done)
        return failCommand(entry, done.error());
    CommandState state;
    state.entry = entry;
    state.kind = CommandState::Kind::Withdrawn;
    Q_EMIT commandChanged(state);
    feed(Withdrawn{entry});
    publishStatus();
}

void Engine::retry(EntryId entry)
{
    if (!needsStore(entry))
        return;
    const auto again = m_store->retry(entry, m_session.isConnected());
    if (!again)
        return failCommand(entry, again.error());
    offerEntries();
    drain();
    publishStatus();
}

void Engine::discard(EntryId entry)
{
    if (!needsStore(entry))
        return;
    if (const auto done = m_store->discard(entry); !done)
        return failCommand(entry, done.error());
    drain();
    publishStatus();
}

void Engine::saveDraft(const QString &key, const QString &text)
{
    if (!m_store)
        return;
    if (const auto done = m_store->saveDraft(key, text); !done)
        feed(StorageFailed{done.error()});
}

void Engine::loadOlder(const QString &relation, const QString &scope, int rows)
{
    if (!m_store)
        return;
    const CatalogRelation *found = m_store->mirror().catalog().find(relation);
    const protocol::Scope parsed = protocol::Scope::fromString(scope);
    if (found == nullptr || !found->window || !m_store->mirror().scopes().contains(parsed))
        return;
    if (m_store->mirror().floor(found->id, parsed) != std::numeric_limits<qint64>::min())
        feed(PageAsked{found->id, parsed, std::clamp(rows, 1, 1000)});
}

void Engine::onOutbox(const OutboxChange &change)
{
    const auto tell = [this](const OutboxEntry &entry, CommandState::Kind kind) {
        CommandState state;
        state.entry = entry.id;
        state.kind = kind;
        state.code = entry.code;
        state.field = entry.field;
        state.params = entry.params;
        Q_EMIT commandChanged(state);
    };
    for (const OutboxEntry &entry : change.changed) {
        if (entry.state == OutboxEntry::State::Queued)
            tell(entry, CommandState::Kind::Saved);
        if (entry.state != OutboxEntry::State::Refused)
            continue;
        m_events.append(Withdrawn{entry.id}); // if it waited for one that was refused
        tell(entry,
            entry.outcome == QLatin1String("conflict")       ? CommandState::Kind::Conflict
                : entry.outcome == QLatin1String("rejected") ? CommandState::Kind::Rejected
                                                             : CommandState::Kind::Failed);
    }
    for (const OutboxEntry &entry : change.gone) {
        if (entry.state == OutboxEntry::State::Sent)
            tell(entry, CommandState::Kind::Applied);
    }
}

} // namespace projective
