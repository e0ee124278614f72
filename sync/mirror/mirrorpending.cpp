// Pending commands of the mirror: their effects, and the outbox as screens see it.
#include "sync/mirror/mirror.h"

#include <QJsonDocument>

namespace projective {

namespace {

QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QVariant jsonOrNull(const QJsonObject &object)
{
    return object.isEmpty() ? QVariant() : QVariant(jsonText(object));
}

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QString stateName(OutboxEntry::State state)
{
    switch (state) {
    case OutboxEntry::State::Queued:
        return QStringLiteral("queued");
    case OutboxEntry::State::Sent:
        return QStringLiteral("sent");
    case OutboxEntry::State::Refused:
        return QStringLiteral("refused");
    }
    Q_UNREACHABLE();
}

bool hasEffect(const OutboxEntry &entry)
{
    return entry.state != OutboxEntry::State::Refused && entry.commandClass != CommandClass::OnlineOnly;
}

int indexOf(const QList<OutboxEntry> &entries, EntryId id)
{
    for (int i = 0; i < entries.size(); ++i) {
        if (entries[i].id == id)
            return i;
    }
    return -1;
}

} // namespace

QList<OutboxEntry> Mirror::pendingAfter(const QList<CommandOutcome> &outcomes) const
{
    QList<OutboxEntry> left = m_pending;
    QList<Entities> refused;
    for (const CommandOutcome &outcome : outcomes) {
        left.removeIf([&](const OutboxEntry &entry) {
            const bool settled = entry.number == outcome.number && entry.number != 0;
            if (settled && outcome.outcome != QLatin1String("applied"))
                refused.append(entry.entities);
            return settled;
        });
    }
    // A refusal takes with it what was built on it and not sent yet, as Outbox::settle() will.
    for (qsizetype i = 0; i < refused.size(); ++i) {
        left.removeIf([&](const OutboxEntry &entry) {
            const bool falls
                = entry.state == OutboxEntry::State::Queued && dependsOn(entry.entities, Entities(refused[i]));
            if (falls)
                refused.append(entry.entities);
            return falls;
        });
    }
    return left;
}

Result<MirrorChange> Mirror::setPending(const QList<OutboxEntry> &entries, const QList<Draft> &drafts)
{
    QList<OutboxEntry> pending;
    for (const OutboxEntry &entry : entries) {
        if (hasEffect(entry))
            pending.append(entry);
    }
    QSet<QString> shown;
    const auto empty = [&](const QString &table, bool filled) {
        const auto done = m_database.execute(QStringLiteral("DELETE FROM ") + table, {});
        if (filled || m_database.changes() > 0)
            shown.insert(table);
        return done;
    };
    auto change = rebased(
        [&]() -> Result<void> {
            auto done = empty(QStringLiteral("local_commands"), !entries.isEmpty());
            if (done)
                done = empty(QStringLiteral("local_drafts"), !drafts.isEmpty());
            for (const OutboxEntry &entry : entries) {
                if (done)
                    done = showEntry(entry);
            }
            for (const Draft &draft : drafts) {
                if (done)
                    done = showDraftRow(draft);
            }
            return done;
        },
        pending);
    if (change)
        change->tables += shown;
    return change;
}

Result<MirrorChange> Mirror::add(const OutboxEntry &entry)
{
    auto change = transact([&] {
        auto done = showEntry(entry);
        return done && hasEffect(entry) ? m_rebase.run(entry, m_catalog, m_options.user) : done;
    });
    if (!change)
        return change;
    if (hasEffect(entry))
        m_pending.append(entry);
    change->tables.insert(QStringLiteral("local_commands"));
    return change;
}

Result<MirrorChange> Mirror::follow(const OutboxChange &outboxChange)
{
    QList<OutboxEntry> after = m_pending;
    QList<OutboxEntry> added;
    for (const OutboxEntry &entry : outboxChange.gone)
        after.removeIf([&](const OutboxEntry &held) { return held.id == entry.id; });
    bool rewinds = after.size() != m_pending.size();
    for (const OutboxEntry &entry : outboxChange.changed) {
        const int at = indexOf(after, entry.id);
        if (at >= 0 && hasEffect(entry)) {
            after[at] = entry;
        } else if (at >= 0) {
            after.removeAt(at);
            rewinds = true;
        } else if (hasEffect(entry)) {
            after.append(entry);
            added.append(entry);
        }
    }
    const Work show = [&] {
        Result<void> done;
        for (const OutboxEntry &entry : outboxChange.gone) {
            if (done)
                done = m_database.execute(
                    QStringLiteral("DELETE FROM local_commands WHERE entry = ?"), {entry.id.bytes()});
        }
        for (const OutboxEntry &entry : outboxChange.changed) {
            if (done)
                done = showEntry(entry);
        }
        return done;
    };
    auto change = rewinds ? rebased(show, after) : transact([&] {
        const auto done = show();
        return done ? runPending(added) : done;
    });
    if (!change)
        return change;
    m_pending = after;
    change->tables.insert(QStringLiteral("local_commands"));
    return change;
}

Result<void> Mirror::showEntry(const OutboxEntry &entry)
{
    return m_database.execute(
        QStringLiteral(
            "INSERT INTO local_commands (entry, number, name, acting_as, args, expected, state, outcome, code, field, "
            "params, current, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (entry) DO UPDATE "
            "SET "
            "number = excluded.number, state = excluded.state, outcome = excluded.outcome, code = excluded.code, "
            "field = excluded.field, params = excluded.params, current = excluded.current"),
        {entry.id.bytes(), entry.number == 0 ? QVariant() : QVariant(entry.number), entry.command.name,
            entry.command.actingAs.toString(), jsonText(entry.command.args), jsonOrNull(entry.command.expected),
            stateName(entry.state), textOrNull(entry.outcome), textOrNull(entry.code), textOrNull(entry.field),
            jsonOrNull(entry.params), jsonOrNull(entry.current), entry.createdAtUs});
}

Result<MirrorChange> Mirror::showDraft(const Draft &draft)
{
    auto change = transact([&] { return showDraftRow(draft); });
    if (change)
        change->tables.insert(QStringLiteral("local_drafts"));
    return change;
}

Result<void> Mirror::showDraftRow(const Draft &draft)
{
    if (draft.text.isEmpty())
        return m_database.execute(QStringLiteral("DELETE FROM local_drafts WHERE key = ?"), {draft.key});
    return m_database.execute(
        QStringLiteral("INSERT INTO local_drafts (key, text, updated_at) VALUES (?, ?, ?) ON CONFLICT (key) DO "
                       "UPDATE SET text = excluded.text, updated_at = excluded.updated_at"),
        {draft.key, draft.text, draft.updatedAtUs});
}

Result<QList<CommandOutcome>> Mirror::outcomesOf(const QList<quint64> &numbers)
{
    QList<CommandOutcome> outcomes;
    if (m_catalog.find(QStringLiteral("results")) == nullptr)
        return outcomes;
    for (const quint64 number : numbers) {
        const auto rows = m_database.rows(
            QStringLiteral(
                "SELECT outcome, code, field, params, current FROM results WHERE client_id = ? AND number = ?"),
            {m_options.installation.bytes(), number});
        if (!rows)
            return tl::unexpected(rows.error());
        const auto object
            = [](const QVariant &json) { return QJsonDocument::fromJson(json.toString().toUtf8()).object(); };
        for (const QVariantList &row : *rows)
            outcomes.append(
                {number, row[0].toString(), row[1].toString(), row[2].toString(), object(row[3]), object(row[4])});
    }
    return outcomes;
}

} // namespace projective
