#pragma once

#include "sync/base/money.h"

#include <QLineEdit>

#include <optional>

namespace projective {

/// An amount in the user's notation, with as many decimals as its currency has. Shows the currency at its end.
class MoneyEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit MoneyEdit(QWidget *parent = nullptr);
    void setCurrency(const QString &currency);
    [[nodiscard]] QString currency() const { return m_currency; }
    void setMoney(const Money &money);
    /// Nothing when the text is no amount of the currency, or not above zero.
    [[nodiscard]] std::optional<Money> money() const;
    /// Something was entered, and it is no such amount: the field shows it, complaint() says it.
    [[nodiscard]] bool isWrong() const;
    [[nodiscard]] QString complaint() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void reserve();
    void mark();
    QString m_currency;
};

/// "1,200.5" in `locale` as minor units of the currency; nothing where it is no such amount. Exact: no floating point.
[[nodiscard]] std::optional<qint64> parseCents(
    const QString &text, const QString &currency, const QLocale &locale = QLocale());

} // namespace projective
