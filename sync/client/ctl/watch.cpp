// watch: a line for each row of a relation that changes, with the moment at which it was committed to the mirror.
#include "verbs.h"

#include "exitcodes.h"
#include "jsonrows.h"

#include <QCoreApplication>
#include <QHash>
#include <QTimer>

namespace projective::ctl {

namespace {

/// Compares the relation with what it was after each commit that changed it.
class Watcher
{
public:
    Watcher(Engine &engine, const QString &relation)
        : m_engine(engine)
        , m_relation(relation)
    {
    }
    void start()
    {
        read(0, false);
        QObject::connect(&m_engine, &Engine::committed, &m_engine, [this](const QSet<QString> &tables, qint64 atUs) {
            if (tables.contains(m_relation))
                read(atUs, true);
        });
    }
    [[nodiscard]] bool isKnown() const { return m_engine.store()->mirror().catalog().find(m_relation) != nullptr; }

private:
    void read(qint64 atUs, bool print)
    {
        const Catalog &catalog = m_engine.store()->mirror().catalog();
        const CatalogRelation *relation = catalog.find(m_relation);
        if (relation == nullptr)
            return;
        QStringList columns;
        for (const CatalogColumn &column : relation->columns)
            columns.append(column.name);
        QStringList names;
        for (const QString &column : std::as_const(columns))
            names.append(quoted(column));
        const auto rows = m_engine.store()->mirror().database().rows(
            QStringLiteral("SELECT %1 FROM %2").arg(names.join(QLatin1Char(',')), quoted(m_relation)));
        if (!rows) {
            complain(rows.error());
            return;
        }
        const JsonRows json(catalog);
        QHash<QByteArray, query::Row> now;
        now.reserve(rows->size());
        for (const query::Row &row : *rows) {
            const QByteArray key = row[0].toByteArray();
            const auto before = m_rows.constFind(key);
            if (print && (before == m_rows.cend() || *before != row))
                line(atUs, "upsert", {{QStringLiteral("row"), json.row(columns, row)}});
            now.insert(key, row);
        }
        for (auto it = m_rows.cbegin(); print && it != m_rows.cend(); ++it) {
            if (!now.contains(it.key()))
                line(atUs, "delete", {{QStringLiteral("key"), json.value(QString(), it.key())}});
        }
        m_rows = now;
    }
    void line(qint64 atUs, const char *change, QJsonObject object)
    {
        object.insert(QStringLiteral("at"), atUs);
        object.insert(QStringLiteral("change"), QLatin1String(change));
        object.insert(QStringLiteral("relation"), m_relation);
        printLine(object);
    }

    Engine &m_engine;
    QString m_relation;
    QHash<QByteArray, query::Row> m_rows;
};

} // namespace

int watch(const Arguments &arguments)
{
    if (arguments.words.size() != 1)
        return complain(ExitUsage, QStringLiteral("watch needs the name of a relation"));
    Engine engine(engineOptions(arguments));
    int code = ExitOk;
    if (!openSignedIn(engine, code))
        return code;
    Watcher watcher(engine, arguments.words.first());
    watcher.start();
    bool announced = false;
    QObject::connect(
        &engine, &Engine::statusChanged, &engine,
        [&](const SyncStatus &now) {
            if (now.state == SyncStatus::State::Synced && !std::exchange(announced, true)) {
                if (!watcher.isKnown()) {
                    code = complain(ExitNotFound, QStringLiteral("no relation ") + arguments.words.first());
                    QCoreApplication::exit();
                    return;
                }
                printLine({{QStringLiteral("change"), QStringLiteral("ready")}});
            }
            if (now.state == SyncStatus::State::SignInAgain || now.state == SyncStatus::State::Failed) {
                code = complain(now.error.value_or(Error{ErrorCode::Unauthorized, {}}));
                QCoreApplication::exit();
            }
        },
        Qt::QueuedConnection);
    if (arguments.timeoutMs > 0)
        QTimer::singleShot(static_cast<int>(arguments.timeoutMs), &engine, [] { QCoreApplication::exit(); });
    engine.goOnline();
    QCoreApplication::exec();
    return code;
}

} // namespace projective::ctl
