// receiver PROFILE: a signed-in client that stays connected and notes when each message was committed to its mirror.
// Says "ready" when it is in sync; at the end of its stdin it prints "<id> <µs since 1970>" for each, then "peak <MB>".
#include "sync/client/engine.h"
#include "tests/bench/figures.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace projective;

namespace {

class Receiver
{
public:
    explicit Receiver(Engine &engine)
        : m_engine(engine)
    {
        QObject::connect(&engine, &Engine::statusChanged, &engine, [this](const SyncStatus &status) {
            if (status.state == SyncStatus::State::Synced && !std::exchange(m_ready, true)) {
                readNew(0);
                m_seen.clear();
                std::puts("ready");
                std::fflush(stdout);
            }
        });
        QObject::connect(&engine, &Engine::committed, &engine, [this](const QSet<QString> &tables, qint64 atUs) {
            if (m_ready && tables.contains(QStringLiteral("project_messages")))
                readNew(atUs);
        });
    }
    void print() const
    {
        for (const auto &[id, atUs] : m_seen)
            std::printf("%s %lld\n", QUuid::fromRfc4122(id).toByteArray(QUuid::WithoutBraces).constData(),
                static_cast<long long>(atUs));
        std::printf("peak %.1f\n", bench::peakMb(QCoreApplication::applicationPid()));
    }

private:
    void readNew(qint64 atUs)
    {
        const auto rows = m_engine.store()->mirror().database().rows(
            QStringLiteral("SELECT rowid, id FROM project_messages WHERE rowid > ? ORDER BY rowid"), {m_last});
        if (!rows)
            qFatal("%s", qUtf8Printable(rows.error().detail));
        for (const QVariantList &row : *rows) {
            m_last = row[0].toLongLong();
            m_seen.append({row[1].toByteArray(), atUs});
        }
    }

    Engine &m_engine;
    QList<std::pair<QByteArray, qint64>> m_seen;
    qint64 m_last = 0;
    bool m_ready = false;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 2)
        qFatal("receiver PROFILE");
    Engine engine({QString::fromLocal8Bit(argv[1]), TokenStore::Kind::File, QStringLiteral("bench"), {}});
    Receiver receiver(engine);
    if (const auto opened = engine.open(); !opened)
        qFatal("%s", qUtf8Printable(opened.error().detail));
    QSocketNotifier end(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&end, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    QCoreApplication::exec();
    receiver.print();
    return 0;
}
