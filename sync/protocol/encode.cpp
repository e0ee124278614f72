// Each message as its map, and that as bytes.
#include "sync/protocol/codec.h"
#include "sync/protocol/frames.h"

#include <QCborArray>
#include <QCborMap>
#include <QtEndian>

namespace projective::protocol {

namespace {

using Fields = QCborMap;

template <typename T>
Fields named()
{
    return Fields{{QLatin1String("t"), QLatin1String(T::name)}};
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
    Fields f = named<Hello>();
    f.insert(QLatin1String("version"), m.version);
    f.insert(QLatin1String("token"), m.token);
    f.insert(QLatin1String("installation"), m.installation.toRfc4122());
    f.insert(QLatin1String("client"), m.client);
    f.insert(QLatin1String("catalog"), m.catalog);
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
    Fields f = named<ScopesHeld>();
    f.insert(QLatin1String("scopes"), fromScopes(m.scopes));
    f.insert(QLatin1String("last"), m.last);
    return f;
}

Fields toFields(const CommandMessage &m)
{
    Fields f = named<CommandMessage>();
    f.insert(QLatin1String("number"), static_cast<qint64>(m.number));
    f.insert(QLatin1String("command"), m.command);
    f.insert(QLatin1String("as"), m.actingAs);
    f.insert(QLatin1String("args"), QString::fromUtf8(m.args));
    if (!m.expected.isEmpty())
        f.insert(QLatin1String("expected"), QString::fromUtf8(m.expected));
    return f;
}

Fields toFields(const Ack &m)
{
    Fields f = named<Ack>();
    f.insert(QLatin1String("bytes"), m.bytes);
    return f;
}

Fields toFields(const PageWanted &m)
{
    Fields f = named<PageWanted>();
    f.insert(QLatin1String("relation"), m.relation);
    f.insert(QLatin1String("scope"), m.scope.toString());
    f.insert(QLatin1String("below"), m.below);
    f.insert(QLatin1String("rows"), m.rows);
    return f;
}

Fields toFields(const TokenRenewal &m)
{
    Fields f = named<TokenRenewal>();
    f.insert(QLatin1String("token"), m.token);
    return f;
}

Fields toFields(const Welcome &m)
{
    Fields f = named<Welcome>();
    f.insert(QLatin1String("version"), m.version);
    f.insert(QLatin1String("last_command"), static_cast<qint64>(m.lastCommand));
    f.insert(QLatin1String("server_time"), m.serverTime);
    f.insert(QLatin1String("token_expires"), m.tokenExpires);
    if (!m.catalogJson.isEmpty())
        f.insert(QLatin1String("catalog"), QString::fromUtf8(m.catalogJson));
    return f;
}

Fields toFields(const ScopesWanted &)
{
    return named<ScopesWanted>();
}

Fields toFields(const RoundBegin &m)
{
    Fields f = named<RoundBegin>();
    f.insert(QLatin1String("reset"), m.reset);
    f.insert(QLatin1String("revoked"), fromScopes(m.revoked));
    f.insert(QLatin1String("granted"), fromScopes(m.granted));
    f.insert(QLatin1String("rows_expected"), m.rowsExpected);
    f.insert(QLatin1String("last"), m.last);
    return f;
}

Fields toFields(const Deletes &m)
{
    QCborArray keys;
    for (const QUuid &key : m.keys)
        keys.append(key.toRfc4122());
    Fields f = named<Deletes>();
    f.insert(QLatin1String("relation"), m.relation);
    f.insert(QLatin1String("keys"), keys);
    return f;
}

Fields toFields(const Floors &m)
{
    QCborArray floors;
    for (const auto &[scope, floor] : m.floors)
        floors.append(QCborArray{scope.toString(), floor});
    Fields f = named<Floors>();
    f.insert(QLatin1String("relation"), m.relation);
    f.insert(QLatin1String("floors"), floors);
    return f;
}

Fields toFields(const RoundCommit &m)
{
    Fields f = named<RoundCommit>();
    f.insert(QLatin1String("identity"), m.cursor.identity);
    f.insert(QLatin1String("snapshot"), m.cursor.snapshot);
    return f;
}

Fields toFields(const CommandDeferred &m)
{
    Fields f = named<CommandDeferred>();
    f.insert(QLatin1String("number"), static_cast<qint64>(m.number));
    f.insert(QLatin1String("code"), m.code);
    f.insert(QLatin1String("retry_after_ms"), m.retryAfterMs);
    return f;
}

Fields toFields(const CommandRefused &m)
{
    Fields f = named<CommandRefused>();
    f.insert(QLatin1String("number"), static_cast<qint64>(m.number));
    f.insert(QLatin1String("code"), m.code);
    f.insert(QLatin1String("last_command"), static_cast<qint64>(m.lastCommand));
    return f;
}

Fields toFields(const TokenAccepted &m)
{
    Fields f = named<TokenAccepted>();
    f.insert(QLatin1String("token_expires"), m.tokenExpires);
    return f;
}

Fields toFields(const Goodbye &m)
{
    Fields f = named<Goodbye>();
    f.insert(QLatin1String("code"), errorCodeName(m.code));
    f.insert(QLatin1String("detail"), m.detail);
    f.insert(QLatin1String("retry_after_ms"), m.retryAfterMs);
    return f;
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
