#include "shellworld.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

namespace projective::test {

namespace {
QString contents(const QString &path)
{
    QFile file(QStringLiteral(PROJECTIVE_SOURCE_DIR) + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}
} // namespace

EntryId RecordingSink::submit(const Command &command, const Receiver &receiver)
{
    const EntryId entry{newUuid()};
    submitted.append({entry, command, receiver});
    if (receiver)
        receiver({entry, CommandState::Kind::Saved, {}, {}, {}});
    return entry;
}

void RecordingSink::withdraw(EntryId entry, const Receiver &receiver)
{
    const bool tooLate = allSent || sent.contains(entry);
    if (!tooLate)
        withdrawn.append(entry);
    if (receiver)
        receiver({entry, tooLate ? CommandState::Kind::Failed : CommandState::Kind::Withdrawn, {}, {}, {}});
}

void RecordingSink::loadOlder(const QString &relation, const QString &scope, int rows)
{
    older.append(QStringLiteral("%1 %2 %3").arg(relation, scope).arg(rows));
}

void RecordingSink::answer(CommandState::Kind kind, const QString &code)
{
    const Submitted last = submitted.last();
    if (last.receiver)
        last.receiver({last.entry, kind, code, {}, {}});
}

QList<Command> RecordingSink::named(const QString &name) const
{
    QList<Command> result;
    for (const Submitted &one : submitted) {
        if (one.command.name == name)
            result.append(one.command);
    }
    return result;
}

ShellWorld::ShellWorld(bool filled)
    : context(source, sink, theme)
    , workspaces(source)
{
    if (filled) {
        source.execute(contents(QStringLiteral("/tests/models/world.sql")));
        execute(contents(QStringLiteral("/tests/ui/chat.sql")));
    }
    theme.install();
    context.setUser(UserId(SqliteSource::id(QStringLiteral("mara"))));
    context.setActing(
        {WorkspaceKind::Business, SqliteSource::id(QStringLiteral("northwind"))}, QStringLiteral("Northwind Ltd"));
    workspaces.setUser(context.user());
    SyncStatus status;
    status.state = SyncStatus::State::Synced;
    status.everSynced = true;
    context.setStatus(status);
}

void ShellWorld::settle()
{
    for (int i = 0; i < 4; ++i) {
        source.deliver();
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

QString ShellWorld::text(const QString &name)
{
    return SqliteSource::id(name).toString(QUuid::WithoutBraces);
}

void ShellWorld::execute(const QString &sql)
{
    static const QRegularExpression call(QStringLiteral(R"(uuidtext\('([^']+)'\))"));
    QString plain = sql;
    for (QRegularExpressionMatch match = call.match(plain); match.hasMatch(); match = call.match(plain))
        plain.replace(
            match.capturedStart(), match.capturedLength(), QStringLiteral("'%1'").arg(text(match.captured(1))));
    source.execute(plain);
}

} // namespace projective::test
