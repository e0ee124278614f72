#include "sync/client/store.h"

#include "sync/base/logging.h"
#include "sync/commands/effects.h"
#include "sync/commands/entities.h"

#include <QDateTime>

#include <chrono>

namespace projective {

namespace {

qint64 nowUs()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

QList<quint64> numbersOf(const QList<OutboxEntry> &entries)
{
    QList<quint64> numbers;
    for (const OutboxEntry &entry : entries)
        numbers.append(entry.number);
    return numbers;
}

} // namespace

Result<std::unique_ptr<Store>> Store::open(const QString &folder, UserId user, const Listener &listener)
{
    std::unique_ptr<Store> store(new Store(listener));
    auto outbox = Outbox::open(folder, user);
    if (!outbox)
        return tl::unexpected(outbox.error());
    store->m_outbox.emplace(std::move(*outbox));
    auto mirror = Mirror::open({folder, user, store->m_outbox->installation(), runEffect});
    if (!mirror)
        return tl::unexpected(mirror.error());
    store->m_mirror = std::move(*mirror);
    if (const auto loaded = store->load(); !loaded)
        return tl::unexpected(loaded.error());
    return store;
}

Result<void> Store::load()
{
    // A crash between the commit of a round and that of the outbox: the outcomes lie in the mirror.
    const auto outcomes = m_mirror->outcomesOf(numbersOf(m_outbox->sentEntries()));
    if (!outcomes)
        return mend(outcomes.error());
    const auto settled = m_outbox->settle(*outcomes);
    if (!settled)
        return tl::unexpected(settled.error());
    const auto dropped = m_outbox->disconnected();
    if (!dropped)
        return tl::unexpected(dropped.error());
    // Before any page has asked for older rows: what was scrolled to in runs before is given up here.
    if (const auto trimmed = m_mirror->trim(nowUs()); !trimmed) {
        if (trimmed.error().code == ErrorCode::StorageCorrupt)
            return mend(trimmed.error());
        qCWarning(logSync) << "the windows stay as they are:" << trimmed.error().detail; // without room, for one
    }
    const auto drafts = m_outbox->drafts();
    if (!drafts)
        return tl::unexpected(drafts.error());
    return shown(m_mirror->setPending(m_outbox->entries(), *drafts));
}

// ---- the mirror's health

Result<void> Store::shown(const Result<MirrorChange> &change)
{
    if (!change)
        return mend(change.error());
    if (!change->tables.isEmpty())
        m_listener.changed(change->tables);
    return {};
}

Result<void> Store::mended(const Result<void> &done)
{
    return done ? done : mend(done.error());
}

Result<void> Store::mend(const Error &error)
{
    const bool conflict = error.code == ErrorCode::Internal && error.detail == QLatin1String("rebase conflict");
    const bool closed = !m_mirror->isOpen(); // it could not be replaced before
    if (!conflict && !closed && error.code != ErrorCode::StorageCorrupt)
        return tl::unexpected(error);
    qCWarning(logSync) << "the mirror is filled afresh:" << errorCodeName(error.code) << error.detail;
    const auto emptied = conflict ? m_mirror->rebuild() : m_mirror->replaceFile();
    if (!emptied)
        return tl::unexpected(emptied.error());
    m_mirrorLost = true;
    const auto drafts = m_outbox->drafts();
    if (!drafts)
        return tl::unexpected(drafts.error());
    const auto pending = m_mirror->setPending(m_outbox->entries(), *drafts);
    if (!pending)
        return tl::unexpected(pending.error());
    if (!conflict)
        m_listener.reopened();
    m_listener.changed(emptied->tables + pending->tables);
    return {};
}

// ---- commands

Result<CommandClass> Store::classOf(const QString &name)
{
    if (m_mirror->catalog().find(QStringLiteral("commands")) != nullptr) {
        const auto rows = m_mirror->database().rows(QStringLiteral("SELECT name, class FROM commands"));
        if (!rows) {
            if (const auto mended = mend(rows.error()); !mended)
                return tl::unexpected(mended.error());
        }
        for (const QVariantList &row : rows.value_or(QList<QVariantList>())) {
            if (row[0].toString() == name)
                return commandClassFromName(row[1].toString()).value_or(CommandClass::OnlineOnly);
        }
        if (rows && !rows->isEmpty())
            return failure(ErrorCode::InvalidArgument, QStringLiteral("no such command: ") + name);
    }
    if (const auto known = knownCommandClass(name))
        return *known;
    return failure(ErrorCode::InvalidArgument, QStringLiteral("no such command: ") + name);
}

Result<void> Store::submit(EntryId id, const Command &command, bool connected)
{
    const auto commandClass = classOf(command.name);
    if (!commandClass)
        return tl::unexpected(commandClass.error());
    if (command.actingAs.isNull())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no workspace to act as"));
    const auto entry = m_outbox->add(id, command, *commandClass, entitiesOf(command), connected, nowUs());
    if (!entry)
        return tl::unexpected(entry.error());
    m_listener.outbox({{*entry}, {}});
    return shown(m_mirror->add(*entry));
}

Result<void> Store::follow(const Result<OutboxChange> &change)
{
    if (!change)
        return tl::unexpected(change.error());
    if (change->changed.isEmpty() && change->gone.isEmpty())
        return {};
    // What is on disk is told even where the mirror fails: it can be filled again.
    const auto done = shown(m_mirror->follow(*change));
    m_listener.outbox(*change);
    return done;
}

Result<void> Store::withdraw(EntryId id)
{
    return follow(m_outbox->withdraw(id));
}

Result<EntryId> Store::retry(EntryId id, bool connected)
{
    const EntryId newId(newUuid());
    if (const auto done = follow(m_outbox->retry(id, newId, connected, nowUs())); !done)
        return tl::unexpected(done.error());
    return newId;
}

Result<void> Store::discard(EntryId id)
{
    return follow(m_outbox->discard(id));
}

Result<void> Store::saveDraft(const QString &key, const QString &text)
{
    const qint64 at = nowUs();
    if (const auto saved = m_outbox->saveDraft(key, text, at); !saved)
        return saved;
    return shown(m_mirror->showDraft({key, text, at}));
}

Result<OutboxEntry> Store::markSent(EntryId id, quint64 number)
{
    const OutboxEntry *held = m_outbox->find(id);
    if (held != nullptr && held->number == number)
        return *held; // sent before, and repeated
    if (held == nullptr || held->number != 0 || m_outbox->lastNumber() + 1 != number)
        return failure(ErrorCode::Internal, QStringLiteral("number %1 is not the next").arg(number));
    const auto sent = m_outbox->markSent(id);
    if (!sent)
        return sent;
    if (const auto done = follow(OutboxChange{{*sent}, {}}); !done)
        return tl::unexpected(done.error());
    return sent;
}

Result<void> Store::settle(const QList<CommandOutcome> &outcomes)
{
    return outcomes.isEmpty() ? Result<void>() : follow(m_outbox->settle(outcomes));
}

Result<void> Store::fail(quint64 number, const QString &code)
{
    return follow(m_outbox->fail(number, code));
}

Result<void> Store::disconnected()
{
    return follow(m_outbox->disconnected());
}

Result<session::Reconciled> Store::reconcile(quint64 lastCommand)
{
    const auto outcomes = m_mirror->outcomesOf(numbersOf(m_outbox->sentEntries()));
    if (!outcomes) {
        if (const auto mended = mend(outcomes.error()); !mended)
            return tl::unexpected(mended.error());
        // The next Welcome is that of an empty mirror, and brings the outcomes again.
        return session::Reconciled{false, m_outbox->lastNumber() + 1, {}};
    }
    if (const auto done = settle(*outcomes); !done)
        return tl::unexpected(done.error());
    const auto reconciled = m_outbox->reconcile(lastCommand);
    if (!reconciled)
        return tl::unexpected(reconciled.error());
    m_mirror->setInstallation(m_outbox->installation());
    if (const auto done = follow(reconciled->change); !done)
        return tl::unexpected(done.error());
    return session::Reconciled{reconciled->newInstallation, m_outbox->lastNumber() + 1, sendable()};
}

QList<session::Entry> Store::sendable() const
{
    QList<session::Entry> entries;
    for (const OutboxEntry &entry : m_outbox->sentEntries())
        entries.append({entry.id, entry.number});
    for (const OutboxEntry &entry : m_outbox->sendable()) {
        if (entry.number == 0)
            entries.append({entry.id, 0});
    }
    return entries;
}

// ---- rounds

Result<void> Store::adoptCatalog(const QByteArray &json)
{
    const bool held = !m_mirror->cursor().isNull();
    if (const auto done = shown(m_mirror->applyCatalog(json)); !done)
        return done;
    // Hello promised rows that are not there any more: a new Hello asks for all of them.
    m_mirrorLost = m_mirrorLost || (held && m_mirror->cursor().isNull());
    return {};
}

Result<void> Store::begin(const protocol::RoundBegin &begin)
{
    return mended(m_mirror->begin(begin));
}

Result<void> Store::stage(const session::Stage &part)
{
    Result<void> done;
    if (const auto *rows = std::get_if<protocol::Rows>(&part.part))
        done = m_mirror->rows(*rows);
    else if (const auto *deletes = std::get_if<protocol::Deletes>(&part.part))
        done = m_mirror->deletes(*deletes);
    else
        done = m_mirror->floors(std::get<protocol::Floors>(part.part));
    // What was revoked is gone before the round is whole, which it may never be.
    if (const QSet<QString> purged = m_mirror->takeUnannounced(); !purged.isEmpty())
        m_listener.changed(purged);
    return mended(done);
}

Result<QList<quint64>> Store::commit(const protocol::Cursor &cursor)
{
    const auto change = m_mirror->commit({cursor});
    if (const auto done = shown(change); !done) {
        // To the session the round is over: what came of it must not become part of the next one.
        abandon();
        return tl::unexpected(done.error());
    }
    QList<quint64> settled;
    if (!change)
        return settled; // mended: the mirror is empty
    for (const CommandOutcome &outcome : change->outcomes)
        settled.append(outcome.number);
    if (const auto done = settle(change->outcomes); !done)
        return tl::unexpected(done.error());
    return settled;
}

void Store::abandon()
{
    if (const auto done = m_mirror->abandon(); !done)
        qCWarning(logSync) << "a round could not be dropped:" << done.error().detail;
}

void Store::checkpoint(int pages)
{
    // The commits stand whatever comes of it.
    if (m_mirror->walPages() >= pages) {
        if (const auto done = m_mirror->checkpoint(); !done)
            qCWarning(logSync) << "checkpoint of the mirror:" << done.error().detail;
    }
    if (m_outbox->walPages() >= pages) {
        if (const auto done = m_outbox->idle(); !done)
            qCWarning(logSync) << "checkpoint of the outbox:" << done.error().detail;
    }
}

bool Store::idle()
{
    const auto more = m_mirror->idle();
    if (!more)
        qCWarning(logSync) << "upkeep of the mirror:" << more.error().detail;
    if (m_mirror->takeIndexed())
        m_listener.changed({QStringLiteral("local_search")});
    if (const auto done = m_outbox->idle(); !done)
        qCWarning(logSync) << "upkeep of the outbox:" << done.error().detail;
    return more.value_or(false);
}

} // namespace projective
