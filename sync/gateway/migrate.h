#pragma once

#include "sync/gateway/database.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace projective::gateway {

/// Brings a database up to date with the SQL files of a folder (this repository: db/): built-ins of Supabase where it
/// is not, migrations once each and in order, repeatables when their content changed or a migration ran. Each file is
/// one transaction; an advisory lock keeps two deployments apart. Nothing is done to a
/// database with a migration that was edited since, or that the folder does not have.
class Migration
{
public:
    Migration(Database &database, const QString &folder);
    /// What was applied, in order. Errors name the file, and what Postgres said about it.
    [[nodiscard]] Result<QStringList> run();

private:
    struct File {
        QString name; ///< as recorded
        QString path;
        QByteArray sql;
        QByteArray sha256;
    };
    [[nodiscard]] Result<QList<File>> read(const QString &folder, bool withFolder) const;
    [[nodiscard]] Result<void> applyBuiltins();
    [[nodiscard]] Result<void> refuseNewer(const QList<File> &migrations) const;
    [[nodiscard]] Result<void> applyMigrations();
    [[nodiscard]] Result<void> applyRepeatables();
    [[nodiscard]] Result<bool> exists(const QByteArray &relation);
    [[nodiscard]] Result<void> loadRecords();
    [[nodiscard]] Result<void> apply(const File &file);
    [[nodiscard]] Result<void> record(const File &file);

    Database &m_database;
    QString m_folder;
    QHash<QString, QByteArray> m_recorded;
    QList<File> m_unrecorded; ///< applied before the table that records was there
    bool m_hasRecords = false;
    bool m_migrated = false;
    QStringList m_applied;
};

} // namespace projective::gateway
