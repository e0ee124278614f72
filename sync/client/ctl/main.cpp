#include "arguments.h"
#include "exitcodes.h"
#include "verbs.h"

#include <QCoreApplication>
#include <QHash>
#include <QLoggingCategory>

#include <cstdio>

using namespace projective;
using namespace projective::ctl;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("projectivectl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PROJECTIVE_VERSION));
    // A script reads stderr for what went wrong; QT_LOGGING_RULES still gives all of it.
    QLoggingCategory::setFilterRules(QStringLiteral("projective.*.info=false"));
    const auto arguments = parseArguments(app.arguments());
    if (!arguments)
        return complain(ExitUsage, arguments.error().detail);
    if (arguments->help) {
        std::fputs(qUtf8Printable(usage()), stdout);
        return ExitOk;
    }
    using Verb = int (*)(const Arguments &);
    static const QHash<QString, Verb> verbs{
        {QStringLiteral("login"), login},
        {QStringLiteral("logout"), logout},
        {QStringLiteral("sync"), ctl::sync},
        {QStringLiteral("status"), status},
        {QStringLiteral("run"), run},
        {QStringLiteral("outbox"), outbox},
        {QStringLiteral("sql"), sql},
        {QStringLiteral("watch"), watch},
    };
    const Verb verb = verbs.value(arguments->verb);
    if (verb == nullptr)
        return complain(ExitUsage, QStringLiteral("no verb '%1'; see --help").arg(arguments->verb));
    return verb(*arguments);
}
