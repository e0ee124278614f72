#include "sync/mirror/outboxfile.h"

#include "sync/mirror/storageerror.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <optional>

namespace projective::outboxfile {

namespace {

constexpr QLatin1String columns{
    "entry, position, number, name, acting_as, args, expected, class, creates, changes, needs, "
    "state, outcome, code, field, params, current, created_at"};

QString objectText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject objectOf(const QVariant &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

QString listText(const QStringList &list)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listOf(const QVariant &text)
{
    return QVariant(QJsonDocument::fromJson(text.toString().toUtf8()).array().toVariantList()).toStringList();
}

std::optional<OutboxEntry> entryOf(const QVariantList &row)
{
    OutboxEntry entry;
    entry.id = EntryId::fromBytes(row[0].toByteArray());
    entry.position = row[1].toLongLong();
    entry.number = row[2].toULongLong();
    entry.command = {row[3].toString(), Workspace::fromString(row[4].toString()), objectOf(row[5]), objectOf(row[6])};
    entry.commandClass = commandClassFromName(row[7].toString()).value_or(CommandClass::OnlineOnly);
    entry.entities = {listOf(row[8]), listOf(row[9]), listOf(row[10])};
    entry.state = static_cast<OutboxEntry::State>(row[11].toInt());
    entry.outcome = row[12].toString();
    entry.code = row[13].toString();
    entry.field = row[14].toString();
    entry.params = objectOf(row[15]);
    entry.current = objectOf(row[16]);
    entry.createdAtUs = row[17].toLongLong();
    const bool known = row[11].toInt() >= 0 && row[11].toInt() <= static_cast<int>(OutboxEntry::State::Refused);
    const bool readable = QJsonDocument::fromJson(row[5].toString().toUtf8()).isObject();
    if (entry.id.isNull() || entry.command.name.isEmpty() || !known || !readable)
        return std::nullopt;
    return entry;
}

QString describeLost(const QVariantList &row)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(row[17].toLongLong() / 1000, Qt::UTC);
    return QStringLiteral("%1 %2").arg(at.toString(Qt::ISODate), row[3].toString());
}

/// Walks a table in one direction until its end or until the file gives out.
void walk(Database &database, const QString &sql, bool &broken, const std::function<void(const QVariantList &)> &take)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        broken = true;
        return;
    }
    while (true) {
        const Result<bool> row = statement->step();
        if (!row)
            broken = true;
        if (!row || !*row)
            return;
        take(statement->row());
    }
}

/// From both ends: what lies between two damaged pages is lost, what lies around them is not.
void walkBothWays(
    Database &database, const QString &select, bool &broken, const std::function<void(const QVariantList &)> &take)
{
    bool stopped = false;
    walk(database, select + QStringLiteral(" ORDER BY rowid"), stopped, take);
    if (stopped) {
        broken = true;
        walk(database, select + QStringLiteral(" ORDER BY rowid DESC"), stopped, take);
    }
}

/// Byte by byte what can be read; the rest, of a disk that gives it no more, is zeros.
Result<void> copyReadable(const QString &from, const QString &to)
{
    QFile in(from);
    QFile out(to);
    if (!in.exists())
        return {};
    const auto failed = [](const QFile &file) {
        return failure(codeOfSystemError(errno), QStringLiteral("salvage: ") + file.errorString());
    };
    if (!in.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failed(in);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return failed(out);
    out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    constexpr qint64 piece = 4096;
    for (qint64 at = 0; at < in.size(); at += piece) {
        QByteArray bytes = in.seek(at) ? in.read(piece) : QByteArray();
        bytes.resize(qMin(piece, in.size() - at), '\0');
        if (out.write(bytes) != bytes.size())
            return failed(out);
    }
    return {};
}

/// What is read for salvage: the damaged file itself stays as it was found. SQLite refuses a file that is shorter than
/// its header says (Database File Format, "In-header database size"), so what was cut off is filled with zeros, which
/// are damage of those pages alone.
class WorkingCopy
{
public:
    explicit WorkingCopy(const QString &of)
        : m_path(of + QStringLiteral(".salvage"))
    {
        remove(); // of a try that was interrupted
        m_made = copyReadable(of, m_path);
        if (m_made)
            m_made = copyReadable(of + QStringLiteral("-wal"), m_path + QStringLiteral("-wal"));
        QFile file(m_path);
        if (!m_made || !file.open(QIODevice::ReadWrite))
            return;
        const QByteArray header = file.read(100);
        if (header.size() < 100)
            return;
        const qint64 pageSize = qFromBigEndian<quint16>(header.constData() + 16);
        const qint64 pages = qFromBigEndian<quint32>(header.constData() + 28);
        if (pageSize >= 512 && pages < 1'000'000 && pages * pageSize > file.size())
            file.resize(pages * pageSize);
    }
    ~WorkingCopy() { remove(); }
    WorkingCopy(const WorkingCopy &) = delete;
    WorkingCopy &operator=(const WorkingCopy &) = delete;
    [[nodiscard]] const Result<void> &made() const { return m_made; }
    [[nodiscard]] QString path() const { return m_path; }

private:
    void remove()
    {
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
            QFile::remove(m_path + suffix);
    }

    QString m_path;
    Result<void> m_made;
};

} // namespace

Result<void> create(Database &database)
{
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    // The position is the rowid, so that entries can be walked without any index that may be damaged.
    const auto done = database.execute(QStringLiteral(R"sql(
        CREATE TABLE meta (key TEXT PRIMARY KEY, value);
        CREATE TABLE entries (position INTEGER PRIMARY KEY, entry BLOB UNIQUE, number INTEGER, name TEXT, acting_as TEXT, args TEXT,
            expected TEXT, class TEXT, creates TEXT, changes TEXT, needs TEXT, state INTEGER, outcome TEXT, code TEXT,
            field TEXT, params TEXT, current TEXT, created_at INTEGER);
        CREATE TABLE drafts (key TEXT PRIMARY KEY, text TEXT, updated_at INTEGER);
    )sql"));
    if (!done)
        return done;
    if (const auto stored
        = database.execute(QStringLiteral("INSERT INTO meta (key, value) VALUES ('schema', ?)"), {schemaVersion});
        !stored)
        return stored;
    return transaction->commit();
}

Result<void> write(Database &database, const OutboxEntry &entry)
{
    return database.execute(
        QStringLiteral(
            "INSERT INTO entries (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (position) DO UPDATE SET number = excluded.number, state = excluded.state, "
            "outcome = excluded.outcome, code = excluded.code, field = excluded.field, params = excluded.params, "
            "current = excluded.current")
            .arg(columns),
        {entry.id.bytes(), entry.position, entry.number == 0 ? QVariant() : QVariant(entry.number), entry.command.name,
            entry.command.actingAs.toString(), objectText(entry.command.args), objectText(entry.command.expected),
            commandClassName(entry.commandClass), listText(entry.entities.creates), listText(entry.entities.changes),
            listText(entry.entities.needs), static_cast<int>(entry.state), entry.outcome, entry.code, entry.field,
            objectText(entry.params), objectText(entry.current), entry.createdAtUs});
}

Result<QList<OutboxEntry>> read(Database &database)
{
    const auto rows = database.rows(QStringLiteral("SELECT %1 FROM entries ORDER BY position").arg(columns));
    if (!rows)
        return tl::unexpected(rows.error());
    QList<OutboxEntry> entries;
    for (const QVariantList &row : *rows) {
        const auto entry = entryOf(row);
        if (!entry)
            return failure(ErrorCode::StorageCorrupt, QStringLiteral("outbox entry"));
        entries.append(*entry);
    }
    return entries;
}

Result<Salvage> salvage(const QString &path)
{
    Salvage saved;
    const WorkingCopy copy(path);
    if (!copy.made())
        return tl::unexpected(copy.made().error());
    auto database = Database::open(copy.path(), Database::Access::Write);
    if (!database) {
        saved.lost.append(QStringLiteral("%1 bytes").arg(QFile(path).size()));
        return saved;
    }
    bool broken = false;
    QSet<qint64> seen;
    walkBothWays(
        *database, QStringLiteral("SELECT %1 FROM entries").arg(columns), broken, [&](const QVariantList &row) {
            if (seen.contains(row[1].toLongLong()))
                return;
            seen.insert(row[1].toLongLong());
            if (const auto entry = entryOf(row))
                saved.entries.append(*entry);
            else
                saved.lost.append(describeLost(row));
        });
    std::sort(saved.entries.begin(), saved.entries.end(),
        [](const auto &a, const auto &b) { return a.position < b.position; });
    QSet<QString> keys;
    walkBothWays(
        *database, QStringLiteral("SELECT key, text, updated_at FROM drafts"), broken, [&](const QVariantList &row) {
            if (!keys.contains(row[0].toString()))
                saved.drafts.append({row[0].toString(), row[1].toString(), row[2].toLongLong()});
            keys.insert(row[0].toString());
        });
    walkBothWays(*database, QStringLiteral("SELECT key, value FROM meta"), broken, [&](const QVariantList &row) {
        if (row[0].toString() == QLatin1String("user"))
            saved.user = row[1].toByteArray();
        else if (row[0].toString() == QLatin1String("installation"))
            saved.installation = row[1].toByteArray();
        else if (row[0].toString() == QLatin1String("last_number"))
            saved.lastNumber = row[1].toULongLong();
    });
    if (broken)
        saved.lost.append(QStringLiteral("part of %1 bytes").arg(QFile(path).size()));
    return saved;
}

} // namespace projective::outboxfile
