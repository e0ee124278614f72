#include "sync/mirror/schema.h"

namespace projective {

namespace {

/// What screens look rows up by, besides key and scope: the one list of the mirror's secondary indexes.
struct Lookup {
    const char *relation;
    const char *columns; // comma separated
};
constexpr Lookup lookups[] = {
    {"project_stages", "project_id"},
    {"project_stages", "status"},
    {"project_participants", "project_id"},
    {"project_activity", "project_id,created_at"},
    {"project_activity", "entity_id"},
    {"project_channels", "project_id"},
    {"project_channels", "stage_id"},
    {"project_channel_participants", "channel_id"},
    {"dm_participants", "thread_id"},
    {"message_attachments", "message_id"},
    {"mentions", "message_id"},
    {"channel_reads", "channel_id"},
    {"notifications", "user_id,ctx_id"},
    {"stage_assignments", "project_stage_id"},
    {"stage_budget_rules", "project_stage_id"},
    {"stage_submissions", "project_stage_id"},
    {"stage_submission_files", "submission_id"},
    {"stage_revision_requests", "project_stage_id"},
    {"change_requests", "project_stage_id"},
    {"escrows", "project_stage_id"},
    {"disputes", "escrow_id"},
    {"dispute_messages", "dispute_id"},
    {"transactions", "wallet_id,seq"},
    {"wallets", "owner_id"},
    {"wallet_months", "wallet_id"},
    {"team_memberships", "team_id"},
    {"business_memberships", "business_profile_id"},
    {"freelancer_profiles", "user_id"},
    {"asset_versions", "asset_id"},
    {"results", "client_id,number"},
    {"transitions", "entity,command"},
};

QString affinity(ColumnType type)
{
    switch (type) {
    case ColumnType::Uuid:
        return QStringLiteral("BLOB");
    case ColumnType::Int:
    case ColumnType::Bool:
    case ColumnType::Time:
        return QStringLiteral("INTEGER");
    case ColumnType::Text:
    case ColumnType::Json:
        return QStringLiteral("TEXT");
    }
    Q_UNREACHABLE();
}

} // namespace

QString localTablesSql()
{
    return QStringLiteral(R"sql(
        CREATE TABLE local_meta (key TEXT PRIMARY KEY, value);
        CREATE TABLE local_scopes (kind TEXT, id BLOB, PRIMARY KEY (kind, id));
        CREATE TABLE local_floors (relation INTEGER, kind TEXT, id BLOB, floor INTEGER, PRIMARY KEY (relation, kind, id));
        CREATE TABLE local_commands (entry BLOB PRIMARY KEY, number INTEGER, name TEXT, acting_as TEXT, args TEXT,
            expected TEXT, state TEXT, outcome TEXT, code TEXT, field TEXT, params TEXT, current TEXT, created_at INTEGER);
        CREATE TABLE local_pending (relation TEXT, key BLOB, entry BLOB, PRIMARY KEY (relation, key, entry));
        CREATE TABLE local_drafts (key TEXT PRIMARY KEY, text TEXT, updated_at INTEGER);
        CREATE TABLE local_changesets (position INTEGER PRIMARY KEY, entry BLOB, changeset BLOB);
        CREATE TABLE local_staged (position INTEGER PRIMARY KEY, relation INTEGER, count INTEGER, deletes INTEGER, payload BLOB);
        CREATE VIRTUAL TABLE local_search USING fts5(body, tokenize = 'unicode61 remove_diacritics 2');
    )sql");
}

Result<void> createTable(Database &database, const CatalogRelation &relation, const QString &table)
{
    QStringList columns;
    for (const CatalogColumn &column : relation.columns) {
        columns.append(quoted(column.name) + u' ' + affinity(column.type)
            + (column.name == relation.key ? QStringLiteral(" PRIMARY KEY") : QString()));
    }
    return database.execute(
        QStringLiteral("CREATE TABLE %1 (%2)").arg(quoted(table), columns.join(QStringLiteral(", "))));
}

Result<void> createIndexes(Database &database, const CatalogRelation &relation, const QString &table, int generation)
{
    QStringList indexes{
        relation.window ? QStringLiteral("scope_id,") + relation.window->column : QStringLiteral("scope_id")};
    for (const Lookup &lookup : lookups) {
        if (relation.name != QLatin1String(lookup.relation))
            continue;
        const QStringList columns = QString::fromLatin1(lookup.columns).split(u',');
        const bool known = std::all_of(
            columns.begin(), columns.end(), [&](const QString &c) { return relation.columnIndex(c) >= 0; });
        if (known)
            indexes.append(columns.join(u','));
    }
    // Index names are global to the file and stay when a table is renamed: the generation keeps them apart.
    for (int i = 0; i < indexes.size(); ++i) {
        QStringList columns = indexes[i].split(u',');
        for (QString &column : columns)
            column = quoted(column);
        const QString name = quoted(QStringLiteral("index_%1_%2_%3").arg(relation.name).arg(generation).arg(i));
        const auto made = database.execute(QStringLiteral("CREATE INDEX IF NOT EXISTS %1 ON %2 (%3)")
                                               .arg(name, quoted(table), columns.join(QStringLiteral(", "))));
        if (!made)
            return made;
    }
    return {};
}

Result<void> addColumn(Database &database, const QString &table, const CatalogColumn &column)
{
    return database.execute(QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3")
                                .arg(quoted(table), quoted(column.name), affinity(column.type)));
}

Result<QStringList> tablesStartingWith(Database &database, const QString &prefix)
{
    const auto rows = database.rows(
        QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, ?2) = ?1"),
        {prefix, prefix.size()});
    if (!rows)
        return tl::unexpected(rows.error());
    QStringList names;
    for (const QVariantList &row : *rows)
        names.append(row.first().toString());
    return names;
}

Result<QVariant> metaValue(Database &database, const QString &key)
{
    return database.value(QStringLiteral("SELECT value FROM local_meta WHERE key = ?"), {key});
}

Result<void> setMetaValue(Database &database, const QString &key, const QVariant &value)
{
    return database.execute(
        QStringLiteral(
            "INSERT INTO local_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
        {key, value});
}

} // namespace projective
