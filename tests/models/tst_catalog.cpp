#include "tests/support/postgres.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// The models' tests run on a mirror made from a golden: it is the catalog of the database of db/.
class TestCatalog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void golden_isWhatTheDatabaseDescribes();
};

void TestCatalog::golden_isWhatTheDatabaseDescribes()
{
    Postgres postgres;
    QVERIFY2(postgres.problem().isEmpty(), qPrintable(postgres.problem()));
    auto database = postgres.connect(postgres.createDatabase());
    const auto described = database.query("select sync.describe()::text");
    QVERIFY2(described.has_value(), described ? "" : qPrintable(described.error().detail));
    const QByteArray now = QJsonDocument::fromJson(described->bytes(0, 0)).toJson();
    QFile file(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/goldens/catalog.json"));
    if (qEnvironmentVariable("PROJECTIVE_GOLDENS") == QLatin1String("write")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(now), now.size());
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    const QList<QByteArray> expected = file.readAll().split('\n');
    const QList<QByteArray> lines = now.split('\n');
    for (qsizetype i = 0; i < qMax(expected.size(), lines.size()); ++i)
        QVERIFY2(expected.value(i) == lines.value(i),
            qPrintable(QStringLiteral("tests/goldens/catalog.json, line %1: expected %2, is %3")
                           .arg(QString::number(i + 1), QString::fromUtf8(expected.value(i)),
                               QString::fromUtf8(lines.value(i)))));
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
