#include "jsonrows.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUuid>

#include <cstdio>

namespace projective::ctl {

namespace {

/// With all six digits: comparable as text, and nothing of the stored value is lost.
QString isoFromUs(qint64 us)
{
    const qint64 seconds = us >= 0 ? us / 1'000'000 : (us - 999'999) / 1'000'000;
    const QDateTime at = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    return at.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) + QLatin1Char('.')
        + QString::number(us - seconds * 1'000'000).rightJustified(6, QLatin1Char('0')) + QLatin1Char('Z');
}

} // namespace

JsonRows::JsonRows(const Catalog &catalog)
    : m_times({QStringLiteral("created_at"), QStringLiteral("updated_at")})
{
    QSet<QString> others;
    for (const CatalogRelation &relation : catalog.relations) {
        for (const CatalogColumn &column : relation.columns)
            (column.type == ColumnType::Time ? m_times : others).insert(column.name);
    }
    m_times.subtract(others);
}

QJsonValue JsonRows::value(const QString &column, const QVariant &value) const
{
    if (!value.isValid() || value.isNull())
        return QJsonValue::Null;
    switch (value.typeId()) {
    case QMetaType::LongLong:
        return m_times.contains(column) ? QJsonValue(isoFromUs(value.toLongLong())) : QJsonValue(value.toLongLong());
    case QMetaType::Double:
        return value.toDouble();
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        return bytes.size() == 16 ? QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces)
                                  : QString::fromLatin1(bytes.toBase64());
    }
    default:
        return value.toString();
    }
}

QJsonObject JsonRows::row(const QStringList &columns, const query::Row &values) const
{
    QJsonObject object;
    for (qsizetype i = 0; i < columns.size() && i < values.size(); ++i)
        object.insert(columns[i], value(columns[i], values[i]));
    return object;
}

void printLine(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace projective::ctl
