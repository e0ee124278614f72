#pragma once

#include <QByteArray>

#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace projective::gateway {

/// One message, and what its sending means for the session.
struct Spooled {
    enum class Kind : quint8 {
        Plain,
        Counted, ///< its bytes count against the client's window: rows and deletes
        Revokes, ///< a begin that takes scopes away
        Commit,
    };
    QByteArray message;
    Kind kind = Kind::Plain;
};

/// Messages of rounds on their way from the thread that reads them to the one that sends them. The reader never waits
/// for a slow client: what is above a bound goes to an unlinked temporary file, so that the transaction can close.
class Spool
{
public:
    /// `wake` is called on the reading thread when the queue was found empty before and has something now.
    explicit Spool(std::function<void()> wake);

    // Reading thread.
    void push(Spooled item);

    // Sending thread.
    /// The oldest message, if there is one now.
    [[nodiscard]] std::optional<Spooled> take();
    /// Of all that was pushed and not yet taken.
    [[nodiscard]] qint64 bytes() const;
    /// Messages ever pushed.
    [[nodiscard]] quint64 pushed() const;
    /// Nobody wants it any more: what is there is dropped, and what is pushed from now on. Any thread.
    void abandon();
    [[nodiscard]] bool isAbandoned() const;
    /// True when the temporary file could not be written: messages are missing and the socket must close.
    [[nodiscard]] bool hasFailed() const;

    static constexpr qsizetype memoryBytes = qsizetype{1024} * 1024;

private:
    void writeToFile(const Spooled &item);
    [[nodiscard]] std::optional<Spooled> readFromFile();

    mutable std::mutex m_mutex;
    std::function<void()> m_wake;
    std::deque<Spooled> m_items; ///< older than all in the file
    qsizetype m_bytes = 0; ///< of m_items
    quint64 m_pushed = 0;
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> m_file{nullptr, nullptr};
    long m_readAt = 0;
    long m_writeAt = 0;
    bool m_abandoned = false;
    bool m_failed = false;
    bool m_idle = true; ///< the sender saw it empty and waits for a wake
};

} // namespace projective::gateway
