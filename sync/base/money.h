#pragma once

#include <QLocale>
#include <QString>

namespace projective {

/// An amount in minor units with its ISO 4217 currency. Nothing converts silently.
struct Money {
    qint64 cents = 0;
    QString currency;
    friend bool operator==(const Money &, const Money &) = default;
};

/// Decimal places of a currency (ISO 4217): 0 for JPY and its like, 3 for KWD and its like, else 2.
[[nodiscard]] int currencyDigits(const QString &currency);
/// A locale's sign for amounts, without the marks of direction that it may bring along.
[[nodiscard]] QString signOf(QString sign);
/// "1,200.00 GBP" in `locale`.
[[nodiscard]] QString formatMoney(const Money &money, const QLocale &locale = QLocale());

} // namespace projective
