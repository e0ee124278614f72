#include "sync/gateway/cursor.h"

#include <rapidcheck.h>

#include <QTest>

#include <map>
#include <set>

using namespace projective::gateway;

namespace {

/// The transactions of a server, as far as snapshots and crashes go: a commit that wrote feed entries is on disk before
/// it is visible; the counter of transaction ids is not, so after a crash ids are given out again.
class ModelServer
{
public:
    quint64 begin() { return *m_running.insert(m_next++).first; }
    void commit(quint64 xid, int entries)
    {
        m_running.erase(xid);
        m_completed = std::max(m_completed, xid);
        for (int i = 0; i < entries; ++i)
            m_feed.emplace(xid, m_serial++);
        if (entries > 0)
            m_durable = std::max(m_durable, xid);
    }
    void abort(quint64 xid)
    {
        m_running.erase(xid);
        m_completed = std::max(m_completed, xid);
    }
    /// The ids after the last that is known on disk are given out again.
    void crash()
    {
        m_running.clear();
        m_next = m_durable + 1;
        m_completed = m_durable;
    }
    [[nodiscard]] Snapshot snapshot() const
    {
        Snapshot s;
        s.xmax = m_completed + 1;
        for (const quint64 xid : m_running) {
            if (xid < s.xmax)
                s.xip.push_back(xid);
        }
        s.xmin = s.xip.empty() ? s.xmax : s.xip.front();
        return s;
    }
    /// The entries that a read at `now` finds after `cursor`, by the conditions of unseenBy().
    [[nodiscard]] std::set<int> read(const Snapshot &cursor) const
    {
        std::set<int> found;
        for (const auto &[xid, serial] : m_feed) {
            if (xid >= cursor.xmax || std::count(cursor.xip.begin(), cursor.xip.end(), xid) > 0)
                found.insert(serial);
        }
        return found;
    }
    [[nodiscard]] std::optional<quint64> highest() const
    {
        return m_feed.empty() ? std::nullopt : std::optional(m_feed.rbegin()->first);
    }
    [[nodiscard]] std::set<int> all() const
    {
        std::set<int> serials;
        for (const auto &entry : m_feed)
            serials.insert(entry.second);
        return serials;
    }
    std::set<quint64> m_running;

private:
    std::multimap<quint64, int> m_feed; ///< committed entries
    quint64 m_next = 10;
    quint64 m_completed = 9;
    quint64 m_durable = 9;
    int m_serial = 0;
};

/// One step chosen by `choice`; readers at their own cursors read now and then.
void step(ModelServer &server, int choice)
{
    const auto pick = [&] {
        auto it = server.m_running.begin();
        std::advance(it, choice / 16 % int(server.m_running.size()));
        return *it;
    };
    switch (choice % 16) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
        server.begin();
        break;
    case 5:
    case 6:
    case 7:
    case 8:
        if (!server.m_running.empty())
            server.commit(pick(), 1 + choice / 64 % 3);
        break;
    case 9:
        if (!server.m_running.empty())
            server.commit(pick(), 0);
        break;
    case 10:
        if (!server.m_running.empty())
            server.abort(pick());
        break;
    case 11:
        server.crash();
        break;
    default:
        break;
    }
}

} // namespace

class TestCursor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_printsTheSameAgain_data();
    void parse_printsTheSameAgain();
    void parse_refuses_data();
    void parse_refuses();
    void sees_isPostgresRule();
    void reader_missesNothing_whateverHappens();
    void snapshots_areOrderedByWhenTheyWereTaken();
    void keep_neverCoversMoreThanWasSeen();
};

void TestCursor::parse_printsTheSameAgain_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
        {"1:1:", "10:20:10", "10:20:10,14,19", "9223372036854775806:9223372036854775807:9223372036854775806"})
        QTest::newRow(text) << QByteArray(text);
}

void TestCursor::parse_printsTheSameAgain()
{
    QFETCH(QByteArray, text);
    const auto snapshot = Snapshot::parse(text);
    QVERIFY(snapshot.has_value());
    QCOMPARE(snapshot->toText(), text);
}

void TestCursor::parse_refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", ":", "1", "1:1", "0:1:", "2:1:", "1:2:2", "5:9:4", "5:9:5,5", "5:9:6,5", "5:9:5,",
             "5:9:,5", "-1:2:", "+1:2:", " 1:2:", "1:2: ", "1:9223372036854775808:", "1:99999999999999999999:",
             "1:2:1;drop", "a:b:c", "0x1:2:", "1:2:1 ", "1::", "1:2:1:1"})
        QTest::newRow(text) << QByteArray(text);
    QByteArray many = "1:99999:";
    for (int i = 1; i <= int(Snapshot::maxInProgress) + 1; ++i)
        many += (i == 1 ? "" : ",") + QByteArray::number(i);
    QTest::newRow("more than the bound") << many;
    QTest::newRow("embedded nul") << QByteArray("1:2:\0", 5);
}

void TestCursor::parse_refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Snapshot::parse(text));
}

void TestCursor::sees_isPostgresRule()
{
    const Snapshot snapshot{10, 20, {10, 15}};
    QVERIFY(snapshot.sees(9));
    QVERIFY(!snapshot.sees(10));
    QVERIFY(snapshot.sees(11));
    QVERIFY(!snapshot.sees(15));
    QVERIFY(snapshot.sees(19));
    QVERIFY(!snapshot.sees(20));
}

void TestCursor::reader_missesNothing_whateverHappens()
{
    QVERIFY(rc::check(
        "every committed entry is read once its transaction has ended", [](const std::vector<unsigned short> &choices) {
            ModelServer server;
            std::set<int> got;
            Snapshot cursor = keep({}, server.snapshot(), {});
            for (const unsigned short choice : choices) {
                step(server, choice);
                if (choice % 3 != 0)
                    continue;
                const std::set<int> found = server.read(cursor);
                got.insert(found.begin(), found.end());
                if (!found.empty())
                    cursor = keep(cursor, server.snapshot(), server.highest());
            }
            const std::set<int> rest = server.read(cursor);
            got.insert(rest.begin(), rest.end());
            RC_ASSERT(got == server.all());
        }));
}

void TestCursor::snapshots_areOrderedByWhenTheyWereTaken()
{
    QVERIFY(rc::check("of two snapshots the earlier one is told", [](const std::vector<unsigned short> &choices) {
        ModelServer server;
        Snapshot before = server.snapshot();
        for (const unsigned short choice : choices) {
            if (choice % 16 == 11)
                continue; // the order holds between two crashes
            step(server, choice);
            const Snapshot now = server.snapshot();
            RC_ASSERT(takenBefore(before, now));
            RC_ASSERT(now == before || !takenBefore(now, before));
            before = now;
        }
    }));
}

void TestCursor::keep_neverCoversMoreThanWasSeen()
{
    QVERIFY(rc::check(
        "what a cursor sees, the snapshot saw, or it has no entries", [](const std::vector<unsigned short> &choices) {
            ModelServer server;
            for (const unsigned short choice : choices)
                step(server, choice);
            const Snapshot seen = server.snapshot();
            const Snapshot kept = keep({}, seen, server.highest());
            RC_ASSERT(Snapshot::parse(kept.toText()).has_value());
            for (quint64 xid = 3; xid < kept.xmax; ++xid)
                RC_ASSERT(kept.sees(xid) == seen.sees(xid));
            RC_ASSERT(kept.xmax <= seen.xmax);
        }));
}

QTEST_APPLESS_MAIN(TestCursor)
#include "tst_cursor.moc"
