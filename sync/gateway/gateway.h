#pragma once

#include "sync/gateway/authendpoints.h"
#include "sync/gateway/config.h"
#include "sync/gateway/hub.h"
#include "sync/gateway/pruner.h"
#include "sync/gateway/server.h"

namespace projective::gateway {

/// The whole server: builds its parts and joins them. run() is the io thread.
class Gateway
{
public:
    /// Connects, checks what must hold, and reads the catalog. Errors say what the operator has to change.
    [[nodiscard]] static Result<std::unique_ptr<Gateway>> open(const Config &config);
    ~Gateway();

    enum class End { Stopped, CatalogChanged };
    /// Serves until a signal, or until a migration has changed the catalog and everything has to be built again.
    [[nodiscard]] Result<End> run();
    /// Where it listens; the next one must listen there too.
    [[nodiscard]] QString endpoint() const;

private:
    Gateway(const Config &config, Catalog catalog);
    [[nodiscard]] Services makeServices();
    [[nodiscard]] ChangeReader::Receiver makeReceiver();
    void route(const HttpRequest &request, HttpReply reply);
    void notified(const QByteArray &payload);
    void signedOut(const QList<QUuid> &sessions);
    void drain(End end);
    void waitForSessions(int tries);
    void checkPeriodically();
    void awaitSignals();
    [[nodiscard]] Result<void> writeReadyFile() const;
    [[nodiscard]] QList<QUuid> holders(const ScopeSet &scopes);

    Config m_config;
    Catalog m_catalog;
    Tokens m_tokens;
    // Declared in the order in which they are needed, so destroyed the other way round.
    Notifier m_notifier;
    std::unique_ptr<ChangeReader> m_changes;
    std::unique_ptr<AuthEndpoints> m_auth;
    std::unique_ptr<WorkerPool> m_readers;
    std::unique_ptr<WorkerPool> m_commands;
    std::unique_ptr<WorkerPool> m_authWorkers;
    Hub m_hub;
    Newcomers m_newcomers;
    asio::io_context m_io{1}; ///< with the connections, whose sessions know the hub
    Pruner m_pruner;
    Server m_server;
    asio::steady_timer m_checkTimer;
    asio::steady_timer m_drainTimer;
    asio::signal_set m_signals;
    bool m_draining = false;
    QString m_endpoint;
    End m_end = End::Stopped;
};

} // namespace projective::gateway
