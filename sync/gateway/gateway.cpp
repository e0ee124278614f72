#include "sync/gateway/gateway.h"

#include "sync/base/logging.h"
#include "sync/gateway/clock.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSaveFile>

#include <future>

namespace projective::gateway {

namespace {

constexpr std::chrono::milliseconds checkInterval{250};
constexpr std::chrono::milliseconds drainStep{50};
constexpr int drainSteps = 100;
constexpr int authConnections = 2;

/// Bounds what one statement may cost others. A commit is on disk before it is acknowledged, whatever the server says.
constexpr const char *commandSetup
    = "set synchronous_commit = on; set statement_timeout = '30s'; set lock_timeout = '10s';"
      "set idle_in_transaction_session_timeout = '60s'";
constexpr const char *readerSetup = "set statement_timeout = '120s'; set idle_in_transaction_session_timeout = '120s';"
                                    "set jit = off; set plan_cache_mode = force_custom_plan";

/// Cursors name what is durable: with asynchronous commits a crash would take back what clients have seen.
Result<void> checkDurability(Database &database)
{
    const auto current = database.query("show synchronous_commit");
    const auto stored = database.query(
        "select from pg_db_role_setting s where s.setdatabase in (0, (select oid from pg_database where datname = "
        "current_database()))"
        " and exists (select from unnest(s.setconfig) c where c ~* '^synchronous_commit=(off|false|no|0)$')");
    if (!current || !stored)
        return tl::unexpected(current ? stored.error() : current.error());
    if (current->view(0, 0) == QByteArrayView("off") || stored->rows() > 0) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral(
                "synchronous_commit is off for this database or one of its roles: a crash would take back what clients "
                "have already; set it to on"));
    }
    return {};
}

Result<void> checkRole(Database &database)
{
    const auto role = database.query(
        "select rolsuper or rolbypassrls, pg_is_in_recovery() from pg_roles where rolname = current_user");
    if (!role)
        return tl::unexpected(role.error());
    if (role->view(0, 0) == QByteArrayView("t")) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("the role of --database bypasses row level security; connect as projective_gateway"));
    }
    if (role->view(0, 1) == QByteArrayView("t"))
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("--database is a standby; sync reads the primary only"));
    return {};
}

} // namespace

Result<std::unique_ptr<Gateway>> Gateway::open(const Config &config)
{
    Database database(config.database, "projective-gateway start");
    auto ready = database.reopen();
    if (ready)
        ready = checkRole(database);
    if (ready)
        ready = checkDurability(database);
    if (!ready)
        return tl::unexpected(ready.error());
    const auto described = database.query("select sync.describe()::text");
    if (!described)
        return tl::unexpected(described.error());
    auto catalog = Catalog::parse(described->bytes(0, 0));
    if (!catalog)
        return tl::unexpected(catalog.error());
    return std::unique_ptr<Gateway>(new Gateway(config, std::move(*catalog)));
}

Gateway::Gateway(const Config &config, Catalog catalog)
    : m_config(config)
    , m_catalog(std::move(catalog))
    , m_tokens({config.jwtSecret, config.jwtIssuer, config.jwtAudience, config.jwtLifetimeSeconds})
    , m_notifier(config.database)
    , m_changes(std::make_unique<ChangeReader>(config.database, m_catalog, config.pollMs, makeReceiver()))
    , m_hub(makeServices(), config.hellos)
    , m_newcomers(config.newcomers)
    , m_pruner(m_io, config.database, std::chrono::seconds(config.pruneSeconds))
    , m_server(m_io,
          {m_hub, m_newcomers,
              [this](const HttpRequest &request, HttpReply reply) { route(request, std::move(reply)); },
              config.allowedOrigins, config.behindProxy})
    , m_checkTimer(m_io)
    , m_drainTimer(m_io)
    , m_signals(m_io, SIGTERM, SIGINT)
{
}

Gateway::~Gateway()
{
    // The threads first: what they still do refers to the hub.
    m_changes->stop();
    m_authWorkers.reset();
    m_commands.reset();
    m_readers.reset();
}

Services Gateway::makeServices()
{
    m_readers
        = std::make_unique<WorkerPool>("projective-gateway reader", m_config.database, m_config.readers, readerSetup);
    m_commands = std::make_unique<WorkerPool>(
        "projective-gateway command", m_config.database, m_config.commands, commandSetup);
    const auto post = [this](std::function<void()> function) { asio::post(m_io, std::move(function)); };
    if (m_config.embeddedAuth) {
        m_authWorkers = std::make_unique<WorkerPool>(
            "projective-gateway auth", m_config.authDatabase, authConnections, commandSetup);
        m_auth = std::make_unique<AuthEndpoints>(AuthEndpoints::Environment{
            m_tokens, *m_authWorkers, post, [this](const QList<QUuid> &sessions) { signedOut(sessions); }});
    }
    return {m_catalog, m_tokens, *m_readers, *m_commands, post, [this] {
                m_changes->wake();
                m_notifier.committed();
            }};
}

ChangeReader::Receiver Gateway::makeReceiver()
{
    return {
        [this](std::shared_ptr<const Tick> tick) {
            asio::post(m_io, [this, tick = std::move(tick)] { m_hub.dispatch(tick); });
        },
        [this] { asio::post(m_io, [this] { m_hub.restarted(); }); },
        [this](const QByteArray &payload) { asio::post(m_io, [this, payload] { notified(payload); }); },
        [this](const ScopeSet &scopes) { return holders(scopes); },
    };
}

/// Asked by the change reader's thread in the middle of its read.
QList<QUuid> Gateway::holders(const ScopeSet &scopes)
{
    const auto answer = std::make_shared<std::promise<QList<QUuid>>>();
    auto future = answer->get_future();
    asio::post(m_io, [this, scopes, answer] { answer->set_value(m_hub.holders(scopes)); });
    // The io thread never blocks, but it ends; then nobody needs the answer any more.
    while (future.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
        if (m_io.stopped())
            return {};
    }
    return future.get();
}

void Gateway::route(const HttpRequest &request, HttpReply reply)
{
    if (m_auth && request.path.startsWith("/auth/v1/"))
        return m_auth->handle(request, std::move(reply));
    if (request.path == "/healthz" && request.method == "GET") {
        const QJsonObject state{{QStringLiteral("sockets"), qint64(m_hub.count())}};
        return reply({200, QJsonDocument(state).toJson(QJsonDocument::Compact)});
    }
    reply({404, R"({"code":404,"error_code":"not_found","msg":"Not found"})"});
}

void Gateway::notified(const QByteArray &payload)
{
    constexpr const char *logout = "logout:";
    if (payload.startsWith(logout))
        m_hub.endSessionsOf(QUuid::fromString(QLatin1String(payload.sliced(qstrlen(logout)))));
    else if (payload == ChangeReader::catalogChanged)
        drain(End::CatalogChanged);
}

void Gateway::signedOut(const QList<QUuid> &sessions)
{
    for (const QUuid &session : sessions) {
        m_hub.endSessionsOf(session);
        m_notifier.say("logout:" + session.toByteArray(QUuid::WithoutBraces));
    }
}

Result<Gateway::End> Gateway::run()
{
    if (const auto listening = m_server.listen(m_config.listen); !listening)
        return tl::unexpected(listening.error());
    // Before there are threads, which wait for the io thread: it runs from here on.
    if (const auto written = writeReadyFile(); !written)
        return tl::unexpected(written.error());
    m_changes->start();
    m_pruner.start();
    awaitSignals();
    checkPeriodically();
    qCInfo(logGateway, "listening on %s", qUtf8Printable(endpoint()));
    m_io.run();
    m_changes->stop();
    return m_end;
}

void Gateway::awaitSignals()
{
    m_signals.async_wait([this](beast::error_code error, int) {
        if (!error)
            drain(End::Stopped);
    });
}

void Gateway::checkPeriodically()
{
    m_hub.check(steadyMs());
    m_checkTimer.expires_after(checkInterval);
    m_checkTimer.async_wait([this](beast::error_code error) {
        if (!error)
            checkPeriodically();
    });
}

/// No new sockets, a goodbye to those there are, and a few seconds for what is under way.
void Gateway::drain(End end)
{
    if (end == End::Stopped || !m_draining)
        m_end = end; // whoever wants it to stop wants no other one in its place
    if (std::exchange(m_draining, true))
        return;
    qCInfo(logGateway, "draining %lld sockets", static_cast<long long>(m_hub.count()));
    m_endpoint = m_server.endpoint();
    m_server.stop();
    m_hub.endAll();
    waitForSessions(drainSteps);
}

void Gateway::waitForSessions(int tries)
{
    if (m_hub.count() == 0 || tries == 0)
        return m_io.stop();
    m_drainTimer.expires_after(drainStep);
    m_drainTimer.async_wait([this, tries](beast::error_code) { waitForSessions(tries - 1); });
}

QString Gateway::endpoint() const
{
    return m_draining ? m_endpoint : m_server.endpoint();
}

Result<void> Gateway::writeReadyFile() const
{
    if (m_config.readyFile.isEmpty())
        return {};
    const QString http = QStringLiteral("http://") + endpoint();
    QJsonObject ready{{QStringLiteral("http"), http},
        {QStringLiteral("sync"), QString(QStringLiteral("ws://") + endpoint() + QStringLiteral("/sync/v1"))},
        {QStringLiteral("pid"), QCoreApplication::applicationPid()}};
    if (m_auth)
        ready.insert(QStringLiteral("auth"), QString(http + QStringLiteral("/auth/v1")));
    QSaveFile file(m_config.readyFile);
    // commit() alone does not see a full disk.
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(ready).toJson()) < 0 || !file.flush()
        || !file.commit())
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("--ready-file can't be written: %1").arg(file.errorString()));
    return {};
}

} // namespace projective::gateway
