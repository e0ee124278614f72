// What becomes of an outbox whose file is damaged. At every moment there is a file that has what could be read: first
// the damaged one in its place, then beside it a whole one that takes its place.
#include "sync/base/logging.h"
#include "sync/mirror/outbox.h"
#include "sync/mirror/outboxfile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace projective {

namespace {

QString recovering(const QString &path)
{
    return path + QStringLiteral(".recovering");
}

void removeDatabase(const QString &path)
{
    for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::remove(path + suffix);
}

/// The newest of those that were put aside; empty if there is none.
QString lastPutAside(const QString &path)
{
    const QFileInfo file(path);
    const QStringList names = file.dir().entryList(
        {file.fileName() + QStringLiteral(".damaged-*")}, QDir::Files | QDir::Hidden, QDir::Name);
    const auto last = std::find_if(
        names.crbegin(), names.crend(), [](const QString &name) { return !name.endsWith(QLatin1String("-wal")); });
    return last == names.crend() ? QString() : file.dir().filePath(*last);
}

} // namespace

/// A damaged file is put aside, never thrown away, and what can be read of it goes into a new one. The installation id
/// goes with it only if the numbers are known for sure; else the next hello would find a "restored copy" anyway.
Result<void> Outbox::recover(const QString &path)
{
    m_database.close();
    m_entries.clear();
    const auto saved = outboxfile::salvage(path);
    if (!saved)
        return tl::unexpected(saved.error());
    if (saved->user.size() == 16 && saved->user != m_user.bytes())
        return failure(ErrorCode::ForeignClient, QStringLiteral("the damaged outbox of another user"));
    qCWarning(logOutbox) << "recovered" << saved->entries.size() + saved->drafts.size() << "of a damaged outbox,"
                         << saved->lost.size() << "parts lost";
    if (const auto written = writeRecovering(path, *saved); !written) {
        m_database.close();
        removeDatabase(recovering(path));
        return written;
    }
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddThhmmsszzz"));
    if (!QFile::rename(path, path + QStringLiteral(".damaged-") + stamp))
        return failure(ErrorCode::StorageReadOnly, QStringLiteral("can't put the outbox aside"));
    if (const auto finished = finishRecovery(path); !finished)
        return finished;
    return openFile(path);
}

/// A whole outbox beside the damaged one, closed and on the disk.
Result<void> Outbox::writeRecovering(const QString &path, const outboxfile::Salvage &saved)
{
    removeDatabase(recovering(path)); // of a try that was interrupted
    auto done = openFile(recovering(path));
    if (done)
        done = restore(saved);
    if (!done)
        return done;
    // As one file, so that it takes the place of the other in one step.
    const auto moved = m_database.checkpoint(Database::Checkpoint::Truncate);
    m_database.close();
    if (!moved)
        return tl::unexpected(moved.error());
    return *moved ? Result<void>() : failure(ErrorCode::Storage, QStringLiteral("the recovered outbox is in use"));
}

/// The last step of a recovery, which a start does that finds the one before it interrupted: the damaged file is aside,
/// and the new one is whole.
Result<void> Outbox::finishRecovery(const QString &path)
{
    if (QFile::exists(path) || !QFile::exists(recovering(path)))
        return {};
    m_recovery.damaged = true;
    m_recovery.putAside = lastPutAside(path);
    // What belongs to the damaged file must not be found beside the new one.
    if (!m_recovery.putAside.isEmpty())
        QFile::rename(path + QStringLiteral("-wal"), m_recovery.putAside + QStringLiteral("-wal"));
    removeDatabase(path);
    if (!QFile::rename(recovering(path), path))
        return failure(ErrorCode::StorageReadOnly, QStringLiteral("can't put the recovered outbox in place"));
    return {};
}

Result<void> Outbox::restore(const outboxfile::Salvage &saved)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto installation = InstallationId::fromBytes(saved.installation);
    quint64 highest = saved.lastNumber;
    Result<void> done;
    for (OutboxEntry entry : saved.entries) {
        highest = std::max(highest, entry.number);
        // Without its installation's id, what was sent can't be told from what was not.
        if (installation.isNull() && entry.state == OutboxEntry::State::Sent) {
            entry.state = OutboxEntry::State::Refused;
            entry.outcome = QStringLiteral("failed");
            entry.code = QStringLiteral("ambiguous");
        }
        if (done)
            done = outboxfile::write(m_database, entry);
    }
    for (const Draft &draft : saved.drafts) {
        if (done)
            done = m_database.execute(
                QStringLiteral("INSERT INTO drafts (key, text, updated_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
                {draft.key, draft.text, draft.updatedAtUs});
    }
    if (done && !installation.isNull()) {
        done = setMeta(QStringLiteral("installation"), installation.bytes());
        if (done)
            done = setMeta(QStringLiteral("last_number"), highest);
    }
    // For who finishes it: what is told of a recovery is told by the start that has the new file.
    if (done)
        done = setMeta(QStringLiteral("recovered"), saved.entries.size() + saved.drafts.size());
    if (done)
        done = setMeta(QStringLiteral("lost"), saved.lost.join(u'\n'));
    return done ? transaction->commit() : done;
}

} // namespace projective
