#include "sync/base/money.h"

#include <QStringList>

namespace projective {

int currencyDigits(const QString &currency)
{
    static const QStringList none{QStringLiteral("BIF"), QStringLiteral("CLP"), QStringLiteral("DJF"),
        QStringLiteral("GNF"), QStringLiteral("ISK"), QStringLiteral("JPY"), QStringLiteral("KMF"),
        QStringLiteral("KRW"), QStringLiteral("PYG"), QStringLiteral("RWF"), QStringLiteral("UGX"),
        QStringLiteral("VND"), QStringLiteral("VUV"), QStringLiteral("XAF"), QStringLiteral("XOF"),
        QStringLiteral("XPF")};
    static const QStringList three{QStringLiteral("BHD"), QStringLiteral("IQD"), QStringLiteral("JOD"),
        QStringLiteral("KWD"), QStringLiteral("LYD"), QStringLiteral("OMR"), QStringLiteral("TND")};
    return none.contains(currency) ? 0 : three.contains(currency) ? 3 : 2;
}

QString signOf(QString sign)
{
    // Of a locale written from right to left it begins with a mark of direction, which would move the currency.
    return sign.remove(QChar(0x061c)).remove(QChar(0x200e)).remove(QChar(0x200f));
}

QString formatMoney(const Money &money, const QLocale &locale)
{
    const int digits = currencyDigits(money.currency);
    qint64 unit = 1;
    for (int i = 0; i < digits; ++i)
        unit *= 10;
    // By integers: a double would round balances above 2^53.
    const bool negative = money.cents < 0;
    const quint64 magnitude = negative ? 0 - static_cast<quint64>(money.cents) : static_cast<quint64>(money.cents);
    QString text = locale.toString(magnitude / static_cast<quint64>(unit));
    if (digits > 0) {
        QString fraction;
        quint64 rest = magnitude % static_cast<quint64>(unit);
        for (int i = 0; i < digits; ++i) {
            fraction.prepend(locale.toString(rest % 10));
            rest /= 10;
        }
        text += locale.decimalPoint() + fraction;
    }
    if (negative)
        text.prepend(signOf(locale.negativeSign()));
    return money.currency.isEmpty() ? text : text + QChar(0x00a0) + money.currency;
}

} // namespace projective
