#include "sync/gateway/migrate.h"

#include "sync/gateway/changereader.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>

namespace projective::gateway {

namespace {
/// Any number, as long as every deployment takes the same.
constexpr const char *deploymentLock = "7305961264189";
} // namespace

Migration::Migration(Database &database, const QString &folder)
    : m_database(database)
    , m_folder(folder)
{
}

Result<QStringList> Migration::run()
{
    if (!QDir(m_folder + QStringLiteral("/migrations")).exists())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 has no migrations").arg(m_folder));
    auto state = m_database.run(
        QByteArray("select pg_advisory_lock(") + deploymentLock + "); set client_min_messages = warning");
    if (state)
        state = applyBuiltins();
    if (state)
        state = loadRecords();
    if (state)
        state = applyMigrations();
    if (state)
        state = applyRepeatables();
    // Running gateways read the catalog anew, also where a later file has failed.
    if (!m_applied.isEmpty()) {
        const auto told = m_database.query(
            "select pg_notify($1, $2)", {QByteArray(ChangeReader::channel), QByteArray(ChangeReader::catalogChanged)});
        if (state && !told)
            state = tl::unexpected(told.error());
    }
    if (!state)
        return tl::unexpected(state.error());
    static_cast<void>(m_database.run(QByteArray("select pg_advisory_unlock(") + deploymentLock + ')').has_value());
    return m_applied;
}

Result<QList<Migration::File>> Migration::read(const QString &folder, bool withFolder) const
{
    QList<File> files;
    const QDir dir(m_folder + u'/' + folder);
    QStringList names = dir.entryList({QStringLiteral("*.sql")}, QDir::Files);
    std::sort(names.begin(), names.end()); // by code unit: the same order on every machine
    for (const QString &name : std::as_const(names)) {
        QFile file(dir.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return failure(
                ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()));
        const QByteArray sql = file.readAll();
        files.append({withFolder ? QString(folder + u'/' + name) : name.chopped(4), folder + u'/' + name, sql,
            QCryptographicHash::hash(sql, QCryptographicHash::Sha256).toHex()});
    }
    return files;
}

Result<bool> Migration::exists(const QByteArray &relation)
{
    const auto found = m_database.query("select to_regclass($1) is not null", {relation});
    if (!found)
        return tl::unexpected(found.error());
    return found->view(0, 0) == QByteArrayView("t");
}

/// Sends the file whole, as one transaction with its record.
Result<void> Migration::apply(const File &file)
{
    auto state = m_database.run("begin");
    if (state)
        state = m_database.run(file.sql);
    if (state && !m_hasRecords) {
        const auto there = exists("sync.migrations");
        if (!there)
            return tl::unexpected(there.error());
        m_hasRecords = *there;
    }
    if (state)
        state = record(file);
    if (state)
        state = m_database.run("commit");
    if (!state) {
        const Failure said = m_database.lastFailure();
        m_database.rollback();
        QString detail = QStringLiteral("%1: %2").arg(file.path, state.error().detail);
        if (!said.detail.isEmpty())
            detail += QStringLiteral(" (%1)").arg(QString::fromUtf8(said.detail));
        return failure(state.error().code, detail);
    }
    m_applied.append(file.path);
    return {};
}

Result<void> Migration::record(const File &file)
{
    m_unrecorded.append(file);
    if (!m_hasRecords)
        return {};
    for (const File &one : std::exchange(m_unrecorded, {})) {
        const auto recorded = m_database.query(
            "insert into sync.migrations (name, sha256, applied_at) values ($1, $2, now())"
            " on conflict (name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at",
            {one.name.toUtf8(), one.sha256});
        if (!recorded)
            return tl::unexpected(recorded.error());
    }
    return {};
}

Result<void> Migration::applyBuiltins()
{
    const std::array<std::pair<const char *, const char *>, 2> builtins{
        {{"auth.users", "auth.sql"}, {"storage.buckets", "storage.sql"}}};
    for (const auto &[relation, name] : builtins) {
        const auto there = exists(relation);
        if (!there)
            return tl::unexpected(there.error());
        if (*there)
            continue;
        QFile file(m_folder + QStringLiteral("/builtins/") + QLatin1String(name));
        if (!file.open(QIODevice::ReadOnly))
            return failure(
                ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()));
        auto state = m_database.run("begin");
        if (state)
            state = m_database.run(file.readAll());
        if (state)
            state = m_database.run("commit");
        if (!state) {
            m_database.rollback();
            return failure(
                state.error().code, QStringLiteral("builtins/%1: %2").arg(QLatin1String(name), state.error().detail));
        }
        m_applied.append(QStringLiteral("builtins/") + QLatin1String(name));
    }
    return {};
}

Result<void> Migration::loadRecords()
{
    const auto there = exists("sync.migrations");
    if (!there)
        return tl::unexpected(there.error());
    m_hasRecords = *there;
    if (!m_hasRecords)
        return {};
    const auto table = m_database.query("select name, sha256 from sync.migrations");
    if (!table)
        return tl::unexpected(table.error());
    for (int row = 0; row < table->rows(); ++row)
        m_recorded.insert(QString::fromUtf8(table->view(row, 0)), table->bytes(row, 1));
    return {};
}

/// An older program would put its own commands and policies in the place of newer ones, over tables it does not know.
Result<void> Migration::refuseNewer(const QList<File> &migrations) const
{
    for (auto recorded = m_recorded.begin(); recorded != m_recorded.end(); ++recorded) {
        const bool repeatable = recorded.key().contains(u'/');
        const bool known = std::any_of(migrations.begin(), migrations.end(),
            [&recorded](const File &file) { return file.name == recorded.key(); });
        if (!repeatable && !known) {
            return failure(ErrorCode::UnsupportedVersion,
                QStringLiteral("the database is newer than these files: it has the migration %1, which %2 has not")
                    .arg(recorded.key(), m_folder));
        }
    }
    return {};
}

Result<void> Migration::applyMigrations()
{
    const auto files = read(QStringLiteral("migrations"), false);
    if (!files)
        return tl::unexpected(files.error());
    if (const auto known = refuseNewer(*files); !known)
        return known;
    for (const File &file : *files) {
        const QByteArray recorded = m_recorded.value(file.name);
        if (recorded == file.sha256)
            continue;
        if (!recorded.isEmpty()) {
            return failure(ErrorCode::InvalidArgument,
                QStringLiteral("%1 was changed after it was applied; a correction is a migration of its own")
                    .arg(file.path));
        }
        if (const auto state = apply(file); !state)
            return state;
        m_migrated = true;
    }
    return {};
}

Result<void> Migration::applyRepeatables()
{
    for (const char *folder : {"sync", "views/analytics", "commands", "policies"}) {
        const auto files = read(QString::fromLatin1(folder), true);
        if (!files)
            return tl::unexpected(files.error());
        for (const File &file : *files) {
            if (!m_migrated && m_recorded.value(file.name) == file.sha256)
                continue;
            if (const auto state = apply(file); !state)
                return state;
        }
    }
    return {};
}

} // namespace projective::gateway
