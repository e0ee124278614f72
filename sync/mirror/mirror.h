#pragma once

#include "sync/mirror/bulkload.h"
#include "sync/mirror/outbox.h"
#include "sync/mirror/prediction.h"
#include "sync/mirror/rebase.h"
#include "sync/mirror/roundbuffer.h"
#include "sync/mirror/rowwriter.h"
#include "sync/mirror/searchindex.h"
#include "sync/protocol/messages.h"

#include <QHash>
#include <QSet>

#include <memory>
#include <unordered_map>

namespace projective {

/// What became visible by a commit.
struct MirrorChange {
    QSet<QString> tables; ///< for LiveQueries::changed()
    qint64 rows = 0; ///< server rows written or deleted
    QList<CommandOutcome> outcomes; ///< of this installation's commands, for Outbox::settle()
};

/// The local copy of what the server lets this user see, with pending commands applied on top. The one
/// connection that writes mirror.db. Data thread; owned by the engine.
///
/// Use: begin / floors / rows / deletes as they arrive, then commit(). A round becomes visible in one transaction,
/// whatever its size; until then readers see the state before it. Rounds are kept in memory up to 8 MB; beyond that
/// relations that are empty, or that a reset empties, are loaded into tables of their own in commits of about 5 MB and
/// swapped in at the end; rows of any other are kept in the file. Commands may be added while a round is open. Every
/// error leaves the visible state as it was.
class Mirror
{
public:
    struct Options {
        QString folder; ///< the profile's folder; made with mode 0700 if it is not there
        UserId user;
        InstallationId installation; ///< whose outcomes settle() wants
        EffectRunner effects;
    };
    /// How open() found the file.
    enum class Found { Good, None, Damaged, Foreign };

    /// Opens or creates mirror.db. A damaged file, or one of another user, is put aside (`putAside`) and a new one
    /// made. Effects left from the last run are taken back: call setPending() next. Errors: Storage*.
    [[nodiscard]] static Result<std::unique_ptr<Mirror>> open(const Options &options);
    ~Mirror();

    [[nodiscard]] Found found() const { return m_found; }
    [[nodiscard]] QString putAside() const { return m_putAside; }
    [[nodiscard]] QString path() const;
    void setInstallation(InstallationId installation) { m_options.installation = installation; }

    // ---- catalog and position
    [[nodiscard]] const Catalog &catalog() const { return m_catalog; }
    /// Follows the server's catalog. Additions are made in place, anything else empties the mirror; in both cases the
    /// cursor is dropped, so that the next Hello (or a reset round of this session) brings all rows afresh.
    [[nodiscard]] Result<MirrorChange> applyCatalog(const QByteArray &json);
    /// Null when nothing is held or all must be fetched afresh.
    [[nodiscard]] const protocol::Cursor &cursor() const { return m_position.cursor; }
    [[nodiscard]] const QSet<protocol::Scope> &scopes() const { return m_position.scopes; }
    /// The floor of a windowed relation in a scope; INT64_MIN: everything from there on is held.
    [[nodiscard]] qint64 floor(int relation, const protocol::Scope &scope) const;
    /// False until the last round of the first catch-up was applied.
    [[nodiscard]] bool everSynced() const { return m_position.everSynced; }

    // ---- rounds
    [[nodiscard]] Result<void> begin(const protocol::RoundBegin &begin);
    [[nodiscard]] Result<void> floors(const protocol::Floors &floors);
    /// Takes a frame in; staged when it returns (to be acknowledged). Errors: ProtocolError for a relation that is not
    /// in the catalog (tuples that don't fit it fail here or at commit()); Storage*.
    [[nodiscard]] Result<void> rows(const protocol::Rows &rows);
    [[nodiscard]] Result<void> deletes(const protocol::Deletes &deletes);
    /// Once: the tables from which rows() or deletes() has purged what was revoked, ahead of the round's end. What is
    /// not taken comes with the next change.
    [[nodiscard]] QSet<QString> takeUnannounced() { return std::exchange(m_unannounced, {}); }
    /// Makes the round visible and stores its cursor. An error leaves the round open: commit() may be tried again, or
    /// abandon() called. Error Internal with detail "rebase conflict": call rebuild().
    [[nodiscard]] Result<MirrorChange> commit(const protocol::RoundCommit &commit);
    /// The connection is gone: the round that is open is dropped.
    [[nodiscard]] Result<void> abandon();

    // ---- pending commands
    /// At start and after a rebuild: everything pending is the queued and sent of `entries`; also fills
    /// local_commands with all of them and local_drafts.
    [[nodiscard]] Result<MirrorChange> setPending(const QList<OutboxEntry> &entries, const QList<Draft> &drafts);
    /// A new entry: its effect is visible on return.
    [[nodiscard]] Result<MirrorChange> add(const OutboxEntry &entry);
    /// Follows a change of the outbox. An entry that is gone or refused loses its effect (by rewinding); one that
    /// is only sent keeps it.
    [[nodiscard]] Result<MirrorChange> follow(const OutboxChange &change);
    [[nodiscard]] Result<MirrorChange> showDraft(const Draft &draft);
    [[nodiscard]] int pendingCount() const { return static_cast<int>(m_pending.size()); }
    /// Outcomes that the mirror has for these numbers: what a crash between apply() and settle() left over.
    [[nodiscard]] Result<QList<CommandOutcome>> outcomesOf(const QList<quint64> &numbers);

    // ---- upkeep
    /// Work for quiet moments, in slices of a few ms: checkpoint, search index. True when there is more to do.
    [[nodiscard]] Result<bool> idle();
    /// Whether idle() indexed messages since this was asked last: local_search changed, without a change of the mirror.
    [[nodiscard]] bool takeIndexed() { return m_search.takeFilled(); }
    /// Pages that a checkpoint would move; it takes about 1 ms and 1 ms more for each 100 of them.
    [[nodiscard]] int walPages() const { return m_bulk ? 0 : m_database.walPages(); }
    /// Moves them, as far as no reader is in the way.
    [[nodiscard]] Result<void> checkpoint();
    /// Empties the mirror in place (a rebase conflict); the file and its readers stay.
    [[nodiscard]] Result<MirrorChange> rebuild();
    /// Puts the file aside as mirror.db.damaged-<time> and starts a new one (StorageCorrupt). Readers must reopen.
    /// After an error (no room, or none may write) the mirror is closed: all fails until this is called again and
    /// succeeds.
    [[nodiscard]] Result<MirrorChange> replaceFile();
    [[nodiscard]] bool isOpen() const { return m_database.isOpen(); }
    /// Raises floors so that about the catalog's window is left of each scope; nothing pending may be applied. How many
    /// rows went.
    [[nodiscard]] Result<qint64> trim(qint64 nowUs);

    [[nodiscard]] Database &database() { return m_database; }

private:
    struct Position {
        protocol::Cursor cursor;
        QSet<protocol::Scope> scopes;
        QHash<std::pair<int, protocol::Scope>, qint64> floors;
        bool everSynced = false;
    };
    /// What is known of the round that is arriving, besides its frames.
    struct Round {
        bool open = false;
        bool reset = false;
        bool last = true;
        QList<protocol::Scope> revoked;
        QList<protocol::Scope> granted;
        QHash<std::pair<int, protocol::Scope>, qint64> floors;
        QList<CommandOutcome> outcomes;
        qint64 rows = 0;
    };
    using Work = std::function<Result<void>()>;

    explicit Mirror(const Options &options);
    // file (mirrorfile.cpp)
    [[nodiscard]] Result<void> openFile();
    [[nodiscard]] Result<void> openChecked(bool unclean);
    [[nodiscard]] Result<void> createFile();
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<void> loadPosition();
    [[nodiscard]] Result<void> takeBackLeftovers();
    [[nodiscard]] Result<void> setAside(const QString &why);
    [[nodiscard]] Result<void> changeTables(const Catalog &catalog, const CatalogDifference &changes);
    [[nodiscard]] Result<void> replaceTables(const Catalog &catalog);
    [[nodiscard]] Result<void> dropPosition(bool scopesToo);
    // transactions
    [[nodiscard]] Result<MirrorChange> transact(const Work &work);
    [[nodiscard]] Result<MirrorChange> rebased(const Work &work, const QList<OutboxEntry> &pendingAfter);
    [[nodiscard]] Result<void> runPending(const QList<OutboxEntry> &pending);
    // rounds
    [[nodiscard]] Result<void> take(const RoundBuffer::Frame &frame);
    [[nodiscard]] Result<void> purgeEarly();
    [[nodiscard]] Result<void> startBulk();
    [[nodiscard]] Result<void> loadFrame(const RoundBuffer::Frame &frame);
    [[nodiscard]] Result<void> swapBulk(MirrorChange &change);
    [[nodiscard]] RowWriter::FloorOf floorsOfRound(int relation) const;
    [[nodiscard]] Result<void> writeRound(const protocol::Cursor &cursor, MirrorChange &change);
    [[nodiscard]] Result<void> emptyTables(MirrorChange &change);
    [[nodiscard]] Result<void> purge(const QList<protocol::Scope> &scopes, MirrorChange &change);
    [[nodiscard]] Result<void> writeFrame(const RoundBuffer::Frame &frame, MirrorChange &change);
    [[nodiscard]] Result<void> storePosition(const Position &position, const protocol::Cursor &cursor);
    [[nodiscard]] Result<RowWriter *> writer(int relation);
    [[nodiscard]] QList<OutboxEntry> pendingAfter(const QList<CommandOutcome> &outcomes) const;
    [[nodiscard]] Position positionWithout(const QList<protocol::Scope> &scopes) const;
    [[nodiscard]] Position positionAfterRound() const;
    void cleanUpAfterCommit(bool purged);
    // projection of the outbox
    [[nodiscard]] Result<void> showEntry(const OutboxEntry &entry);
    [[nodiscard]] Result<void> showDraftRow(const Draft &draft);

    Options m_options;
    Found m_found = Found::None;
    QString m_putAside;
    Database m_database;
    Catalog m_catalog;
    Position m_position;
    QList<OutboxEntry> m_pending; // those whose effects are applied, by position
    Rebase m_rebase;
    SearchIndex m_search;
    RoundBuffer m_buffer;
    Round m_round;
    std::unique_ptr<BulkLoad> m_bulk;
    std::unordered_map<int, RowWriter> m_writers; // after m_database: statements go first
    QSet<QString> m_unannounced; // changed by a purge that did not wait for its round; told with the next change
    bool m_truncateWanted = false;
};

} // namespace projective
