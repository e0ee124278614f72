#pragma once

#include "sync/gateway/catalog.h"
#include "sync/gateway/cursor.h"
#include "sync/gateway/database.h"
#include "sync/gateway/scopes.h"
#include "sync/gateway/spool.h"
#include "sync/protocol/messages.h"

#include <memory>

namespace projective::gateway {

/// The one operation that brings a mirror up to date: in one short snapshot, the delta of what is held
/// since the cursor, the whole (within the windows) of what is added, and an older page if asked for.
struct CatchUpRequest {
    QUuid user;
    QUuid installation;
    protocol::Cursor cursor; ///< null: the mirror is empty
    ScopeSet held;
    ScopeSet inDoubt; ///< of `held`, what the mirror may have purged: taken away, and added anew
    std::optional<QUuid> first; ///< workspace in use, added before the rest
    std::optional<protocol::PageWanted> page;
};

struct CaughtUp {
    Snapshot snapshot; ///< that it was read in; for ordering only
    protocol::Cursor cursor; ///< where the mirror stands now
    ScopeSet held; ///< what it holds now
    bool more = false; ///< scopes remain to be added by the next one
};

/// What is known as soon as the snapshot is taken.
struct CatchUpScopes {
    Snapshot snapshot;
    ScopeSet holds; ///< all that the user holds
    ScopeSet target; ///< what the mirror holds after this round
};

/// Runs on a worker's connection as `projective_gateway`, reading rows as `authenticated` with the user's claims.
/// Frames of one whole round but its commit go to `spool` as they come; the caller adds the commit, or abandons the
/// round.
class CatchUp
{
public:
    /// Called before the first frame of the round.
    using ScopesKnown = std::function<void(const CatchUpScopes &)>;
    CatchUp(Database &database, const Catalog &catalog, CatchUpRequest request, Spool &spool, ScopesKnown scopesKnown);
    [[nodiscard]] Result<CaughtUp> run();

    /// A delta of more entries costs more than starting afresh.
    static constexpr int maxDeltaEntries = 100'000;
    /// Scopes added by one round of a first sync, beyond the small ones that come first.
    static constexpr qsizetype scopesPerRound = 2'000;
    /// A Begin must stay below the size of a server message: scopes of about 55 bytes each, granted ones and as many
    /// revoked.
    static constexpr qsizetype scopesPerBegin = 8'000;

private:
    struct Position {
        Snapshot snapshot;
        Snapshot kept;
        QString identity;
        ScopeSet holds;
    };
    using Keys = QHash<int, QList<QUuid>>;

    [[nodiscard]] Result<Position> begin();
    [[nodiscard]] bool mustReset(const Position &position, const Snapshot &floor) const;
    [[nodiscard]] Result<std::optional<Keys>> readDelta();
    [[nodiscard]] Result<void> readRelationsOfAdded();
    [[nodiscard]] Result<void> sendDelta(const Keys &delta);
    [[nodiscard]] Result<void> sendByKeys(const Catalog::Relation &relation, const QList<QUuid> &keys);
    [[nodiscard]] Result<void> sendAdded();
    [[nodiscard]] Result<void> sendWhole(const Catalog::Relation &relation);
    [[nodiscard]] Result<void> sendWindow(const Catalog::Relation &relation);
    [[nodiscard]] Result<void> sendPage(const protocol::PageWanted &page);
    [[nodiscard]] Result<void> copy(const Catalog::Relation &relation, const QByteArray &select, const ScopeSet &within,
        QSet<QUuid> *seen = nullptr);
    void decide(const Position &position);
    void sendBegin();
    void send(const protocol::ServerMessage &message);

    Database &m_database;
    const Catalog &m_catalog;
    CatchUpRequest m_request;
    Spool &m_spool;
    ScopesKnown m_scopesKnown;
    Snapshot m_from; ///< the request's cursor; meaningless with m_reset
    bool m_reset = false;
    ScopeSet m_still; ///< held, and still so
    QList<Scope> m_added;
    ScopeSet m_target; ///< held after this round
    bool m_more = false;
    QList<int> m_relationsOfAdded; ///< those with rows under added scopes
};

} // namespace projective::gateway
