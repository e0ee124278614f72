#include "sync/client/commandqueue.h"

#include <algorithm>

namespace projective {

using session::Entry;

CommandQueue::CommandQueue(quint64 nextNumber, const QList<Entry> &entries, quint64 lastCommand)
    : m_entries(entries)
    , m_nextNumber(nextNumber)
    , m_doneBefore(lastCommand)
{
    std::stable_sort(m_entries.begin(), m_entries.end(),
        [](const Entry &a, const Entry &b) { return a.number != 0 && (b.number == 0 || a.number < b.number); });
}

void CommandQueue::add(const Entry &entry)
{
    const auto same = [&entry](const Entry &held) { return held.id == entry.id; };
    if (std::none_of(m_entries.cbegin(), m_entries.cend(), same))
        m_entries.append(entry);
}

void CommandQueue::withdraw(EntryId id)
{
    m_entries.removeIf([&id](const Entry &entry) { return entry.id == id && entry.number == 0; });
}

void CommandQueue::settle(const QList<quint64> &numbers)
{
    m_entries.removeIf([&numbers](const Entry &entry) { return entry.number != 0 && numbers.contains(entry.number); });
}

quint64 CommandQueue::firstUnsettled() const
{
    return m_entries.isEmpty() || m_entries.first().number == 0 ? m_nextNumber : m_entries.first().number;
}

void CommandQueue::caughtUp()
{
    // A repeat of what was done is answered from the stored result, so sending again from the gap on does no harm.
    if (firstUnsettled() <= m_doneBefore)
        m_sentUpTo = 0;
    m_doneBefore = 0;
}

std::optional<Entry> CommandQueue::takeNext(qint64 nowMs)
{
    if (nowMs < m_waitUntil)
        return std::nullopt;
    int flying = 0;
    for (Entry &entry : m_entries) {
        if (entry.number != 0 && entry.number <= m_doneBefore)
            continue; // its outcome is on its way
        if (entry.number != 0 && entry.number <= m_sentUpTo) {
            ++flying;
            continue;
        }
        if (flying >= inFlightMost)
            return std::nullopt;
        if (entry.number == 0)
            entry.number = m_nextNumber++;
        m_sentUpTo = entry.number;
        return entry;
    }
    return std::nullopt;
}

void CommandQueue::defer(quint64 number, qint64 untilMs)
{
    if (number == 0 || number > m_sentUpTo)
        return; // late, from a wait that is already on
    m_sentUpTo = number - 1;
    m_waitUntil = std::max(m_waitUntil, untilMs);
}

bool CommandQueue::resumeAfter(quint64 lastCommand)
{
    // Below the first unsettled: the server forgot outcomes that were seen. Above the last given: this outbox did.
    if (lastCommand + 1 < firstUnsettled() || lastCommand >= m_nextNumber)
        return false;
    // Those behind a deferred one were in flight too: they are refused in turn, and sent again in turn.
    m_sentUpTo = std::min(m_sentUpTo, std::max(lastCommand, m_doneBefore));
    return true;
}

std::optional<qint64> CommandQueue::resumesAt() const
{
    if (m_waitUntil == 0 || m_entries.isEmpty())
        return std::nullopt;
    return m_waitUntil;
}

bool CommandQueue::inFlight() const
{
    return std::any_of(m_entries.cbegin(), m_entries.cend(),
        [this](const Entry &entry) { return entry.number > m_doneBefore && entry.number <= m_sentUpTo; });
}

} // namespace projective
