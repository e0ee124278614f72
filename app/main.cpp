#include "app/application.h"
#include "app/firstqueries.h"

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

struct Arguments {
    QCommandLineParser parser;
    QCommandLineOption profile{QStringLiteral("profile"),
        QCoreApplication::translate("main", "Folder of the account's data."), QStringLiteral("folder")};
    QCommandLineOption backend{QStringLiteral("backend"),
        QCoreApplication::translate("main", "Description of an embedded backend, to offer its sample people."),
        QStringLiteral("file")};
    QCommandLineOption help = parser.addHelpOption();
    QCommandLineOption version = parser.addVersionOption();

    Arguments()
    {
        parser.setApplicationDescription(
            QCoreApplication::translate("main", "Freelance work with escrow, on and off line."));
        parser.addOptions({profile, backend});
        parser.addPositionalArgument(QStringLiteral("link"),
            QCoreApplication::translate("main", "Where to go: projective://…"), QStringLiteral("[link]"));
    }
    [[nodiscard]] Application::Options options() const
    {
        const QString standard
            = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/profile");
        return {parser.isSet(profile) ? parser.value(profile) : standard, parser.value(backend),
            routeOf(parser.positionalArguments())};
    }
};

/// The rows of the first page are read while Qt looks up displays and fonts. Nothing when the arguments are not ours
/// alone, or when the program only says something and ends.
std::unique_ptr<LiveQueries> beginEarly(int argc, char **argv)
{
    QStringList words;
    for (int i = 0; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    Arguments arguments;
    if (!arguments.parser.parse(words) || arguments.parser.isSet(arguments.help)
        || arguments.parser.isSet(arguments.version))
        return {};
    const Application::Options options = arguments.options();
    return beginFirstQueries(options.profile, options.route);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("projective"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PROJECTIVE_VERSION));
    auto begun = beginEarly(argc, argv);
    QApplication program(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Projective"));
    QGuiApplication::setDesktopFileName(QStringLiteral("projective"));
    Arguments arguments;
    arguments.parser.process(program);
    Application application(arguments.options(), std::move(begun));
    application.start();
    return QApplication::exec();
}
