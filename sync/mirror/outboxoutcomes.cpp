// What the server, a lost connection or a restored copy makes of the outbox's entries.
#include "sync/mirror/outbox.h"

#include "sync/protocol/codec.h"

#include <algorithm>
#include <limits>

namespace projective {

namespace {

using State = OutboxEntry::State;

constexpr QLatin1String failed{"failed"};

bool holds(const QList<OutboxEntry> &entries, EntryId id)
{
    return std::any_of(entries.begin(), entries.end(), [&](const OutboxEntry &entry) { return entry.id == id; });
}

/// With any number.
bool isTooLarge(OutboxEntry entry)
{
    entry.number = quint64(std::numeric_limits<qint64>::max());
    return protocol::encode(entry.message()).size() > protocol::maxClientMessageBytes;
}

CommandOutcome tooLarge()
{
    return {0, failed, errorCodeName(ErrorCode::TooLarge), {}, {}, {}};
}

} // namespace

OutboxChange Outbox::takenIn(const OutboxEntry &entry) const
{
    OutboxChange change;
    if (isTooLarge(entry))
        refuse(change, entry, tooLarge());
    else
        change.changed.append(entry);
    return change;
}

/// Of a version that took them in. One that has a number never reached the server, and nothing behind it did: these
/// numbers are given anew.
Result<OutboxChange> Outbox::refuseTooLarge()
{
    OutboxChange change;
    quint64 last = m_lastNumber;
    for (OutboxEntry entry : std::as_const(m_entries)) {
        if (entry.state == State::Refused || !isTooLarge(entry))
            continue;
        if (entry.number != 0)
            last = std::min(last, entry.number - 1);
        entry.number = 0;
        if (!holds(change.changed, entry.id))
            refuse(change, entry, tooLarge());
    }
    for (OutboxEntry entry : std::as_const(m_entries)) {
        if (entry.number <= last || entry.state != State::Sent || holds(change.changed, entry.id))
            continue;
        entry.state = State::Queued;
        entry.number = 0;
        change.changed.append(entry);
    }
    if (last == m_lastNumber)
        return write(change);
    const auto written = write(change, {{QStringLiteral("last_number"), last}});
    if (written)
        m_lastNumber = last;
    return written;
}

void Outbox::refuse(OutboxChange &change, const OutboxEntry &entry, const CommandOutcome &outcome) const
{
    const auto mark = [&](OutboxEntry refused, const QString &how, const QString &code) {
        refused.state = State::Refused;
        refused.outcome = how;
        refused.code = code;
        change.changed.append(refused);
    };
    mark(entry, outcome.outcome, outcome.code);
    change.changed.last().field = outcome.field;
    change.changed.last().params = outcome.params;
    change.changed.last().current = outcome.current;
    QList<Entities> fallen{entry.entities};
    for (qsizetype i = 0; i < fallen.size(); ++i) {
        for (const OutboxEntry &other : m_entries) {
            if (holds(change.changed, other.id) || other.state != State::Queued || other.position < entry.position
                || !dependsOn(other.entities, Entities(fallen[i])))
                continue;
            mark(other, failed, QStringLiteral("predecessor_refused"));
            fallen.append(other.entities);
        }
    }
}

Result<OutboxChange> Outbox::settle(const QList<CommandOutcome> &outcomes)
{
    OutboxChange change;
    for (const CommandOutcome &outcome : outcomes) {
        const OutboxEntry *entry = findNumber(outcome.number);
        if (entry == nullptr)
            continue;
        if (outcome.outcome == QLatin1String("applied"))
            change.gone.append(*entry);
        else
            refuse(change, *entry, outcome);
    }
    if (!change.changed.isEmpty() || change.gone.isEmpty())
        return write(change);
    // That a command was applied need not wait for the disk: should it be lost with the power, the mirror or the server
    // says it again.
    if (const auto eased = m_database.setSynchronousFull(false); !eased)
        return tl::unexpected(eased.error());
    const auto written = write(change);
    const auto restored = m_database.setSynchronousFull(true);
    return restored ? written : tl::unexpected(restored.error());
}

Result<OutboxChange> Outbox::fail(quint64 number, const QString &code)
{
    OutboxChange change;
    if (const OutboxEntry *entry = findNumber(number))
        refuse(change, *entry, {number, failed, code, {}, {}, {}});
    return write(change);
}

Result<OutboxChange> Outbox::disconnected()
{
    OutboxChange change;
    for (const OutboxEntry &entry : std::as_const(m_entries)) {
        const bool lost = entry.commandClass == CommandClass::OnlineOnly && entry.state == State::Queued;
        if (lost && !holds(change.changed, entry.id))
            refuse(change, entry, {0, failed, QStringLiteral("offline"), {}, {}, {}});
    }
    return write(change);
}

Result<Outbox::Reconciliation> Outbox::reconcile(quint64 lastCommand)
{
    const QList<OutboxEntry> sent = sentEntries();
    // What the server may stand at: anything from before the first command without an outcome to the last one sent.
    const quint64 least = sent.isEmpty() ? m_lastNumber : sent.first().number - 1;
    if (lastCommand >= least && lastCommand <= m_lastNumber)
        return Reconciliation{};
    OutboxChange change;
    for (OutboxEntry entry : sent) {
        // In the server's history this number was either never used, or used for what may have been another command.
        const bool ambiguous = entry.number <= lastCommand || entry.commandClass == CommandClass::OnlineOnly;
        if (ambiguous) {
            if (!holds(change.changed, entry.id))
                refuse(change, entry, {entry.number, failed, QStringLiteral("ambiguous"), {}, {}, {}});
            continue;
        }
        entry.state = State::Queued;
        entry.number = 0;
        change.changed.append(entry);
    }
    const QUuid installation = newUuid();
    const auto written = write(change,
        {{QStringLiteral("installation"), installation.toRfc4122()}, {QStringLiteral("last_number"), quint64(0)}});
    if (!written)
        return tl::unexpected(written.error());
    m_installation = InstallationId(installation);
    m_lastNumber = 0;
    return Reconciliation{true, *written};
}

} // namespace projective
