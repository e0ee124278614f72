#include "sync/gateway/commandrun.h"

#include "sync/base/logging.h"
#include "sync/gateway/catchupsql.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace projective::gateway {

namespace {

constexpr int tries = 5; ///< of a transaction that lost against another one
constexpr qint64 unavailableRetryMs = 1'000;
constexpr qint64 faultRetryMs = 2'000;

/// Claims and call in one statement, so that a command costs one round trip: the claims are set when the scan of
/// `claims` gives its row, before the call that needs it.
QByteArray asUser(const QUuid &user, const QByteArray &call)
{
    return "with claims as materialized (" + sql::claimsOf(user) + ") select " + call + " from claims";
}

QByteArray objectOrFalse(const QByteArray &json)
{
    // What is no JSON would be an error of the statement; this is refused by the command, with a stored outcome.
    return QJsonDocument::fromJson(json).isObject() ? json : QByteArray("false");
}

/// What a client says of itself, of bearable length and never with half a character at its end, which is no JSON.
QString nameOf(const Sender &sender)
{
    constexpr qsizetype most = 200;
    const QString name = sender.client.left(most);
    return !name.isEmpty() && name.back().isHighSurrogate() ? name.chopped(1) : name;
}

QByteArray requestOf(const Sender &sender)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("ip"), QString::fromLatin1(sender.address)},
                             {QStringLiteral("user_agent"), nameOf(sender)}})
        .toJson(QJsonDocument::Compact);
}

CommandAnswer toAnswer(const QByteArray &json)
{
    const QJsonDocument answer = QJsonDocument::fromJson(json);
    const QString outcome = answer[QLatin1String("outcome")].toString();
    if (outcome == QLatin1String("command_reused") || outcome == QLatin1String("out_of_order")) {
        const auto last = answer[QLatin1String("params")][QLatin1String("last_command")].toInteger();
        return {CommandAnswer::Kind::Refused, outcome, 0, quint64(last)};
    }
    return {CommandAnswer::Kind::Outcome, {}, 0, 0};
}

/// A fault of the server's side is counted there; the fifth of its kind becomes a stored refusal.
CommandAnswer reportFault(Database &database, const Sender &sender, const protocol::CommandMessage &command)
{
    const QByteArray state = database.lastFailure().sqlState;
    database.rollback();
    qCWarning(logGateway, "command %s failed with SQLSTATE %s", qUtf8Printable(command.command), state.constData());
    const auto stored = database.query(asUser(sender.user, "api.fault($1::uuid, $2::bigint, $3, $4)"),
        {sender.installation.toByteArray(QUuid::WithoutBraces), QByteArray::number(command.number),
            command.command.toUtf8(), state});
    if (stored && !stored->isNull(0, 0))
        return {CommandAnswer::Kind::Outcome, {}, 0, 0};
    return {CommandAnswer::Kind::Deferred, QStringLiteral("internal"), faultRetryMs, 0};
}

CommandAnswer toAnswer(
    Database &database, const Error &error, const Sender &sender, const protocol::CommandMessage &command)
{
    const Failure failure = database.lastFailure();
    // What took too long would do so again and again: that is a fault.
    const bool timedOut = failure.sqlState == "57014";
    if (error.code == ErrorCode::ServerUnavailable && !timedOut)
        return {CommandAnswer::Kind::Deferred, QStringLiteral("server_unavailable"), unavailableRetryMs, 0};
    if (failure.sqlState == "PJ429") {
        const double seconds = QJsonDocument::fromJson(failure.detail)[QLatin1String("retry_after")].toDouble(1);
        return {CommandAnswer::Kind::Deferred, QStringLiteral("too_many_requests"), qint64(seconds * 1000), 0};
    }
    if (failure.sqlState == "PJ403" || failure.sqlState == "PJ401")
        return {CommandAnswer::Kind::Foreign, {}, 0, 0};
    return reportFault(database, sender, command);
}

} // namespace

CommandAnswer runCommand(Database &database, const Sender &sender, const protocol::CommandMessage &command)
{
    const QByteArray sql
        = asUser(sender.user, "api.run($1::uuid, $2::bigint, $3, $4, api.parsed($5), api.parsed($6), $7::jsonb)");
    const QList<Field> parameters{sender.installation.toByteArray(QUuid::WithoutBraces),
        QByteArray::number(command.number), command.command.toUtf8(), command.actingAs.toUtf8(),
        command.expected.isEmpty() ? QByteArray("{}") : objectOrFalse(command.expected), objectOrFalse(command.args),
        requestOf(sender)};
    for (int attempt = 1;; ++attempt) {
        const auto table = database.query(sql, parameters);
        if (table)
            return toAnswer(table->bytes(0, 0));
        const bool lost = database.lastFailure().sqlState.startsWith("40");
        if (!lost || attempt == tries)
            return toAnswer(database, table.error(), sender, command);
    }
}

Result<Greeting> greet(Database &database, const Sender &sender, const QUuid &session)
{
    // A token outlives its session by up to its lifetime: who has signed out must not come back with it.
    const auto ended = database.query("select security.has_ended($1::uuid)",
        {session.isNull() ? Field() : session.toByteArray(QUuid::WithoutBraces)});
    if (!ended)
        return tl::unexpected(ended.error());
    if (ended->view(0, 0) == QByteArrayView("t"))
        return failure(ErrorCode::Unauthorized);
    const QByteArray info
        = QJsonDocument(QJsonObject{{QStringLiteral("client"), nameOf(sender)}}).toJson(QJsonDocument::Compact);
    const auto hello = database.query(asUser(sender.user, "sync.hello($1::uuid, $2::jsonb) ->> 'last_command'"),
        {sender.installation.toByteArray(QUuid::WithoutBraces), info});
    if (!hello) {
        const bool foreign = database.lastFailure().sqlState == "PJ403";
        return foreign ? failure(ErrorCode::ForeignClient) : tl::unexpected(hello.error());
    }
    const auto scopes = database.query(
        "select kind, id::text from security.scopes_of($1::uuid)", {sender.user.toByteArray(QUuid::WithoutBraces)});
    if (!scopes)
        return tl::unexpected(scopes.error());
    Greeting greeting{hello->bytes(0, 0).toULongLong(), {}};
    for (int row = 0; row < scopes->rows(); ++row)
        greeting.holds.insert(toScope(scopes->view(row, 0), scopes->view(row, 1)));
    return greeting;
}

} // namespace projective::gateway
