#pragma once

#include "sync/base/ids.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

// How values are written into a command's JSON (command.h), the same in all of this folder.
namespace projective {

/// ISO 8601 in UTC with milliseconds; null for an invalid time.
[[nodiscard]] inline QJsonValue jsonTime(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

template <typename Tag>
[[nodiscard]] QJsonArray jsonIds(const QList<Id<Tag>> &ids)
{
    QJsonArray array;
    for (const Id<Tag> &id : ids)
        array.append(id.toString());
    return array;
}

/// Adds an optional argument only when there is something to say: null and "" are not the same to the server.
inline void insertText(QJsonObject &args, QLatin1String name, const QString &text)
{
    if (!text.isEmpty())
        args.insert(name, text);
}

template <typename Tag>
void insertId(QJsonObject &args, QLatin1String name, const Id<Tag> &id)
{
    if (!id.isNull())
        args.insert(name, id.toString());
}

/// A precondition on one field; none when `value` is empty.
[[nodiscard]] inline QJsonObject expecting(QLatin1String field, const QString &value)
{
    return value.isEmpty() ? QJsonObject() : QJsonObject{{field, value}};
}

} // namespace projective
