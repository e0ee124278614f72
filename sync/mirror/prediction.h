#pragma once

#include "sync/base/ids.h"
#include "sync/commands/command.h"
#include "sync/mirror/catalog.h"
#include "sync/mirror/database.h"
#include "sync/protocol/scope.h"

#include <QVariantMap>

#include <functional>
#include <optional>

namespace projective {

/// What a command's effect may do: read the mirror and write the columns that it predicts. Lives only while the effect
/// runs, inside Rebase's transaction and session, so that all it writes can be taken back. Relations and columns that
/// the server's catalog does not have (yet) are skipped, so an effect can be newer than the server.
class Prediction
{
public:
    using Fields = QList<std::pair<QLatin1String, QVariant>>;

    Prediction(Database &database, const Catalog &catalog, UserId user, qint64 createdAtUs)
        : m_database(database)
        , m_catalog(catalog)
        , m_user(user)
        , m_createdAtUs(createdAtUs)
    {
    }
    [[nodiscard]] UserId user() const { return m_user; }
    /// When the user gave the command, in µs since the Unix epoch: the same at each re-run.
    [[nodiscard]] qint64 createdAtUs() const { return m_createdAtUs; }

    /// The row with this key, by column name; nullopt if the mirror has none.
    [[nodiscard]] Result<std::optional<QVariantMap>> row(QLatin1String relation, const QUuid &key);
    /// Rows of any query.
    [[nodiscard]] Result<QList<QVariantList>> rows(const QString &sql, const QVariantList &params = {});
    /// Adds a row to a scope (screens and purges find rows by it); where the key is there already (the server was
    /// faster), that row stays.
    [[nodiscard]] Result<void> insert(QLatin1String relation, const protocol::Scope &scope, const Fields &fields);
    /// Changes a row; nothing happens where there is none.
    [[nodiscard]] Result<void> update(QLatin1String relation, const QUuid &key, const Fields &fields);

private:
    Database &m_database;
    const Catalog &m_catalog;
    UserId m_user;
    qint64 m_createdAtUs;
};

/// Runs the client-side effect of a command by its name; commands without one do nothing. Given to the Mirror when it
/// is opened (runEffect() of sync/commands/effects.h). Errors: only what the Prediction gave.
using EffectRunner = std::function<Result<void>(const Command &, Prediction &)>;

} // namespace projective
