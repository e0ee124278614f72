// projective-driven: the program as it is, in front of which a test sits instead of a person (widgetdriver.h).
#include "app/application.h"
#include "tests/e2e/widgetdriver.h"

#include <QApplication>
#include <QCommandLineParser>

using namespace projective;

int main(int argc, char **argv)
{
    QApplication program(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("projective"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PROJECTIVE_VERSION));
    QCommandLineParser parser;
    const QCommandLineOption profile(QStringLiteral("profile"), {}, QStringLiteral("folder"));
    const QCommandLineOption backend(QStringLiteral("backend"), {}, QStringLiteral("file"));
    parser.addOptions({profile, backend});
    parser.process(program);
    Application application({parser.value(profile), parser.value(backend), std::nullopt});
    application.start();
    WidgetDriver driver;
    return QApplication::exec();
}
