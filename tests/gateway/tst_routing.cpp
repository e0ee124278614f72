#include "sync/gateway/routing.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/tuple.h"

#include <rapidcheck.h>

#include <QTest>
#include <QtEndian>

using namespace projective;
using namespace projective::gateway;

namespace {

QUuid uuid(int n)
{
    return QUuid(uint(n), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
}

Scope scope(int n)
{
    return {QStringLiteral("kind%1").arg(n % 3), uuid(n)};
}

/// A tuple of one field, the key.
QByteArray tuple(const QUuid &key)
{
    QByteArray bytes(6, '\0');
    qToBigEndian<qint16>(1, bytes.data());
    qToBigEndian<qint32>(16, bytes.data() + 2);
    return bytes + key.toRfc4122();
}

struct Received {
    QSet<std::pair<int, QUuid>> rows;
    QSet<std::pair<int, QUuid>> deletes;
};

Received decode(const Routed &routed)
{
    Received received;
    for (const QByteArray &frame : routed.frames) {
        const auto message = protocol::decodeServerMessage(frame);
        if (const auto *rows = std::get_if<protocol::Rows>(&*message)) {
            protocol::TupleReader reader(rows->tuples);
            while (reader.next())
                received.rows.insert({rows->relation, QUuid::fromRfc4122(*reader.field())});
        } else {
            const auto &deletes = std::get<protocol::Deletes>(*message);
            for (const QUuid &key : deletes.keys)
                received.deletes.insert({deletes.relation, key});
        }
    }
    return received;
}

/// Rows 0 … n-1, each with where it was (by its entries) and where it lives, if anywhere.
struct Case {
    Tick tick;
    QHash<int, QSet<int>> was;
    QHash<int, int> lives;
};

Case makeCase(const std::vector<std::tuple<unsigned char, unsigned char, bool>> &seed)
{
    Case c;
    int n = 0;
    for (const auto &[from, to, alive] : seed) {
        const int old = from % 8;
        const int now = to % 8;
        const int relation = 1 + n / 4; // in order, as a tick has them
        c.was[n] = alive ? QSet<int>{old, now} : QSet<int>{old};
        const auto live = alive ? std::optional(scope(now)) : std::nullopt;
        if (alive) {
            c.lives[n] = now;
            c.tick.rows.append({relation, scope(now), tuple(uuid(n))});
        }
        if (!alive || old != now)
            c.tick.gone.append({relation, uuid(n), scope(old), live});
        ++n;
    }
    return c;
}

} // namespace

class TestRouting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nobodyGetsWhatTheyDoNotHold();
    void rowThatMoves_isADeleteForOneSideAndARowForTheOther();
    void manyRows_areCutIntoFrames();
};

void TestRouting::nobodyGetsWhatTheyDoNotHold()
{
    QVERIFY(rc::check("rows of held scopes, deletes of what left them, and nothing else",
        [](const std::vector<std::tuple<unsigned char, unsigned char, bool>> &seed,
            const std::set<unsigned char> &holds) {
            const Case c = makeCase(seed);
            ScopeSet held;
            QSet<int> heldNumbers;
            for (const unsigned char n : holds) {
                held.insert(scope(n % 8));
                heldNumbers.insert(n % 8);
            }
            const Received received = decode(route(c.tick, held));
            for (auto row = c.was.cbegin(); row != c.was.cend(); ++row) {
                const std::pair<int, QUuid> key{1 + row.key() / 4, uuid(row.key())};
                const bool mine = c.lives.contains(row.key()) && heldNumbers.contains(c.lives[row.key()]);
                const bool wasMine = QSet<int>(*row).intersects(heldNumbers);
                RC_ASSERT(received.rows.contains(key) == mine);
                RC_ASSERT(received.deletes.contains(key) == (wasMine && !mine));
            }
        }));
}

void TestRouting::rowThatMoves_isADeleteForOneSideAndARowForTheOther()
{
    const Case c = makeCase({{1, 2, true}});
    QCOMPARE(decode(route(c.tick, {scope(1)})).deletes.size(), 1);
    QCOMPARE(decode(route(c.tick, {scope(2)})).rows.size(), 1);
    const Received both = decode(route(c.tick, {scope(1), scope(2)}));
    QCOMPARE(both.rows.size(), 1);
    QCOMPARE(both.deletes.size(), 0);
    QVERIFY(route(c.tick, {scope(3)}).frames.isEmpty());
}

void TestRouting::manyRows_areCutIntoFrames()
{
    Tick tick;
    QSet<std::pair<int, QUuid>> expected;
    for (int n = 0; n < 30'000; ++n) {
        tick.rows.append({1, scope(1), tuple(uuid(n))});
        tick.gone.append({2, uuid(n), scope(1), {}});
        expected.insert({1, uuid(n)});
    }
    const Routed routed = route(tick, {scope(1)});
    QVERIFY(routed.frames.size() >= 4);
    qint64 bytes = 0;
    for (const QByteArray &frame : routed.frames) {
        QVERIFY(frame.size() <= protocol::maxServerMessageBytes);
        bytes += frame.size();
    }
    QCOMPARE(routed.bytes, bytes);
    const Received received = decode(routed);
    QCOMPARE(received.rows, expected);
    QCOMPARE(received.deletes.size(), 30'000);
}

QTEST_APPLESS_MAIN(TestRouting)
#include "tst_routing.moc"
