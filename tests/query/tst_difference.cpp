#include "sync/query/query.h"

#include <QTest>

#include <rapidcheck.h>

#include <numeric>
#include <set>

using namespace projective::query;

namespace {

/// As a model applies it; fails on any index that is out of range.
QList<Row> applied(QList<Row> rows, const Difference &difference)
{
    for (const Change &change : difference) {
        switch (change.kind) {
        case Change::Kind::Insert:
            RC_ASSERT(change.first >= 0 && change.first <= rows.size());
            RC_ASSERT(change.rows.size() == change.count);
            for (int i = 0; i < change.count; ++i)
                rows.insert(change.first + i, change.rows[i]);
            break;
        case Change::Kind::Remove:
            RC_ASSERT(change.count > 0 && change.first >= 0 && change.first + change.count <= rows.size());
            rows.remove(change.first, change.count);
            break;
        case Change::Kind::Move:
            RC_ASSERT(change.first >= 0 && change.first < rows.size() && change.to >= 0 && change.to <= rows.size());
            RC_ASSERT(change.to != change.first
                && change.to != change.first + 1); // QAbstractItemModel::beginMoveRows refuses these
            rows.move(change.first, change.to > change.first ? change.to - 1 : change.to);
            break;
        case Change::Kind::Update:
            RC_ASSERT(change.rows.size() == change.count && change.first + change.count <= rows.size());
            for (int i = 0; i < change.count; ++i) {
                RC_ASSERT(rows[change.first + i].first() == change.rows[i].first()); // keys stay
                rows[change.first + i] = change.rows[i];
            }
            break;
        }
    }
    return rows;
}

QList<Row> rowsOf(const std::vector<std::pair<int, int>> &pairs)
{
    QList<Row> rows;
    std::set<int> seen;
    for (const auto &[key, value] : pairs) {
        if (seen.insert(key).second)
            rows.append({static_cast<qlonglong>(key), static_cast<qlonglong>(value)});
    }
    return rows;
}

rc::Gen<std::vector<std::pair<int, int>>> pairs()
{
    return rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 40), rc::gen::inRange(0, 3)));
}

} // namespace

class TestDifference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void applied_givesTheNewResult();
    void same_givesNoSteps();
    void moves_areFew();
    void large_isFast();
};

void TestDifference::applied_givesTheNewResult()
{
    QVERIFY(rc::check([] {
        const QList<Row> before = rowsOf(*pairs());
        const QList<Row> after = rowsOf(*pairs());
        RC_ASSERT(applied(before, difference(before, after, 1)) == after);
    }));
}

void TestDifference::same_givesNoSteps()
{
    QVERIFY(rc::check([] {
        const QList<Row> rows = rowsOf(*pairs());
        RC_ASSERT(difference(rows, rows, 1).isEmpty());
    }));
}

void TestDifference::moves_areFew()
{
    // One row that changes its place is one move, whichever way it goes.
    QVERIFY(rc::check([] {
        const QList<Row> before = rowsOf(*pairs());
        RC_PRE(before.size() > 1);
        QList<Row> after = before;
        after.move(*rc::gen::inRange(0, static_cast<int>(before.size())),
            *rc::gen::inRange(0, static_cast<int>(before.size())));
        RC_ASSERT(difference(before, after, 1).size() <= 1);
    }));
}

void TestDifference::large_isFast()
{
    QList<Row> before;
    for (qlonglong i = 0; i < 50'000; ++i)
        before.append({i, i});
    QList<Row> after = before;
    after.prepend({-1LL, 0LL});
    after.move(40'000, 10);
    QBENCHMARK
    {
        QCOMPARE(difference(before, after, 1).size(), 2);
    }
}

QTEST_GUILESS_MAIN(TestDifference)
#include "tst_difference.moc"
