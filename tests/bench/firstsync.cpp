// First sync of 1,000 projects, 10,000 stages and 200,000 messages by the real client through the real gateway, against
// the least that it could be (floorload), in alternating pairs.
#include "tests/bench/benchworld.h"
#include "tests/bench/child.h"
#include "tests/bench/figures.h"

#include <QCoreApplication>
#include <QTemporaryDir>

using namespace projective::bench;
using projective::test::Ctl;

namespace {

constexpr double ratioAim = 1.5;
constexpr double clientMbAim = 120;
constexpr double gatewayMbAim = 60;

struct Measured {
    Samples client;
    Samples floor;
    Samples clientCpu;
    Samples floorCpu;
    Samples clientMb;
    Samples gatewayMb;
};

void syncOnce(BenchWorld &world, const QString &profile, Measured &measured)
{
    need(world.startGateway());
    need(world.signIn(profile));
    const Finished sync = runToEnd({QStringLiteral(PROJECTIVE_CTL), QStringLiteral("--profile"), profile,
        QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"), QStringLiteral("120")});
    need(sync.exitCode == 0 ? QString() : QStringLiteral("projectivectl sync failed"));
    measured.client.add(sync.ms);
    measured.clientCpu.add(sync.cpuMs);
    measured.clientMb.add(sync.peakMb);
    measured.gatewayMb.add(peakMb(world.gateway().processId()));
    world.stopGateway();
}

void floorOnce(const BenchWorld &world, const QString &file, Measured &measured)
{
    const Finished floor = runToEnd({QStringLiteral(PROJECTIVE_FLOORLOAD), QString::fromUtf8(world.conninfo()), file});
    need(floor.exitCode == 0 ? QString() : QStringLiteral("floorload failed"));
    measured.floor.add(floor.ms);
    measured.floorCpu.add(floor.cpuMs);
}

qint64 messagesIn(const QString &profile)
{
    return Ctl(profile)
        .sql(QStringLiteral("select count(*) as n from project_messages"))
        .at(0)[QLatin1String("n")]
        .toInteger();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int pairs = argc > 1 ? qMax(1, QByteArray(argv[1]).toInt()) : 5;
    BenchWorld world;
    const BenchWorld::Size size;
    need(world.fill(size, false));
    Measured measured;
    for (int i = 0; i <= pairs; ++i) {
        const QTemporaryDir folder;
        Measured warmUp; // the first pair reads what is not cached yet
        Measured &into = i == 0 ? warmUp : measured;
        syncOnce(world, folder.filePath(QStringLiteral("profile")), into);
        need(messagesIn(folder.filePath(QStringLiteral("profile"))) == size.messages
                ? QString()
                : QStringLiteral("messages are missing"));
        floorOnce(world, folder.filePath(QStringLiteral("floor.db")), into);
        say(QStringLiteral("pair %1: client %2 ms (cpu %3), floor %4 ms (cpu %5)")
                .arg(i)
                .arg(into.client.values().last())
                .arg(into.clientCpu.values().last())
                .arg(into.floor.values().last())
                .arg(into.floorCpu.values().last()));
    }
    printFigure(QStringLiteral("first sync, 214,000 rows: time"), measured.client.median(), QStringLiteral("ms"));
    printFigure(
        QStringLiteral("its floor (COPY into prepared inserts)"), measured.floor.median(), QStringLiteral("ms"));
    printFigure(QStringLiteral("first sync / floor"), ratios(measured.client, measured.floor).median(),
        QStringLiteral("x"), ratioAim);
    // On a machine that does other things besides, this says more than the time.
    printFigure(QStringLiteral("processor time of the client / of the floor"),
        ratios(measured.clientCpu, measured.floorCpu).median(), QStringLiteral("x"));
    printFigure(QStringLiteral("first sync: peak memory of the client"), measured.clientMb.median(),
        QStringLiteral("MB"), clientMbAim);
    printFigure(QStringLiteral("first sync: peak memory of the gateway"), measured.gatewayMb.median(),
        QStringLiteral("MB"), gatewayMbAim);
    return 0;
}
