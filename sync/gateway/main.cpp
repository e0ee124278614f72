#include "sync/base/logging.h"
#include "sync/gateway/beast.h"
#include "sync/gateway/config.h"
#include "sync/gateway/gateway.h"
#include "sync/gateway/migrate.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <malloc.h>

using namespace projective;
using namespace projective::gateway;

namespace {

enum ExitCode { success = 0, failed = 1, usage = 2 };

int complain(const Error &error, int code)
{
    std::fprintf(stderr, "projective-gateway: %s\n", qUtf8Printable(error.detail));
    return code;
}

int migrate(const Config &config)
{
    Database database(config.database, "projective-gateway migrate");
    if (const auto opened = database.reopen(); !opened)
        return complain(opened.error(), failed);
    const auto applied = Migration(database, config.db).run();
    if (!applied)
        return complain(applied.error(), failed);
    for (const QString &file : *applied)
        std::printf("applied %s\n", qUtf8Printable(file));
    std::printf("%s\n", applied->isEmpty() ? "up to date" : "done");
    return success;
}

int serve(Config config)
{
    while (true) {
        auto gateway = Gateway::open(config);
        if (!gateway)
            return complain(gateway.error(), failed);
        // It hears signals while it runs. One that comes while it is taken down must not be lost.
        asio::io_context down;
        asio::signal_set signals(down, SIGTERM, SIGINT);
        signals.async_wait([](beast::error_code, int) {});
        const auto end = (*gateway)->run();
        if (!end)
            return complain(end.error(), failed);
        if (*end == Gateway::End::Stopped)
            return success;
        config.listen = (*gateway)->endpoint();
        gateway->reset();
        if (down.poll() > 0)
            return success;
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("projective-gateway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PROJECTIVE_VERSION));
    std::signal(SIGPIPE, SIG_IGN);
    // Frames of a quarter megabyte come and go on several threads: without this each arena keeps its peak.
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);

    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))) {
        std::fputs(qUtf8Printable(Config::help()), stdout);
        return success;
    }
    if (arguments.contains(QStringLiteral("--version"))) {
        std::printf("projective-gateway %s\n", PROJECTIVE_VERSION);
        return success;
    }
    auto config = Config::fromCommandLine(arguments);
    if (!config)
        return complain(config.error(), usage);
    if (!config->log.isEmpty())
        QLoggingCategory::setFilterRules(QString(config->log).replace(QLatin1Char(';'), QLatin1Char('\n')));
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} %{type} %{category} %{message}"));
    return config->migrate ? migrate(*config) : serve(*config);
}
