// The outbox's file, what is read of it, and what the user does to it; what becomes of the entries: outboxoutcomes.cpp;
// of a damaged file: outboxrecovery.cpp.
#include "sync/mirror/outbox.h"

#include "sync/mirror/outboxfile.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace projective {

namespace {

using State = OutboxEntry::State;

constexpr int walPagesMost = 1000; // only an owner that never has a pause gets there

QString fileName()
{
    return QStringLiteral("/outbox.db");
}

} // namespace

protocol::CommandMessage OutboxEntry::message() const
{
    const auto json = [](const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); };
    return {number, command.name, command.actingAs.toString(), json(command.args),
        command.expected.isEmpty() ? QByteArray() : json(command.expected)};
}

// ---- file

Result<Outbox> Outbox::open(const QString &folder, UserId user)
{
    const QString path = folder + fileName();
    if (!QDir().mkpath(folder))
        return failure(ErrorCode::StorageReadOnly, QStringLiteral("can't make the profile's folder"));
    QFile::setPermissions(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    Outbox outbox;
    outbox.m_user = user;
    if (const auto finished = outbox.finishRecovery(path); !finished)
        return tl::unexpected(finished.error());
    const auto opened = outbox.openFile(path);
    if (!opened && opened.error().code == ErrorCode::StorageCorrupt) {
        if (const auto recovered = outbox.recover(path); !recovered)
            return tl::unexpected(recovered.error());
    } else if (!opened) {
        return tl::unexpected(opened.error());
    }
    // What could only run at once, and did not get out before the last end, can't be taken up again unasked.
    if (const auto dropped = outbox.disconnected(); !dropped)
        return tl::unexpected(dropped.error());
    if (const auto refused = outbox.refuseTooLarge(); !refused)
        return tl::unexpected(refused.error());
    return outbox;
}

Result<void> Outbox::openFile(const QString &path)
{
    auto database = Database::open(path, Database::Access::Write, true);
    if (!database)
        return tl::unexpected(database.error());
    m_database = std::move(*database);
    const auto tables = m_database.value(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
    if (!tables)
        return tl::unexpected(tables.error());
    if (tables->toLongLong() > 0) {
        // Small, and the only copy: checked at every start.
        const auto checked = m_database.quickCheck();
        return checked ? load() : checked;
    }
    auto done = outboxfile::create(m_database);
    if (done)
        done = setMeta(QStringLiteral("user"), m_user.bytes());
    if (done)
        done = setMeta(QStringLiteral("installation"), newUuid().toRfc4122());
    return done ? load() : done;
}

Result<void> Outbox::load()
{
    const auto rows = m_database.rows(QStringLiteral("SELECT key, value FROM meta"));
    if (!rows)
        return tl::unexpected(rows.error());
    QHash<QString, QVariant> meta;
    for (const QVariantList &row : *rows)
        meta.insert(row[0].toString(), row[1]);
    const QByteArray user = meta.value(QStringLiteral("user")).toByteArray();
    m_installation = InstallationId::fromBytes(meta.value(QStringLiteral("installation")).toByteArray());
    m_lastNumber = meta.value(QStringLiteral("last_number")).toULongLong();
    if (user.size() == 16 && user != m_user.bytes())
        return failure(ErrorCode::ForeignClient, QStringLiteral("the outbox of another user"));
    if (user.size() != 16 || m_installation.isNull())
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("outbox meta"));
    auto entries = outboxfile::read(m_database);
    if (!entries)
        return tl::unexpected(entries.error());
    m_entries = std::move(*entries);
    if (m_recovery.damaged) {
        m_recovery.recovered = meta.value(QStringLiteral("recovered")).toInt();
        m_recovery.lost = meta.value(QStringLiteral("lost")).toString().split(u'\n', Qt::SkipEmptyParts);
    }
    return {};
}

Result<void> Outbox::setMeta(const QString &key, const QVariant &value)
{
    return m_database.execute(
        QStringLiteral(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
        {key, value});
}

// ---- reading

const OutboxEntry *Outbox::find(EntryId id) const
{
    const auto found
        = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto &entry) { return entry.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

const OutboxEntry *Outbox::findNumber(quint64 number) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
        [&](const auto &entry) { return entry.number == number && entry.state == State::Sent; });
    return found == m_entries.end() || number == 0 ? nullptr : &*found;
}

int Outbox::refusedCount() const
{
    return static_cast<int>(
        std::count_if(m_entries.begin(), m_entries.end(), [](const auto &e) { return e.state == State::Refused; }));
}

int Outbox::pendingCount() const
{
    return static_cast<int>(m_entries.size()) - refusedCount();
}

QList<OutboxEntry> Outbox::sentEntries() const
{
    QList<OutboxEntry> sent;
    std::copy_if(m_entries.begin(), m_entries.end(), std::back_inserter(sent),
        [](const auto &e) { return e.state == State::Sent; });
    std::sort(sent.begin(), sent.end(), [](const auto &a, const auto &b) { return a.number < b.number; });
    return sent;
}

bool Outbox::waits(const OutboxEntry &entry) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const OutboxEntry &other) {
        return other.position < entry.position && other.state != State::Refused
            && dependsOn(entry.entities, other.entities);
    });
}

QList<OutboxEntry> Outbox::sendable() const
{
    QList<OutboxEntry> ready;
    // Rows that earlier entries have in hand; one pass instead of comparing each with each.
    QSet<QString> busy;
    for (const OutboxEntry &entry : m_entries) {
        if (entry.state == State::Refused)
            continue;
        const auto isBusy = [&](const QString &row) { return busy.contains(row); };
        const Entities &rows = entry.entities;
        const bool free = std::none_of(rows.creates.begin(), rows.creates.end(), isBusy)
            && std::none_of(rows.changes.begin(), rows.changes.end(), isBusy)
            && std::none_of(rows.needs.begin(), rows.needs.end(), isBusy);
        if (free && entry.state == State::Queued)
            ready.append(entry);
        for (const QString &row : rows.creates)
            busy.insert(row);
        for (const QString &row : rows.changes)
            busy.insert(row);
    }
    return ready;
}

// ---- changes: the file first, then memory

Result<OutboxChange> Outbox::write(const OutboxChange &change, const QHash<QString, QVariant> &meta)
{
    if (change.changed.isEmpty() && change.gone.isEmpty() && meta.isEmpty())
        return change;
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    Result<void> done;
    for (const OutboxEntry &entry : change.gone) {
        if (done)
            done = m_database.execute(QStringLiteral("DELETE FROM entries WHERE position = ?"), {entry.position});
    }
    for (const OutboxEntry &entry : change.changed) {
        if (done)
            done = outboxfile::write(m_database, entry);
    }
    for (auto at = meta.begin(); at != meta.end(); ++at) {
        if (done)
            done = setMeta(at.key(), at.value());
    }
    if (done)
        done = transaction->commit();
    if (!done)
        return tl::unexpected(done.error());
    adopt(change);
    if (m_database.walPages() > walPagesMost)
        static_cast<void>(m_database.checkpoint(Database::Checkpoint::Passive)); // what is committed stands either way
    return change;
}

void Outbox::adopt(const OutboxChange &change)
{
    for (const OutboxEntry &entry : change.gone)
        m_entries.removeIf([&](const OutboxEntry &held) { return held.id == entry.id; });
    for (const OutboxEntry &entry : change.changed) {
        const auto at = std::lower_bound(m_entries.cbegin(), m_entries.cend(), entry,
            [](const OutboxEntry &a, const OutboxEntry &b) { return a.position < b.position; });
        if (at != m_entries.cend() && at->position == entry.position)
            m_entries[at - m_entries.cbegin()] = entry;
        else
            m_entries.insert(at, entry);
    }
}

Result<OutboxEntry> Outbox::add(EntryId id, const Command &command, CommandClass commandClass, const Entities &entities,
    bool connected, qint64 nowUs)
{
    if (id.isNull() || command.name.isEmpty() || command.actingAs.isNull() || find(id) != nullptr)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("entry or command"));
    if (commandClass == CommandClass::OnlineOnly && !connected)
        return failure(ErrorCode::Offline, command.name);
    OutboxEntry entry;
    entry.id = id;
    entry.position = nextPosition();
    entry.command = command;
    entry.commandClass = commandClass;
    entry.entities = entities;
    entry.createdAtUs = nowUs;
    const auto written = write(takenIn(entry));
    return written ? Result<OutboxEntry>(written->changed.first()) : tl::unexpected(written.error());
}

qint64 Outbox::nextPosition() const
{
    return m_entries.isEmpty() ? 1 : m_entries.last().position + 1;
}

Result<OutboxEntry> Outbox::markSent(EntryId id)
{
    const OutboxEntry *held = find(id);
    if (held == nullptr || held->state != State::Queued || waits(*held))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("not to be sent"));
    OutboxEntry entry = *held;
    entry.state = State::Sent;
    entry.number = m_lastNumber + 1;
    const auto written = write({{entry}, {}}, {{QStringLiteral("last_number"), entry.number}});
    if (!written)
        return tl::unexpected(written.error());
    m_lastNumber = entry.number;
    return entry;
}

// ---- the user's own acts

Result<OutboxChange> Outbox::withdraw(EntryId id)
{
    const OutboxEntry *entry = find(id);
    if (entry == nullptr || entry->state != State::Queued)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("not queued"));
    const bool needed = std::any_of(m_entries.begin(), m_entries.end(), [&](const OutboxEntry &other) {
        return other.position > entry->position && other.state == State::Queued
            && dependsOn(other.entities, entry->entities);
    });
    if (needed)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("others depend on it"));
    return write({{}, {*entry}});
}

Result<OutboxChange> Outbox::retry(EntryId id, EntryId newId, bool connected, qint64 nowUs)
{
    const OutboxEntry *refused = find(id);
    if (refused == nullptr || refused->state != State::Refused || newId.isNull() || find(newId) != nullptr)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("not refused"));
    if (refused->commandClass == CommandClass::OnlineOnly && !connected)
        return failure(ErrorCode::Offline, refused->command.name);
    OutboxEntry entry;
    entry.id = newId;
    entry.position = nextPosition();
    entry.command = refused->command;
    entry.commandClass = refused->commandClass;
    entry.entities = refused->entities;
    entry.createdAtUs = nowUs;
    OutboxChange change = takenIn(entry);
    change.gone.append(*refused);
    return write(change);
}

Result<OutboxChange> Outbox::discard(EntryId id)
{
    const OutboxEntry *entry = find(id);
    if (entry == nullptr || entry->state != State::Refused)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("not refused"));
    return write({{}, {*entry}});
}

Result<void> Outbox::saveDraft(const QString &key, const QString &text, qint64 nowUs)
{
    if (text.isEmpty())
        return m_database.execute(QStringLiteral("DELETE FROM drafts WHERE key = ?"), {key});
    return m_database.execute(
        QStringLiteral("INSERT INTO drafts (key, text, updated_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE "
                       "SET text = excluded.text, updated_at = excluded.updated_at"),
        {key, text, nowUs});
}

Result<QList<Draft>> Outbox::drafts()
{
    const auto rows = m_database.rows(QStringLiteral("SELECT key, text, updated_at FROM drafts ORDER BY key"));
    if (!rows)
        return tl::unexpected(rows.error());
    QList<Draft> drafts;
    for (const QVariantList &row : *rows)
        drafts.append({row[0].toString(), row[1].toString(), row[2].toLongLong()});
    return drafts;
}

Result<void> Outbox::idle()
{
    if (m_database.walPages() == 0)
        return {};
    const auto done = m_database.checkpoint(Database::Checkpoint::Passive);
    return done ? Result<void>() : tl::unexpected(done.error());
}

} // namespace projective
