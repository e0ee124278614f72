#pragma once

#include "sync/client/sessionevents.h"

#include <QList>

#include <optional>

namespace projective {

/// The order and the numbers of commands on one connection: which entry may be sent next and what an answer means.
/// Pure. Invariants: numbers rise by one in the order of first sending and never change; entries are sent in the order
/// of their numbers; an entry leaves only when its outcome is stored, or unsent by withdrawal.
class CommandQueue
{
public:
    /// Entries sent and not yet settled at one time; bounds what has to be sent again.
    static constexpr int inFlightMost = 32;

    CommandQueue() = default;
    /// What the outbox holds at Welcome: entries with numbers, then those that may go out, in order. What the server
    /// counts as done (up to `lastCommand`) is not sent again: its outcome arrives with the catch-up.
    CommandQueue(quint64 nextNumber, const QList<session::Entry> &entries, quint64 lastCommand);

    void add(const session::Entry &entry);
    /// Takes out an entry that has no number; others stay.
    void withdraw(EntryId id);
    void settle(const QList<quint64> &numbers);
    /// The catch-up is through: what the server counted as done and is still unsettled has lost its outcome; ask again.
    void caughtUp();

    /// The next entry to send, with its number, now counted as in flight; nullopt when there is none (yet).
    [[nodiscard]] std::optional<session::Entry> takeNext(qint64 nowMs);
    /// The server can't take `number` now: it and those after it are sent again from `untilMs` on.
    void defer(quint64 number, qint64 untilMs);
    /// "out_of_order": the server stands at `lastCommand`. False when that contradicts what is known here.
    [[nodiscard]] bool resumeAfter(quint64 lastCommand);

    /// When takeNext() may have something after a wait; nullopt: not by time alone.
    [[nodiscard]] std::optional<qint64> resumesAt() const;
    [[nodiscard]] bool inFlight() const;
    [[nodiscard]] quint64 nextNumber() const { return m_nextNumber; }
    [[nodiscard]] const QList<session::Entry> &entries() const { return m_entries; }

private:
    [[nodiscard]] quint64 firstUnsettled() const;

    QList<session::Entry> m_entries; // numbered ones first, rising; then unsent ones in order of arrival
    quint64 m_nextNumber = 1;
    quint64 m_doneBefore = 0; // the server's last_command at Welcome; not sent again until caughtUp()
    quint64 m_sentUpTo = 0; // highest number in flight
    qint64 m_waitUntil = 0;
};

} // namespace projective
