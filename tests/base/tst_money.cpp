#include "sync/base/money.h"

#include <QTest>

using namespace projective;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void format_followsCurrencyAndLocale_data()
    {
        QTest::addColumn<qint64>("cents");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("text");
        const auto row
            = [](const char *name, qint64 cents, const char *currency, const char *locale, const QString &text) {
                  QTest::newRow(name) << cents << QString::fromLatin1(currency) << QString::fromLatin1(locale) << text;
              };
        row("pounds", 120'000, "GBP", "en_GB", QStringLiteral("1,200.00\u00a0GBP"));
        row("german", 120'000, "EUR", "de_DE", QStringLiteral("1.200,00\u00a0EUR"));
        row("small", 5, "USD", "en_US", QStringLiteral("0.05\u00a0USD"));
        row("negative", -1'05, "USD", "en_US", QStringLiteral("-1.05\u00a0USD"));
        row("negative, right to left", -1'05, "USD", "ar_EG", QStringLiteral("-\u0661\u066b\u0660\u0665\u00a0USD"));
        row("no decimals", 1'200, "JPY", "en_US", QStringLiteral("1,200\u00a0JPY"));
        row("three decimals", 1'234, "KWD", "en_US", QStringLiteral("1.234\u00a0KWD"));
        row("beyond a double", 9'007'199'254'740'993, "USD", "en_US", QStringLiteral("90,071,992,547,409.93\u00a0USD"));
        row("smallest", std::numeric_limits<qint64>::min(), "JPY", "en_US",
            QStringLiteral("-9,223,372,036,854,775,808\u00a0JPY"));
    }

    void format_followsCurrencyAndLocale()
    {
        QFETCH(qint64, cents);
        QFETCH(QString, currency);
        QFETCH(QString, locale);
        QFETCH(QString, text);
        QCOMPARE(formatMoney({cents, currency}, QLocale(locale)), text);
    }
};

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
