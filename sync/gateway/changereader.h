#pragma once

#include "sync/gateway/catalog.h"
#include "sync/gateway/cursor.h"
#include "sync/gateway/tickread.h"

#include <atomic>
#include <thread>

namespace projective::gateway {

/// The thread that reads the feed for all sessions of this gateway. It looks after our own commits, when another
/// gateway says so, and every `pollMs` besides. Wake-ups only say when to look; nothing depends on them.
class ChangeReader
{
public:
    /// All called on the reading thread, to be passed on.
    struct Receiver {
        std::function<void(std::shared_ptr<const Tick>)> tick;
        /// The connection was lost and is back, or is there for the first time: every session catches up from its
        /// cursor.
        std::function<void()> restarted;
        std::function<void(QByteArray payload)> notified; ///< what another process said on the channel
        TickRead::Holders holders;
    };
    ChangeReader(const QByteArray &conninfo, const Catalog &catalog, int pollMs, Receiver receiver);
    ~ChangeReader();
    ChangeReader(const ChangeReader &) = delete;
    ChangeReader &operator=(const ChangeReader &) = delete;

    void start();
    void stop();
    /// Look soon: something was committed. Any thread.
    void wake();

    static constexpr const char *channel = "projective_sync";
    static constexpr const char *catalogChanged = "catalog"; ///< a payload
    static constexpr const char *application = "projective-gateway feed";

private:
    void work();
    [[nodiscard]] Result<void> connect();
    [[nodiscard]] Result<void> read();
    [[nodiscard]] Result<void> wait(int milliseconds);

    const Catalog &m_catalog;
    int m_pollMs;
    Receiver m_receiver;
    Database m_database;
    Snapshot m_position;
    QString m_identity;
    int m_wakeFd = -1;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace projective::gateway
