// Each message as its map, and that as bytes.
#include "sync/protocol/codec.h"
#include "sync/protocol/frames.h"

#include <QCborArray>
#include <QCborMap>
#include <QtEndian>

#include <initializer_list>
#include <utility>

namespace projective::protocol {

namespace {

using Fields = QCborMap;
using Field = std::pair<QLatin1String, QCborValue>;

/// The map of a message: its name, then its fields, in this order.
template <typename T>
Fields fields(const T &, std::initializer_list<Field> rest = {})
{
    Fields all{{QLatin1String("t"), QLatin1String(T::name)}};
    for (const auto &[name, value] : rest)
        all.insert(name, value);
    return all;
}

QCborArray fromScopes(const QList<Scope> &scopes)
{
    QCborArray list;
    for (const Scope &scope : scopes)
        list.append(scope.toString());
    return list;
}

Fields toFields(const Hello &m)
{
    Fields f = fields(m,
        {{QLatin1String("version"), m.version}, {QLatin1String("token"), m.token},
            {QLatin1String("installation"), m.installation.toRfc4122()}, {QLatin1String("client"), m.client},
            {QLatin1String("catalog"), m.catalog}});
    if (!m.cursor.isNull()) {
        f.insert(QLatin1String("identity"), m.cursor.identity);
        f.insert(QLatin1String("snapshot"), m.cursor.snapshot);
    }
    f.insert(QLatin1String("scopes_hash"), m.scopesHash);
    f.insert(QLatin1String("first"), m.first);
    return f;
}

Fields toFields(const ScopesHeld &m)
{
    return fields(m, {{QLatin1String("scopes"), fromScopes(m.scopes)}, {QLatin1String("last"), m.last}});
}

Fields toFields(const CommandMessage &m)
{
    Fields f = fields(m,
        {{QLatin1String("number"), static_cast<qint64>(m.number)}, {QLatin1String("command"), m.command},
            {QLatin1String("as"), m.actingAs}, {QLatin1String("args"), QString::fromUtf8(m.args)}});
    if (!m.expected.isEmpty())
        f.insert(QLatin1String("expected"), QString::fromUtf8(m.expected));
    return f;
}

Fields toFields(const Ack &m)
{
    return fields(m, {{QLatin1String("bytes"), m.bytes}});
}

Fields toFields(const PageWanted &m)
{
    return fields(m,
        {{QLatin1String("relation"), m.relation}, {QLatin1String("scope"), m.scope.toString()},
            {QLatin1String("below"), m.below}, {QLatin1String("rows"), m.rows}});
}

Fields toFields(const TokenRenewal &m)
{
    return fields(m, {{QLatin1String("token"), m.token}});
}

Fields toFields(const Welcome &m)
{
    Fields f = fields(m,
        {{QLatin1String("version"), m.version}, {QLatin1String("last_command"), static_cast<qint64>(m.lastCommand)},
            {QLatin1String("server_time"), m.serverTime}, {QLatin1String("token_expires"), m.tokenExpires}});
    if (!m.catalogJson.isEmpty())
        f.insert(QLatin1String("catalog"), QString::fromUtf8(m.catalogJson));
    return f;
}

Fields toFields(const ScopesWanted &m)
{
    return fields(m);
}

Fields toFields(const RoundBegin &m)
{
    return fields(m,
        {{QLatin1String("reset"), m.reset}, {QLatin1String("revoked"), fromScopes(m.revoked)},
            {QLatin1String("granted"), fromScopes(m.granted)}, {QLatin1String("rows_expected"), m.rowsExpected},
            {QLatin1String("last"), m.last}});
}

Fields toFields(const Deletes &m)
{
    QCborArray keys;
    for (const QUuid &key : m.keys)
        keys.append(key.toRfc4122());
    return fields(m, {{QLatin1String("relation"), m.relation}, {QLatin1String("keys"), keys}});
}

Fields toFields(const Floors &m)
{
    QCborArray floors;
    for (const auto &[scope, floor] : m.floors)
        floors.append(QCborArray{scope.toString(), floor});
    return fields(m, {{QLatin1String("relation"), m.relation}, {QLatin1String("floors"), floors}});
}

Fields toFields(const RoundCommit &m)
{
    return fields(m, {{QLatin1String("identity"), m.cursor.identity}, {QLatin1String("snapshot"), m.cursor.snapshot}});
}

Fields toFields(const CommandDeferred &m)
{
    return fields(m,
        {{QLatin1String("number"), static_cast<qint64>(m.number)}, {QLatin1String("code"), m.code},
            {QLatin1String("retry_after_ms"), m.retryAfterMs}});
}

Fields toFields(const CommandRefused &m)
{
    return fields(m,
        {{QLatin1String("number"), static_cast<qint64>(m.number)}, {QLatin1String("code"), m.code},
            {QLatin1String("last_command"), static_cast<qint64>(m.lastCommand)}});
}

Fields toFields(const TokenAccepted &m)
{
    return fields(m, {{QLatin1String("token_expires"), m.tokenExpires}});
}

Fields toFields(const Goodbye &m)
{
    return fields(m,
        {{QLatin1String("code"), errorCodeName(m.code)}, {QLatin1String("detail"), m.detail},
            {QLatin1String("retry_after_ms"), m.retryAfterMs}});
}

template <typename T>
QByteArray frame(const T &message)
{
    return controlFrame + QCborValue(toFields(message)).toCbor();
}

QByteArray frame(const Rows &rows)
{
    QByteArray bytes(rowsHeaderBytes, Qt::Uninitialized);
    bytes[0] = rowsFrame;
    qToBigEndian(static_cast<qint16>(rows.relation), bytes.data() + 1);
    qToBigEndian(static_cast<qint32>(rows.count), bytes.data() + 3);
    return bytes + rows.tuples;
}

} // namespace

QByteArray encode(const ClientMessage &message)
{
    return std::visit([](const auto &m) { return frame(m); }, message);
}

QByteArray encode(const ServerMessage &message)
{
    return std::visit([](const auto &m) { return frame(m); }, message);
}

} // namespace projective::protocol
