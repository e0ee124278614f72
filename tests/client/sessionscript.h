#pragma once

#include "sync/client/session.h"

#include <QStringList>

#include <initializer_list>
#include <optional>

// Events and instructions of a Session as short lines, so that a test reads as the conversation that it is.
namespace projective::testing {

/// One line an instruction, in order. WakeAt is left out unless `withWake`.
[[nodiscard]] QStringList lines(const session::Instructions &instructions, bool withWake = false);

/// A session in virtual time, with the usual answers at hand.
class SessionScript
{
public:
    explicit SessionScript(quint64 seed = 1)
        : m_session(seed)
    {
    }
    QStringList give(const session::Event &event) { return lines(raw(event)); }
    /// One after the other.
    void give(std::initializer_list<session::Event> events);
    session::Instructions raw(const session::Event &event);
    QStringList after(qint64 ms, const session::Event &event);
    /// Start to the hello.
    void greet();
    /// Start to the first round stored: live, nothing pending.
    void goLive(const QList<session::Entry> &entries = {}, quint64 nextNumber = 1, quint64 lastCommand = 0);
    /// Ticks at each time that the session asks for, until `ms` have passed; what it said then.
    QStringList pass(qint64 ms);

    [[nodiscard]] qint64 now() const { return m_now; }
    [[nodiscard]] Session &session() { return m_session; }

private:
    Session m_session;
    qint64 m_now = 1000;
    std::optional<qint64> m_wake;
};

[[nodiscard]] session::Event welcome(quint64 lastCommand = 0, qint64 tokenSeconds = 3600);
[[nodiscard]] session::Event begin(bool last = true);
[[nodiscard]] session::Event commit();
[[nodiscard]] session::Event rows(int count, qint64 bytes);
[[nodiscard]] session::Event token(qint64 lifetimeMs = 3'600'000);
[[nodiscard]] session::Event opened();
[[nodiscard]] session::Event closed(ErrorCode code = ErrorCode::Offline);
[[nodiscard]] session::Event goodbye(ErrorCode code, qint64 retryAfterMs = 0);
[[nodiscard]] session::Event deferred(quint64 number, qint64 retryAfterMs);
[[nodiscard]] session::Event refused(quint64 number, const QString &code, quint64 lastCommand);
[[nodiscard]] EntryId entry(int n);

} // namespace projective::testing
