// status, outbox, sql: the verbs that only look at the profile's files.
#include "verbs.h"

#include "exitcodes.h"
#include "jsonrows.h"

#include "sync/mirror/reader.h"

#include <QDir>

namespace projective::ctl {

QString stateName(SyncStatus::State state)
{
    switch (state) {
    case SyncStatus::State::SignedOut:
        return QStringLiteral("signed_out");
    case SyncStatus::State::Offline:
        return QStringLiteral("offline");
    case SyncStatus::State::Connecting:
        return QStringLiteral("connecting");
    case SyncStatus::State::Syncing:
        return QStringLiteral("syncing");
    case SyncStatus::State::Synced:
        return QStringLiteral("synced");
    case SyncStatus::State::SignInAgain:
        return QStringLiteral("sign_in_again");
    case SyncStatus::State::Failed:
        break;
    }
    return QStringLiteral("failed");
}

QJsonObject statusJson(const Engine &engine)
{
    const SyncStatus &status = engine.status();
    QJsonObject json{{QStringLiteral("state"), stateName(status.state)}, {QStringLiteral("pending"), status.pending},
        {QStringLiteral("refused"), status.refused}, {QStringLiteral("ever_synced"), status.everSynced}};
    if (status.error)
        json.insert(QStringLiteral("error"), errorCodeName(status.error->code));
    Store *store = engine.store();
    if (store == nullptr || engine.profile() == nullptr)
        return json;
    json.insert(QStringLiteral("user"), engine.profile()->user().toString(QUuid::WithoutBraces));
    json.insert(QStringLiteral("email"), engine.profile()->email());
    json.insert(QStringLiteral("installation"), store->outbox().installation().toString());
    Mirror &mirror = store->mirror();
    json.insert(QStringLiteral("cursor"), mirror.cursor().snapshot);
    json.insert(QStringLiteral("identity"), mirror.cursor().identity);
    json.insert(QStringLiteral("scopes"), mirror.scopes().size());
    QJsonObject rows;
    for (const CatalogRelation &relation : mirror.catalog().relations) {
        const auto count = mirror.database().value(QStringLiteral("SELECT count(*) FROM ") + quoted(relation.name));
        if (count)
            rows.insert(relation.name, count->toLongLong());
    }
    json.insert(QStringLiteral("rows"), rows);
    return json;
}

int status(const Arguments &arguments)
{
    Engine engine(engineOptions(arguments));
    if (const auto opened = engine.open(false); !opened)
        return complain(opened.error());
    printLine(statusJson(engine));
    return ExitOk;
}

namespace {

QJsonObject entryJson(const OutboxEntry &entry)
{
    static const char *const states[] = {"queued", "sent", "refused"};
    QJsonObject json{{QStringLiteral("entry"), entry.id.toString()}, {QStringLiteral("command"), entry.command.name},
        {QStringLiteral("as"), entry.command.actingAs.toString()}, {QStringLiteral("args"), entry.command.args},
        {QStringLiteral("state"), QLatin1String(states[static_cast<int>(entry.state)])},
        {QStringLiteral("created_at"), JsonRows({}).value(QStringLiteral("created_at"), entry.createdAtUs)}};
    if (entry.number > 0)
        json.insert(QStringLiteral("number"), static_cast<qint64>(entry.number));
    if (!entry.command.expected.isEmpty())
        json.insert(QStringLiteral("expected"), entry.command.expected);
    if (entry.state == OutboxEntry::State::Refused) {
        json.insert(QStringLiteral("outcome"), entry.outcome);
        json.insert(QStringLiteral("code"), entry.code);
        json.insert(QStringLiteral("field"), entry.field);
        json.insert(QStringLiteral("params"), entry.params);
        json.insert(QStringLiteral("current"), entry.current);
    }
    return json;
}

} // namespace

int outbox(const Arguments &arguments)
{
    const bool lists = arguments.words.isEmpty();
    const QString act = arguments.words.value(0);
    const EntryId id = EntryId::fromString(arguments.words.value(1));
    if (!lists && (id.isNull() || (act != QLatin1String("discard") && act != QLatin1String("retry"))))
        return complain(ExitUsage, QStringLiteral("outbox [discard|retry ENTRY]"));
    Engine engine(engineOptions(arguments));
    int code = ExitOk;
    if (!openSignedIn(engine, code))
        return code;
    if (lists) {
        for (const OutboxEntry &entry : engine.store()->outbox().entries())
            printLine(entryJson(entry));
        return ExitOk;
    }
    if (engine.store()->outbox().find(id) == nullptr)
        return complain(ExitNotFound, QStringLiteral("the outbox has no entry ") + id.toString());
    if (act == QLatin1String("discard")) {
        const auto done = engine.store()->discard(id);
        return done ? ExitOk : complain(done.error());
    }
    const auto again = engine.store()->retry(id, false);
    if (!again)
        return complain(again.error());
    const OutboxEntry &entry = *engine.store()->outbox().find(*again);
    printLine(entryJson(entry));
    return entry.state == OutboxEntry::State::Refused ? complain(ExitRefused, QStringLiteral("failed: ") + entry.code)
                                                      : ExitOk;
}

int sql(const Arguments &arguments)
{
    if (arguments.words.size() != 1)
        return complain(ExitUsage, QStringLiteral("sql needs one statement, in quotes"));
    // No lock: a read-only connection neither writes nor checkpoints, so it may stand beside a running client.
    auto reader = Reader::open(QDir::cleanPath(arguments.profile));
    if (!reader)
        return complain(reader.error());
    Catalog catalog;
    const auto json = reader->run(QStringLiteral("SELECT value FROM local_meta WHERE key = 'catalog'"));
    if (json && !json->rows.isEmpty())
        catalog = Catalog::parse(json->rows[0][0].toString().toUtf8()).value_or(Catalog());
    const auto table = reader->run(arguments.words.first());
    if (!table)
        return complain(table.error());
    const JsonRows rows(catalog);
    for (const query::Row &row : table->rows)
        printLine(rows.row(table->columns, row));
    return ExitOk;
}

} // namespace projective::ctl
