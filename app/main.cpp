#include "app/application.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>

using namespace projective;

namespace {

/// projective://messages/<uuid> → a route; nothing for anything else.
std::optional<Route> routeOf(const QStringList &arguments)
{
    const QString scheme = QStringLiteral("projective://");
    for (const QString &argument : arguments) {
        if (argument.startsWith(scheme))
            return Route::fromString(argument.mid(scheme.size()));
    }
    return std::nullopt;
}

Application::Options readOptions(const QApplication &program)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Freelance work with escrow, on and off line."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(QStringLiteral("profile"),
        QCoreApplication::translate("main", "Folder of the account's data."), QStringLiteral("folder"));
    const QCommandLineOption backend(QStringLiteral("backend"),
        QCoreApplication::translate("main", "Description of an embedded backend, to offer its sample people."),
        QStringLiteral("file"));
    parser.addOptions({profile, backend});
    parser.addPositionalArgument(QStringLiteral("link"),
        QCoreApplication::translate("main", "Where to go: projective://…"), QStringLiteral("[link]"));
    parser.process(program);
    const QString standard
        = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/profile");
    return {parser.isSet(profile) ? parser.value(profile) : standard, parser.value(backend),
        routeOf(parser.positionalArguments())};
}

} // namespace

int main(int argc, char **argv)
{
    QApplication program(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("projective"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PROJECTIVE_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Projective"));
    QGuiApplication::setDesktopFileName(QStringLiteral("projective"));
    Application application(readOptions(program));
    application.start();
    return QApplication::exec();
}
