// The file of the mirror: opening, distrust, catalog, starting anew.
#include "sync/mirror/mirror.h"

#include "sync/base/logging.h"
#include "sync/mirror/schema.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace projective {

using protocol::Cursor;
using protocol::Scope;

namespace {

constexpr QLatin1String userKey{"user"};
constexpr QLatin1String openKey{"open"};
constexpr QLatin1String schemaKey{"schema"};
constexpr QLatin1String catalogKey{"catalog"};
constexpr QLatin1String everSyncedKey{"ever_synced"};

Result<void> makePrivateFolder(const QString &path)
{
    if (!QDir().mkpath(path))
        return failure(ErrorCode::StorageReadOnly, QStringLiteral("can't make the profile's folder"));
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    return {};
}

} // namespace

Mirror::Mirror(const Options &options)
    : m_options(options)
    , m_rebase(m_database, options.effects)
    , m_search(m_database)
    , m_buffer(m_database)
{
}

Mirror::~Mirror()
{
    // Tells the next start that nothing broke off; without it, that start checks the file.
    if (m_database.isOpen() && m_database.execute(QStringLiteral("DELETE FROM local_meta WHERE key = ?"), {openKey}))
        static_cast<void>(m_database.checkpoint(Database::Checkpoint::Truncate));
}

QString Mirror::path() const
{
    return m_options.folder + QStringLiteral("/mirror.db");
}

Result<std::unique_ptr<Mirror>> Mirror::open(const Options &options)
{
    if (const auto made = makePrivateFolder(options.folder); !made)
        return tl::unexpected(made.error());
    std::unique_ptr<Mirror> mirror(new Mirror(options));
    if (const auto opened = mirror->openFile(); !opened)
        return tl::unexpected(opened.error());
    return mirror;
}

Result<void> Mirror::openFile()
{
    m_found = QFileInfo::exists(path()) ? Found::Good : Found::None;
    // A WAL that was left is the sign of a process that did not end by itself.
    const bool unclean = QFileInfo(path() + QStringLiteral("-wal")).size() > 0;
    auto opened = openChecked(unclean);
    if (opened || opened.error().code != ErrorCode::StorageCorrupt)
        return opened;
    if (m_found != Found::Foreign)
        m_found = Found::Damaged;
    qCWarning(logMirror) << "the mirror is put aside:" << opened.error().detail;
    if (const auto moved = setAside(m_found == Found::Foreign ? QStringLiteral("foreign") : QStringLiteral("damaged"));
        !moved)
        return moved;
    return openChecked(false);
}

Result<void> Mirror::openChecked(bool unclean)
{
    auto database = Database::open(path(), Database::Access::Write);
    if (!database)
        return tl::unexpected(database.error());
    m_database = std::move(*database);
    const auto tables = m_database.value(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
    if (!tables)
        return tl::unexpected(tables.error());
    if (tables->toLongLong() == 0) {
        if (const auto created = createFile(); !created)
            return created;
    }
    const auto user = metaValue(m_database, userKey);
    const auto schema = metaValue(m_database, schemaKey);
    const auto wasOpen = metaValue(m_database, openKey);
    if (!user || !schema || !wasOpen)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("not a mirror"));
    if (user->toByteArray() != m_options.user.bytes()) {
        m_found = Found::Foreign;
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("the mirror of another user"));
    }
    if (schema->toInt() != mirrorSchemaVersion)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("the mirror of another version"));
    auto done = unclean || !wasOpen->isNull() ? m_database.quickCheck() : Result<void>();
    if (done)
        done = load();
    if (done)
        done = takeBackLeftovers();
    if (done)
        done = setMetaValue(m_database, openKey, 1);
    return done ? m_search.attach() : done;
}

Result<void> Mirror::createFile()
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto done = m_database.execute(localTablesSql());
    if (done)
        done = setMetaValue(m_database, userKey, m_options.user.bytes());
    if (done)
        done = setMetaValue(m_database, schemaKey, mirrorSchemaVersion);
    return done ? transaction->commit() : done;
}

Result<void> Mirror::load()
{
    m_catalog = {};
    m_position = {};
    const auto json = metaValue(m_database, catalogKey);
    if (!json)
        return tl::unexpected(json.error());
    if (!json->isNull()) {
        auto catalog = Catalog::parse(json->toByteArray());
        if (!catalog)
            return failure(ErrorCode::StorageCorrupt, catalog.error().detail);
        m_catalog = std::move(*catalog);
    }
    return loadPosition();
}

Result<void> Mirror::loadPosition()
{
    const auto identity = metaValue(m_database, QStringLiteral("identity"));
    const auto snapshot = metaValue(m_database, QStringLiteral("cursor"));
    const auto everSynced = metaValue(m_database, everSyncedKey);
    const auto scopes = m_database.rows(QStringLiteral("SELECT kind, id FROM local_scopes"));
    const auto floors = m_database.rows(QStringLiteral("SELECT relation, kind, id, floor FROM local_floors"));
    if (!identity || !snapshot || !everSynced || !scopes || !floors)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("local tables"));
    m_position.cursor = {identity->toString(), snapshot->toString()};
    m_position.everSynced = everSynced->toBool();
    for (const QVariantList &row : *scopes)
        m_position.scopes.insert({row[0].toString(), QUuid::fromRfc4122(row[1].toByteArray())});
    for (const QVariantList &row : *floors)
        m_position.floors.insert(
            {row[0].toInt(), {row[1].toString(), QUuid::fromRfc4122(row[2].toByteArray())}}, row[3].toLongLong());
    return {};
}

Result<void> Mirror::takeBackLeftovers()
{
    const auto done = rebased(
        [this] {
            auto cleared = m_database.execute(QStringLiteral("DELETE FROM local_staged"));
            return cleared ? BulkLoad::discardStaged(m_database) : cleared;
        },
        {});
    if (!done && done.error().code != ErrorCode::Internal)
        return tl::unexpected(done.error());
    // Effects that don't fit their rows: no damage of the file, but its contents can't be told from predictions.
    const auto change = done ? done : rebuild();
    if (!change)
        return tl::unexpected(change.error());
    // Screens may have read the file before it was opened here.
    m_unannounced += change->tables;
    return {};
}

Result<void> Mirror::setAside(const QString &why)
{
    m_writers.clear();
    m_bulk.reset();
    m_database.close();
    const QString prefix = QStringLiteral("mirror.db.") + why + u'-';
    QDir folder(m_options.folder);
    // One is enough to look into; older ones would keep rows that may have been revoked since.
    for (const QString &name : folder.entryList({prefix + u'*'}, QDir::Files))
        folder.remove(name);
    m_putAside
        = folder.filePath(prefix + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddThhmmsszzz")));
    if (!QFile::rename(path(), m_putAside))
        return failure(ErrorCode::StorageReadOnly, QStringLiteral("can't put the mirror aside"));
    QFile::rename(path() + QStringLiteral("-wal"), m_putAside + QStringLiteral("-wal"));
    QFile::remove(path() + QStringLiteral("-shm"));
    return {};
}

Result<MirrorChange> Mirror::applyCatalog(const QByteArray &json)
{
    auto catalog = Catalog::parse(json);
    if (!catalog)
        return tl::unexpected(catalog.error());
    if (const auto dropped = abandon(); !dropped)
        return tl::unexpected(dropped.error());
    const CatalogDifference changes = difference(m_catalog, *catalog);
    const Catalog before = m_catalog;
    auto change = rebased(
        [&]() -> Result<void> {
            m_writers.clear();
            auto done = setMetaValue(m_database, catalogKey, json);
            if (done && !changes.isEmpty())
                done = dropPosition(changes.rebuild);
            if (done)
                done = changes.rebuild ? replaceTables(*catalog) : changeTables(*catalog, changes);
            return done;
        },
        m_pending);
    if (!change) {
        m_catalog = before;
        return change;
    }
    for (const CatalogRelation &relation : m_catalog.relations)
        change->tables.insert(relation.name);
    const auto loaded = loadPosition();
    return loaded ? change : tl::unexpected(loaded.error());
}

Result<void> Mirror::dropPosition(bool scopesToo)
{
    m_position = {};
    auto done = m_database.execute(QStringLiteral("DELETE FROM local_meta WHERE key IN ('cursor', 'identity')"));
    if (done && scopesToo)
        done = m_database.execute(QStringLiteral("DELETE FROM local_scopes; DELETE FROM local_floors;"
                                                 "DELETE FROM local_meta WHERE key = 'ever_synced';"));
    return done;
}

/// To those of `catalog`, which becomes the mirror's; what both have stays as it is.
Result<void> Mirror::changeTables(const Catalog &catalog, const CatalogDifference &changes)
{
    Result<void> done;
    for (const CatalogRelation &relation : changes.addedRelations) {
        if (done)
            done = createTable(m_database, relation, relation.name);
        if (done)
            done = createIndexes(m_database, relation, relation.name, 0);
    }
    for (const auto &[relation, column] : changes.addedColumns) {
        if (done)
            done = addColumn(m_database, relation, column);
    }
    for (const QString &relation : changes.droppedRelations) {
        if (done)
            done = m_database.execute(QStringLiteral("DROP TABLE ") + quoted(relation));
    }
    if (done)
        m_catalog = catalog;
    return done;
}

Result<void> Mirror::replaceTables(const Catalog &catalog)
{
    m_writers.clear();
    for (const CatalogRelation &relation : std::as_const(m_catalog.relations)) {
        if (const auto dropped = m_database.execute(QStringLiteral("DROP TABLE IF EXISTS ") + quoted(relation.name));
            !dropped)
            return dropped;
    }
    m_catalog = catalog;
    const auto generation = metaValue(m_database, QStringLiteral("generation"));
    auto done = generation ? m_search.restart() : tl::unexpected(generation.error());
    for (const CatalogRelation &relation : std::as_const(m_catalog.relations)) {
        if (done)
            done = createTable(m_database, relation, relation.name);
        if (done)
            done = createIndexes(m_database, relation, relation.name, generation->toInt() + 1);
    }
    return done ? setMetaValue(m_database, QStringLiteral("generation"), generation->toInt() + 1) : done;
}

Result<MirrorChange> Mirror::rebuild()
{
    const QList<OutboxEntry> pending = m_pending;
    if (const auto dropped = abandon(); !dropped)
        return tl::unexpected(dropped.error());
    auto change = transact([&]() -> Result<void> {
        auto done = m_rebase.forget();
        if (done)
            done = dropPosition(true);
        if (done)
            done = replaceTables(Catalog(m_catalog));
        return done ? runPending(pending) : done;
    });
    if (!change) {
        const auto loaded = loadPosition();
        return loaded ? change : tl::unexpected(loaded.error());
    }
    m_truncateWanted = true;
    for (const CatalogRelation &relation : std::as_const(m_catalog.relations))
        change->tables.insert(relation.name);
    return change;
}

Result<MirrorChange> Mirror::replaceFile()
{
    const QByteArray json = [this] {
        const auto stored = isOpen() ? metaValue(m_database, catalogKey) : Result<QVariant>();
        return stored ? stored->toByteArray() : QByteArray();
    }();
    m_round = {};
    m_buffer.clearMemory();
    m_bulk.reset();
    if (isOpen()) {
        if (const auto moved = setAside(QStringLiteral("damaged")); !moved)
            return tl::unexpected(moved.error());
    }
    const QList<OutboxEntry> pending = std::exchange(m_pending, {});
    const auto opened = openFile(); // puts aside what a try before could not
    m_pending = pending;
    m_found = Found::Damaged;
    if (!opened) {
        m_database.close(); // it may be half made
        return tl::unexpected(opened.error());
    }
    // With the catalog that was known, screens find their tables and pending commands their rows at once.
    if (Catalog::parse(json))
        return applyCatalog(json);
    return MirrorChange{};
}

} // namespace projective
