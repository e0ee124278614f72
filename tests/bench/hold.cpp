// hold [MESSAGES [BUSY]]: the world of the measurements, held open to look into it with a profiler. Prints how to reach
// it as JSON and ends with its stdin. With BUSY, windows are lifted.
#include "tests/bench/benchworld.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace projective::bench;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    BenchWorld::Size size;
    if (argc > 1)
        size.messages = QByteArray(argv[1]).toInt();
    if (argc > 2)
        size.busy = QByteArray(argv[2]).toInt();
    BenchWorld world;
    need(world.fill(size, size.busy > 0));
    need(world.startGateway());
    const QJsonObject reach{{QStringLiteral("server"), world.gateway().http().toString()},
        {QStringLiteral("gateway_process"), world.gateway().processId()}, {QStringLiteral("email"), BenchWorld::email},
        {QStringLiteral("password"), BenchWorld::password},
        {QStringLiteral("conninfo"), QString::fromUtf8(world.conninfo())}};
    std::printf("%s\n", QJsonDocument(reach).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    while (std::getchar() != EOF) { }
    return 0;
}
