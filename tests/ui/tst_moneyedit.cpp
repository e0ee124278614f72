#include "models/transactionmodel.h"
#include "ui/pages/statementcsv.h"
#include "ui/widgets/moneyedit.h"

#include <QTest>

using namespace projective;

class TestMoneyEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAmountsOfTheLocale_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<qint64>("cents"); // -1: refused
        const QLocale english(QLocale::English, QLocale::UnitedKingdom);
        const QLocale german(QLocale::German, QLocale::Germany);
        const QLocale arabic(QLocale::Arabic, QLocale::Egypt);
        QTest::newRow("plain") << QStringLiteral("1200") << QStringLiteral("GBP") << english << qint64(120000);
        QTest::newRow("grouped") << QStringLiteral("1,200.5") << QStringLiteral("GBP") << english << qint64(120050);
        QTest::newRow("german") << QStringLiteral("1.200,05") << QStringLiteral("EUR") << german << qint64(120005);
        QTest::newRow("arabic") << QStringLiteral("١٢٠٠٫٥٠") << QStringLiteral("EUR") << arabic << qint64(120050);
        QTest::newRow("no decimals") << QStringLiteral("1200") << QStringLiteral("JPY") << english << qint64(1200);
        QTest::newRow("three decimals") << QStringLiteral("1.234") << QStringLiteral("KWD") << english << qint64(1234);
        QTest::newRow("too fine") << QStringLiteral("1.234") << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("yen with decimals") << QStringLiteral("1.2") << QStringLiteral("JPY") << english << qint64(-1);
        QTest::newRow("thousands after the point")
            << QStringLiteral("1.2,0") << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("two points") << QStringLiteral("1.2.0") << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("negative") << QStringLiteral("-5") << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("words") << QStringLiteral("ten") << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("exponent") << QStringLiteral("1e5") << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("empty") << QString() << QStringLiteral("GBP") << english << qint64(-1);
        QTest::newRow("too long") << QStringLiteral("99999999999999") << QStringLiteral("GBP") << english << qint64(-1);
    }
    void readsAmountsOfTheLocale()
    {
        QFETCH(QString, text);
        QFETCH(QString, currency);
        QFETCH(QLocale, locale);
        QTEST(parseCents(text, currency, locale).value_or(-1), "cents");
    }
    void whatIsShownIsReadBack()
    {
        for (const QLocale &locale : {QLocale(QLocale::English), QLocale(QLocale::German), QLocale(QLocale::French),
                 QLocale(QLocale::Polish), QLocale(QLocale::Arabic, QLocale::Egypt)}) {
            QLocale::setDefault(locale);
            MoneyEdit edit;
            edit.setMoney({123456789, QStringLiteral("EUR")});
            QVERIFY2(edit.money().has_value(), qPrintable(locale.name() + QLatin1Char(' ') + edit.text()));
            QCOMPARE(edit.money()->cents, 123456789);
        }
        QLocale::setDefault(QLocale::c());
    }
    void theStatementIsACsvFile()
    {
        TransactionRecord out;
        out.seq = 7;
        out.amountCents = 120000;
        out.currency = QStringLiteral("GBP");
        out.reason = QStringLiteral("escrow_fund");
        out.balanceAfterCents = 245000;
        out.createdAt = QDateTime(QDate(2026, 11, 22), QTime(9, 30), Qt::UTC);
        out.stageName = QStringLiteral("=cmd(\"x\"), or not");
        out.projectTitle = QStringLiteral("Website relaunch");
        const QByteArray csv = statementCsv({out});
        QVERIFY(csv.startsWith("\xef\xbb\xbfTime,Number,"));
        const QList<QByteArray> lines = csv.split('\n');
        QCOMPARE(lines.at(1),
            QByteArray("2026-11-22T09:30:00Z,7,Into escrow,\"'=cmd(\"\"x\"\"), or not\",Website "
                       "relaunch,-1200.00,2450.00,GBP\r"));
    }
};

QTEST_MAIN(TestMoneyEdit)
#include "tst_moneyedit.moc"
