#include "sync/mirror/prediction.h"

namespace projective {

Result<std::optional<QVariantMap>> Prediction::row(QLatin1String relation, const QUuid &key)
{
    const CatalogRelation *known = m_catalog.find(QString(relation));
    if (known == nullptr)
        return std::nullopt;
    QStringList names;
    for (const CatalogColumn &column : known->columns)
        names.append(quoted(column.name));
    const auto found
        = m_database.rows(QStringLiteral("SELECT %1 FROM %2 WHERE %3 = ?")
                              .arg(names.join(QStringLiteral(", ")), quoted(known->name), quoted(known->key)),
            {key});
    if (!found)
        return tl::unexpected(found.error());
    if (found->isEmpty())
        return std::nullopt;
    QVariantMap values;
    for (int i = 0; i < known->columns.size(); ++i)
        values.insert(known->columns[i].name, found->first()[i]);
    return values;
}

Result<QList<QVariantList>> Prediction::rows(const QString &sql, const QVariantList &params)
{
    return m_database.rows(sql, params);
}

Result<void> Prediction::insert(QLatin1String relation, const protocol::Scope &scope, const Fields &fields)
{
    const CatalogRelation *known = m_catalog.find(QString(relation));
    if (known == nullptr)
        return {};
    QStringList names;
    QStringList marks;
    QVariantList values;
    const Fields scoped
        = Fields{{QLatin1String("scope_kind"), scope.kind}, {QLatin1String("scope_id"), scope.id}} + fields;
    for (const auto &[name, value] : scoped) {
        if (known->columnIndex(QString(name)) < 0)
            continue;
        // Arguments that the server will refuse. A session records no row without a key: it could not be taken back.
        if (QString(name) == known->key && value.isNull())
            return {};
        names.append(quoted(QString(name)));
        marks.append(QStringLiteral("?"));
        values.append(value);
    }
    return m_database.execute(QStringLiteral("INSERT INTO %1 (%2) VALUES (%3) ON CONFLICT (%4) DO NOTHING")
                                  .arg(quoted(known->name), names.join(QStringLiteral(", ")),
                                      marks.join(QStringLiteral(", ")), quoted(known->key)),
        values);
}

Result<void> Prediction::update(QLatin1String relation, const QUuid &key, const Fields &fields)
{
    const CatalogRelation *known = m_catalog.find(QString(relation));
    if (known == nullptr)
        return {};
    QStringList sets;
    QVariantList values;
    for (const auto &[name, value] : fields) {
        if (known->columnIndex(QString(name)) < 0)
            continue;
        sets.append(quoted(QString(name)) + QStringLiteral(" = ?"));
        values.append(value);
    }
    if (sets.isEmpty())
        return {};
    values.append(key);
    return m_database.execute(QStringLiteral("UPDATE %1 SET %2 WHERE %3 = ?")
                                  .arg(quoted(known->name), sets.join(QStringLiteral(", ")), quoted(known->key)),
        values);
}

} // namespace projective
