#include "sync/mirror/rowwriter.h"

#include "sync/protocol/tuple.h"

#include <QJsonDocument>
#include <QtEndian>

#include <limits>

namespace projective {

using protocol::Scope;
using protocol::TupleReader;

namespace {

tl::unexpected<Error> misfit(const CatalogRelation &relation)
{
    return failure(ErrorCode::ProtocolError, QStringLiteral("tuple does not fit ") + relation.name);
}

/// Looks a floor up once for a run of rows of one scope: rows come grouped by it.
class FloorCache
{
public:
    explicit FloorCache(const RowWriter::FloorOf &floorOf)
        : m_floorOf(floorOf)
    {
    }
    qint64 floor(QByteArrayView kind, QByteArrayView id)
    {
        if (!m_known || kind != m_kind || id != m_id) {
            m_kind = kind.toByteArray();
            m_id = id.toByteArray();
            m_floor = m_floorOf(Scope{QString::fromUtf8(m_kind), QUuid::fromRfc4122(m_id)});
            m_known = true;
        }
        return m_floor;
    }

private:
    const RowWriter::FloorOf &m_floorOf;
    QByteArray m_kind;
    QByteArray m_id;
    qint64 m_floor = 0;
    bool m_known = false;
};

} // namespace

std::optional<qint64> integerOf(ColumnType type, QByteArrayView field)
{
    if (type == ColumnType::Bool)
        return field.size() == 1 ? std::optional<qint64>(field[0] != 0) : std::nullopt;
    if (field.size() != 8)
        return std::nullopt;
    const auto value = qFromBigEndian<qint64>(field.data());
    // 'infinity' and '-infinity' have no offset (PostgreSQL, timestamp.h: DT_NOEND, DT_NOBEGIN).
    const bool endless = value == std::numeric_limits<qint64>::max() || value == std::numeric_limits<qint64>::min();
    return type == ColumnType::Time && !endless ? value + protocol::postgresEpochUs : value;
}

Result<RowWriter> RowWriter::prepare(Database &database, const CatalogRelation &relation, const QString &table)
{
    QStringList names;
    QStringList marks;
    QStringList updates;
    for (const CatalogColumn &column : relation.columns) {
        names.append(quoted(column.name));
        marks.append(QStringLiteral("?"));
        if (column.name != relation.key)
            updates.append(names.last() + QStringLiteral(" = excluded.") + names.last());
    }
    const QString comma = QStringLiteral(", ");
    const QString key = quoted(relation.key);
    // Never REPLACE: it would give the row a new rowid and leave stale entries in the search index.
    const QString upsert = QStringLiteral("INSERT INTO %1 (%2) VALUES (%3) ON CONFLICT (%4) DO UPDATE SET %5")
                               .arg(quoted(table), names.join(comma), marks.join(comma), key, updates.join(comma));
    RowWriter writer(relation);
    const auto prepare = [&](Statement &into, const QString &sql) -> Result<void> {
        auto statement = database.prepare(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        into = std::move(*statement);
        return {};
    };
    const QString from = QStringLiteral("DELETE FROM ") + quoted(table);
    auto done = prepare(writer.m_upsert, upsert);
    if (done)
        done = prepare(writer.m_erase, from + QStringLiteral(" WHERE %1 = ?").arg(key));
    if (done)
        done = prepare(writer.m_purge, from + QStringLiteral(" WHERE scope_id = ? AND scope_kind = ?"));
    if (done && relation.window && !relation.window->keep.isEmpty()) {
        done = prepare(writer.m_leave,
            from + QStringLiteral(" WHERE %1 = ? AND NOT coalesce((%2), 0)").arg(key, relation.window->keep));
    }
    if (!done)
        return tl::unexpected(done.error());
    if (relation.window)
        writer.m_windowColumn = relation.columnIndex(relation.window->column);
    return writer;
}

bool RowWriter::bindField(int column, std::optional<QByteArrayView> field)
{
    if (!field) {
        m_upsert.bindNull(column + 1);
        return true;
    }
    switch (m_relation.columns[column].type) {
    case ColumnType::Uuid:
        m_upsert.bindBlobView(column + 1, *field);
        return field->size() == 16;
    case ColumnType::Text:
        m_upsert.bindTextView(column + 1, *field);
        return true;
    case ColumnType::Json:
        // jsonb_send: a version byte, then text (PostgreSQL, jsonb.c).
        if (field->isEmpty() || (*field)[0] != 1)
            return false;
        m_upsert.bindTextView(column + 1, field->sliced(1));
        return true;
    case ColumnType::Int:
    case ColumnType::Bool:
    case ColumnType::Time:
        break;
    }
    const auto value = integerOf(m_relation.columns[column].type, *field);
    if (value)
        m_upsert.bind(column + 1, *value);
    return value.has_value();
}

Result<void> RowWriter::write(const protocol::Rows &rows, const FloorOf &floorOf)
{
    TupleReader reader(rows.tuples);
    FloorCache floors(floorOf);
    const bool windowed = m_windowColumn >= 0 && floorOf;
    const int count = static_cast<int>(m_relation.columns.size());
    int seen = 0;
    while (reader.next()) {
        if (reader.fieldCount() != count)
            return misfit(m_relation);
        QByteArrayView leading[3]; // key, scope_kind, scope_id
        std::optional<qint64> place;
        for (int i = 0; i < count; ++i) {
            const auto field = reader.field();
            if (reader.failed() || !bindField(i, field) || (i == 0 && !field))
                return misfit(m_relation);
            if (i < 3 && field)
                leading[i] = *field;
            if (i == m_windowColumn && field)
                place = integerOf(m_relation.columns[i].type, *field);
        }
        ++seen;
        const bool outside = windowed && place && *place < floors.floor(leading[1], leading[2]);
        const bool maybeKept = !m_relation.window || !m_relation.window->keep.isEmpty();
        if (outside && !maybeKept) {
            if (const auto erased = erase(leading[0]); !erased)
                return erased;
            continue;
        }
        if (const auto written = m_upsert.run(); !written)
            return written;
        if (outside) {
            m_leave.bindBlobView(1, leading[0]);
            if (const auto left = m_leave.run(); !left)
                return left;
        }
    }
    return reader.failed() || seen != rows.count ? Result<void>(misfit(m_relation)) : Result<void>();
}

Result<void> RowWriter::erase(QByteArrayView key)
{
    m_erase.bindBlobView(1, key);
    return m_erase.run();
}

Result<void> RowWriter::erase(const QList<QUuid> &keys)
{
    for (const QUuid &key : keys) {
        if (const auto erased = erase(QByteArrayView(key.toRfc4122())); !erased)
            return erased;
    }
    return {};
}

Result<void> RowWriter::purge(const Scope &scope)
{
    m_purge.bind(1, scope.id.toRfc4122());
    m_purge.bind(2, scope.kind);
    return m_purge.run();
}

Result<QList<CommandOutcome>> outcomesIn(
    const CatalogRelation &results, const protocol::Rows &rows, InstallationId installation)
{
    TupleReader reader(rows.tuples);
    const QByteArray ours = installation.bytes();
    QList<CommandOutcome> outcomes;
    while (reader.next()) {
        if (reader.fieldCount() != results.columns.size())
            return misfit(results);
        QHash<QString, QByteArrayView> fields;
        for (const CatalogColumn &column : results.columns) {
            if (const auto field = reader.field())
                fields.insert(column.name, *field);
        }
        if (fields.value(QStringLiteral("client_id")) != ours)
            continue;
        const auto number = integerOf(ColumnType::Int, fields.value(QStringLiteral("number")));
        const auto text = [&](const QString &name) { return QString::fromUtf8(fields.value(name)); };
        const auto object = [&](const QString &name) {
            const QByteArrayView json = fields.value(name);
            return json.isEmpty() ? QJsonObject() : QJsonDocument::fromJson(json.sliced(1).toByteArray()).object();
        };
        if (reader.failed() || !number)
            return misfit(results);
        outcomes.append({static_cast<quint64>(*number), text(QStringLiteral("outcome")), text(QStringLiteral("code")),
            text(QStringLiteral("field")), object(QStringLiteral("params")), object(QStringLiteral("current"))});
    }
    return reader.failed() ? Result<QList<CommandOutcome>>(misfit(results)) : outcomes;
}

} // namespace projective
