#include "ui/widgets/moneyedit.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace projective {

namespace {
constexpr int maxDigits = 15; // 10^15 minor units stay far from the end of 64 bits
constexpr int padding = 8;
constexpr qint64 exampleCents = 125'000;
} // namespace

std::optional<qint64> parseCents(const QString &text, const QString &currency, const QLocale &locale)
{
    QString digits;
    int decimals = -1; // digits after the point; -1: no point yet
    const QString typed = text.simplified();
    for (const QChar c : typed) {
        if (c.isDigit()) {
            digits.append(QChar(u'0' + c.digitValue()));
            decimals += decimals >= 0 ? 1 : 0;
        } else if (QString(c) == locale.decimalPoint() && decimals < 0) {
            decimals = 0;
        } else {
            const bool thousands = QString(c) == locale.groupSeparator() || c.isSpace();
            if (!thousands || decimals >= 0)
                return std::nullopt; // nothing separates thousands after the point
        }
    }
    const int places = currencyDigits(currency);
    if (digits.isEmpty() || decimals > places)
        return std::nullopt;
    digits.append(QString(places - qMax(decimals, 0), u'0'));
    if (digits.size() > maxDigits)
        return std::nullopt;
    return digits.toLongLong();
}

MoneyEdit::MoneyEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setMaxLength(24);
    setAlignment(Qt::AlignTrailing);
    connect(this, &QLineEdit::textChanged, this, &MoneyEdit::mark);
}

void MoneyEdit::setCurrency(const QString &currency)
{
    m_currency = currency;
    reserve();
    Q_EMIT textChanged(text());
}

void MoneyEdit::setMoney(const Money &money)
{
    m_currency = money.currency;
    reserve();
    const QString whole = formatMoney(money);
    setText(whole.left(whole.lastIndexOf(QChar(0x00a0)))); // without the currency, which stands at the end
}

std::optional<Money> MoneyEdit::money() const
{
    const std::optional<qint64> cents = parseCents(text(), m_currency);
    return cents && *cents > 0 ? std::optional<Money>({*cents, m_currency}) : std::nullopt;
}

bool MoneyEdit::isWrong() const
{
    return !text().trimmed().isEmpty() && !money();
}

QString MoneyEdit::complaint() const
{
    if (!isWrong())
        return {};
    const QString entered = text();
    const auto digits = std::count_if(entered.cbegin(), entered.cend(), [](QChar c) { return c.isDigit(); });
    if (digits + currencyDigits(m_currency) > maxDigits)
        return tr("That is more than can be entered. Enter less.");
    return tr("Enter an amount above zero, such as %1.").arg(formatMoney({exampleCents, m_currency}));
}

void MoneyEdit::mark()
{
    setProperty("wrong", isWrong()); // for the style
    update();
}

void MoneyEdit::reserve()
{
    const int room = fontMetrics().horizontalAdvance(m_currency) + padding;
    if (isRightToLeft())
        setTextMargins(room, 0, 0, 0);
    else
        setTextMargins(0, 0, room, 0);
    update();
}

void MoneyEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        reserve();
}

void MoneyEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect room = rect().adjusted(padding, 0, -padding, 0);
    painter.drawText(room,
        static_cast<int>(
            QStyle::visualAlignment(layoutDirection(), Qt::AlignRight) | Qt::AlignAbsolute | Qt::AlignVCenter),
        m_currency);
}

} // namespace projective
