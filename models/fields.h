#pragma once

#include "sync/base/ids.h"
#include "sync/base/money.h"
#include "sync/query/query.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace projective {

/// Reads a row's values from left to right, in the types that a mirror stores (docs/protocol.md, "What is mirrored"). A
/// missing value is the type's empty one.
class Fields
{
public:
    explicit Fields(const query::Row &row)
        : m_row(row)
    {
    }
    [[nodiscard]] QUuid uuid()
    {
        const QByteArray bytes = next().toByteArray();
        return bytes.size() == 16 ? QUuid::fromRfc4122(bytes) : QUuid();
    }
    template <typename Identifier>
    [[nodiscard]] Identifier id()
    {
        return Identifier(uuid());
    }
    [[nodiscard]] QString text() { return next().toString(); }
    [[nodiscard]] qint64 number() { return next().toLongLong(); }
    [[nodiscard]] int count() { return static_cast<int>(next().toLongLong()); }
    [[nodiscard]] bool flag() { return next().toLongLong() != 0; }
    /// From microseconds since the Unix epoch; invalid where there is none.
    [[nodiscard]] QDateTime time()
    {
        const QVariant value = next();
        return value.isValid() && !value.isNull() ? QDateTime::fromMSecsSinceEpoch(value.toLongLong() / 1000, Qt::UTC)
                                                  : QDateTime();
    }
    [[nodiscard]] QJsonObject json() { return QJsonDocument::fromJson(next().toString().toUtf8()).object(); }
    /// Two columns: cents, currency.
    [[nodiscard]] Money money()
    {
        Money money;
        money.cents = number();
        money.currency = text();
        return money;
    }

private:
    [[nodiscard]] QVariant next()
    {
        Q_ASSERT_X(m_at < m_row.size(), "Fields", "the query selects fewer columns than are read");
        return m_at < m_row.size() ? m_row.at(m_at++) : QVariant();
    }

    const query::Row &m_row;
    qsizetype m_at = 0;
};

/// A time as it is bound in a query.
[[nodiscard]] inline QVariant microseconds(const QDateTime &time)
{
    return QVariant::fromValue<qlonglong>(time.toMSecsSinceEpoch() * 1000);
}

} // namespace projective
