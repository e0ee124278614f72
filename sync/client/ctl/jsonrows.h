#pragma once

#include "sync/mirror/catalog.h"
#include "sync/query/query.h"

#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

namespace projective::ctl {

/// Turns rows of the mirror into JSON: 16-byte blobs as uuid text, other blobs as base64, and integers of time columns
/// as ISO 8601 text in UTC. A result column counts as time by its name, as the catalog and our local tables have it.
class JsonRows
{
public:
    explicit JsonRows(const Catalog &catalog);
    [[nodiscard]] QJsonObject row(const QStringList &columns, const query::Row &values) const;
    [[nodiscard]] QJsonValue value(const QString &column, const QVariant &value) const;

private:
    QSet<QString> m_times;
};

/// One line on stdout, at once.
void printLine(const QJsonObject &object);

} // namespace projective::ctl
