#include "ui/pages/statementcsv.h"

#include "ui/pages/stagewords.h"

#include <QCoreApplication>
#include <QLocale>

namespace projective {

namespace {

QString quoted(QString text)
{
    static const QString formula = QStringLiteral("=+-@\t\r");
    if (!text.isEmpty() && formula.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    const bool plain = !text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"'))
        && !text.contains(QLatin1Char('\n')) && !text.contains(QLatin1Char('\r'));
    return plain ? text : QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString decimal(qint64 cents, const QString &currency)
{
    QLocale c = QLocale::c();
    c.setNumberOptions(QLocale::OmitGroupSeparator);
    return formatMoney({cents, currency}, c).section(QChar(0x00a0), 0, 0);
}

QString column(const char *text)
{
    return QCoreApplication::translate("Statement", text);
}

} // namespace

QByteArray statementCsv(const QList<TransactionRecord> &transactions)
{
    QStringList lines{
        QStringList{column(QT_TRANSLATE_NOOP("Statement", "Time")), column(QT_TRANSLATE_NOOP("Statement", "Number")),
            column(QT_TRANSLATE_NOOP("Statement", "What")), column(QT_TRANSLATE_NOOP("Statement", "Stage")),
            column(QT_TRANSLATE_NOOP("Statement", "Project")), column(QT_TRANSLATE_NOOP("Statement", "Amount")),
            column(QT_TRANSLATE_NOOP("Statement", "Balance")), column(QT_TRANSLATE_NOOP("Statement", "Currency"))}
            .join(QLatin1Char(','))};
    for (const TransactionRecord &entry : transactions) {
        lines.append(QStringList{entry.createdAt.toUTC().toString(Qt::ISODate), QString::number(entry.seq),
            quoted(words::transactionReason(entry.reason)), quoted(entry.stageName), quoted(entry.projectTitle),
            decimal(entry.credit ? entry.amountCents : -entry.amountCents, entry.currency),
            decimal(entry.balanceAfterCents, entry.currency), entry.currency}
                         .join(QLatin1Char(',')));
    }
    // With a byte order mark: Excel would else read names in the system's old code page.
    return "\xef\xbb\xbf" + (lines.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n")).toUtf8();
}

} // namespace projective
