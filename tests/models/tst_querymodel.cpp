#include "models/recordmodel.h"
#include "sqlitesource.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace projective;
using test::SqliteSource;

namespace {

/// The smallest model there is: words in their order.
class WordModel : public RecordModel<QString>
{
public:
    explicit WordModel(query::Source &source)
        : RecordModel(source, 1, nullptr)
    {
    }
    void showAll() { setQuery({QStringLiteral("select key, text from local_drafts order by updated_at"), {}, 1}); }
    void showWindow(int step)
    {
        setWindowedQuery(
            {QStringLiteral("select key, text from local_drafts order by updated_at limit ?"), {}, 1}, step);
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? record(index.row()) : QVariant();
    }
    QStringList words() const { return records(); }

private:
    QString read(const query::Row &row) const override { return row.value(1).toString(); }
};

} // namespace

class TestQueryModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_source = std::make_unique<SqliteSource>(); }
    void isLoadedOnlyAfterTheFirstResult()
    {
        WordModel model(*m_source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy loaded(&model, &QueryModel::loadedChanged);
        model.showAll();
        QVERIFY(!model.isLoaded());
        m_source->deliver();
        QVERIFY(model.isLoaded());
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(loaded.size(), 1);
    }
    void appliesDifferencesWithoutAReset()
    {
        put({"a", "b", "c", "d", "e"});
        WordModel model(*m_source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.showAll();
        m_source->deliver();
        const QPersistentModelIndex kept(model.index(2, 0));
        m_source->execute(QStringLiteral("delete from local_drafts where key = 'a';"
                                         "update local_drafts set updated_at = -1 where key = 'c';"
                                         "update local_drafts set text = 'changed' where key = 'd';"
                                         "insert into local_drafts values ('f', 'f', 2)"));
        m_source->deliver();
        QCOMPARE(model.words(),
            QStringList({QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("f"), QStringLiteral("changed"),
                QStringLiteral("e")}));
        QCOMPARE(kept.data().toString(), QStringLiteral("c"));
        QCOMPARE(reset.size(), 0);
    }
    void anotherQueryKeepsTheRowsThatBothHave()
    {
        put({"a", "b", "c", "d", "e"});
        WordModel model(*m_source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.showWindow(3);
        m_source->deliver();
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QVERIFY(!model.canFetchMore({})); // asked, not yet answered
        m_source->deliver();
        QCOMPARE(model.rowCount(), 5);
        QVERIFY(!model.canFetchMore({}));
        QCOMPARE(inserted.last().at(1).toInt(), 3);
    }
    void anyOrderOfRowsArrives()
    {
        // Every permutation of five rows, from one to the next: inserts, moves and removals in all mixtures.
        put({"a", "b", "c", "d", "e"});
        WordModel model(*m_source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showAll();
        QStringList order{
            QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d"), QStringLiteral("e")};
        do {
            QStringList shown = order.mid(0, 2 + order.first().at(0).unicode() % 4);
            m_source->execute(QStringLiteral("delete from local_drafts"));
            for (int i = 0; i < shown.size(); ++i)
                m_source->execute(
                    QStringLiteral("insert into local_drafts values ('%1', '%1', %2)").arg(shown.at(i)).arg(i));
            m_source->deliver();
            QCOMPARE(model.words(), shown);
        } while (std::next_permutation(order.begin(), order.end()));
    }

private:
    void put(std::initializer_list<const char *> words)
    {
        int at = 0;
        for (const char *word : words)
            m_source->execute(
                QStringLiteral("insert into local_drafts values ('%1', '%1', %2)").arg(QLatin1String(word)).arg(at++));
    }
    std::unique_ptr<SqliteSource> m_source;
};

QTEST_GUILESS_MAIN(TestQueryModel)
#include "tst_querymodel.moc"
