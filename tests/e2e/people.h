#pragma once

#include <QCryptographicHash>
#include <QString>
#include <QUuid>

namespace projective::test {

/// The people of tests/cases/fixture.sql are found by name: an id is the MD5 of "user:mara", "team:studio", ….
[[nodiscard]] inline QUuid idOf(const QString &name)
{
    return QUuid::fromRfc4122(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Md5));
}

/// As text, for arguments and SQL.
[[nodiscard]] inline QString textOf(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

/// "business:northwind" → "business:<uuid>": the form of --as.
[[nodiscard]] inline QString acting(const QString &workspace)
{
    return workspace.section(u':', 0, 0) + u':' + textOf(idOf(workspace));
}

} // namespace projective::test
