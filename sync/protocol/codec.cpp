#include "sync/protocol/codec.h"

#include <QCborArray>
#include <QCborMap>
#include <QtEndian>

namespace projective::protocol {

namespace {

constexpr char controlFrame = 1;
constexpr char rowsFrame = 2;
constexpr qsizetype rowsHeaderBytes = 7;

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

// ---- writing: each message as its map

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

// ---- reading

/// Takes fields out of a map and remembers whether one had the wrong type; absent fields keep their default.
class FieldReader
{
public:
    explicit FieldReader(const Fields &fields)
        : m_fields(fields)
    {
    }
    QString text(const char *key)
    {
        const QCborValue value = at(key);
        return value.isUndefined() ? QString() : check(value.isString(), key) ? value.toString() : QString();
    }
    QByteArray bytes(const char *key)
    {
        const QCborValue value = at(key);
        return value.isUndefined()            ? QByteArray()
            : check(value.isByteArray(), key) ? value.toByteArray()
                                              : QByteArray();
    }
    qint64 integer(const char *key, qint64 minimum, qint64 maximum, qint64 absent = 0)
    {
        const QCborValue value = at(key);
        if (value.isUndefined())
            return absent;
        const qint64 number = value.toInteger();
        return check(value.isInteger() && number >= minimum && number <= maximum, key) ? number : absent;
    }
    qint64 counter(const char *key) { return integer(key, 0, std::numeric_limits<qint64>::max()); }
    bool boolean(const char *key, bool absent = false)
    {
        const QCborValue value = at(key);
        return value.isUndefined() ? absent : check(value.isBool(), key) && value.toBool();
    }
    QCborArray array(const char *key)
    {
        const QCborValue value = at(key);
        return value.isUndefined() ? QCborArray() : check(value.isArray(), key) ? value.toArray() : QCborArray();
    }
    QUuid uuid(const QCborValue &value, const char *key)
    {
        return check(value.isByteArray() && value.toByteArray().size() == 16, key)
            ? QUuid::fromRfc4122(value.toByteArray())
            : QUuid();
    }
    QUuid uuid(const char *key) { return uuid(at(key), key); }
    Scope scope(const QCborValue &value, const char *key)
    {
        const Scope scope = Scope::fromString(value.toString());
        check(value.isString() && !scope.kind.isEmpty(), key);
        return scope;
    }
    QList<Scope> scopes(const char *key)
    {
        QList<Scope> list;
        const QCborArray values = array(key);
        list.reserve(values.size());
        for (const QCborValue &value : values)
            list.append(scope(value, key));
        return list;
    }
    QCborValue at(const char *key) const { return m_fields.value(QLatin1String(key)); }
    bool check(bool fine, const char *key)
    {
        if (!fine && m_wrong.isEmpty())
            m_wrong = QLatin1String(key);
        return fine;
    }
    template <typename Message, typename Variant>
    Result<Variant> finish(Message &&message) const
    {
        if (!m_wrong.isEmpty())
            return failure(ErrorCode::ProtocolError, QStringLiteral("bad field '%1'").arg(m_wrong));
        return Variant(std::forward<Message>(message));
    }

private:
    const Fields &m_fields;
    QString m_wrong;
};

Cursor readCursor(FieldReader &r)
{
    return {r.text("identity"), r.text("snapshot")};
}

Hello read(FieldReader &r, const Hello &)
{
    Hello m;
    m.version = static_cast<int>(r.integer("version", 0, std::numeric_limits<int>::max()));
    m.token = r.text("token");
    m.installation = r.uuid("installation");
    m.client = r.text("client");
    m.catalog = r.bytes("catalog");
    m.cursor = readCursor(r);
    m.scopesHash = r.bytes("scopes_hash");
    m.first = r.text("first");
    return m;
}

ScopesHeld read(FieldReader &r, const ScopesHeld &)
{
    return {r.scopes("scopes"), r.boolean("last", true)};
}

CommandMessage read(FieldReader &r, const CommandMessage &)
{
    return {static_cast<quint64>(r.integer("number", 1, std::numeric_limits<qint64>::max())), r.text("command"),
        r.text("as"), r.text("args").toUtf8(), r.text("expected").toUtf8()};
}

Ack read(FieldReader &r, const Ack &)
{
    return {r.counter("bytes")};
}

PageWanted read(FieldReader &r, const PageWanted &)
{
    PageWanted m;
    m.relation = static_cast<int>(r.integer("relation", 1, std::numeric_limits<qint16>::max()));
    m.scope = r.scope(r.at("scope"), "scope");
    m.below = r.integer("below", std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max());
    m.rows = static_cast<int>(r.integer("rows", 1, 1000, 200));
    return m;
}

TokenRenewal read(FieldReader &r, const TokenRenewal &)
{
    return {r.text("token")};
}

Welcome read(FieldReader &r, const Welcome &)
{
    return {static_cast<int>(r.integer("version", 0, std::numeric_limits<int>::max())),
        static_cast<quint64>(r.counter("last_command")), r.counter("server_time"), r.counter("token_expires"),
        r.text("catalog").toUtf8()};
}

ScopesWanted read(FieldReader &, const ScopesWanted &)
{
    return {};
}

RoundBegin read(FieldReader &r, const RoundBegin &)
{
    return {r.boolean("reset"), r.scopes("revoked"), r.scopes("granted"), r.counter("rows_expected"),
        r.boolean("last", true)};
}

Deletes read(FieldReader &r, const Deletes &)
{
    Deletes m;
    m.relation = static_cast<int>(r.integer("relation", 1, std::numeric_limits<qint16>::max()));
    for (const QCborValue &key : r.array("keys"))
        m.keys.append(r.uuid(key, "keys"));
    return m;
}

Floors read(FieldReader &r, const Floors &)
{
    Floors m;
    m.relation = static_cast<int>(r.integer("relation", 1, std::numeric_limits<qint16>::max()));
    for (const QCborValue &value : r.array("floors")) {
        const QCborArray pair = value.toArray();
        if (r.check(pair.size() == 2 && pair.at(1).isInteger(), "floors"))
            m.floors.append({r.scope(pair.at(0), "floors"), pair.at(1).toInteger()});
    }
    return m;
}

RoundCommit read(FieldReader &r, const RoundCommit &)
{
    return {readCursor(r)};
}

CommandDeferred read(FieldReader &r, const CommandDeferred &)
{
    return {static_cast<quint64>(r.counter("number")), r.text("code"), r.counter("retry_after_ms")};
}

CommandRefused read(FieldReader &r, const CommandRefused &)
{
    return {static_cast<quint64>(r.counter("number")), r.text("code"), static_cast<quint64>(r.counter("last_command"))};
}

TokenAccepted read(FieldReader &r, const TokenAccepted &)
{
    return {r.counter("token_expires")};
}

Goodbye read(FieldReader &r, const Goodbye &)
{
    return {errorCodeFromName(r.text("code")), r.text("detail"), r.counter("retry_after_ms")};
}

/// Tries the alternatives of `Variant` that have a wire name, in order.
template <typename Variant, size_t Index = 0>
Result<Variant> readNamed(const QString &name, const Fields &fields)
{
    if constexpr (Index == std::variant_size_v<Variant>) {
        return failure(ErrorCode::ProtocolError, QStringLiteral("unknown message '%1'").arg(name.left(40)));
    } else {
        using Message = std::variant_alternative_t<Index, Variant>;
        if constexpr (requires { Message::name; }) {
            if (name == QLatin1String(Message::name)) {
                FieldReader reader(fields);
                Message message = read(reader, Message{});
                return reader.finish<Message, Variant>(std::move(message));
            }
        }
        return readNamed<Variant, Index + 1>(name, fields);
    }
}

Result<Fields> readMap(const QByteArray &bytes)
{
    const QByteArray cbor = bytes.sliced(1);
    // Qt bounds both the depth (1,024) and what it allocates ahead for a stated length.
    QCborParserError error;
    const QCborValue value = QCborValue::fromCbor(cbor, &error);
    if (error.error != QCborError::NoError || !value.isMap() || error.offset != cbor.size())
        return failure(ErrorCode::ProtocolError, QStringLiteral("not one CBOR map"));
    return value.toMap();
}

template <typename Variant>
Result<Variant> decodeControl(const QByteArray &bytes)
{
    return readMap(bytes).and_then([](const Fields &fields) -> Result<Variant> {
        return readNamed<Variant>(fields.value(QLatin1String("t")).toString(), fields);
    });
}

Result<ServerMessage> decodeRows(const QByteArray &bytes)
{
    if (bytes.size() < rowsHeaderBytes)
        return failure(ErrorCode::ProtocolError, QStringLiteral("short rows frame"));
    Rows rows;
    rows.relation = qFromBigEndian<qint16>(bytes.constData() + 1);
    rows.count = qFromBigEndian<qint32>(bytes.constData() + 3);
    if (rows.relation < 1 || rows.count < 0)
        return failure(ErrorCode::ProtocolError, QStringLiteral("bad rows header"));
    rows.tuples = bytes.sliced(rowsHeaderBytes);
    return ServerMessage(std::move(rows));
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

Result<ClientMessage> decodeClientMessage(const QByteArray &bytes)
{
    if (bytes.size() > maxClientMessageBytes)
        return failure(ErrorCode::TooLarge);
    if (bytes.isEmpty() || bytes.at(0) != controlFrame)
        return failure(ErrorCode::ProtocolError, QStringLiteral("unknown frame type"));
    return decodeControl<ClientMessage>(bytes);
}

Result<ServerMessage> decodeServerMessage(const QByteArray &bytes)
{
    if (bytes.size() > maxServerMessageBytes)
        return failure(ErrorCode::TooLarge);
    if (!bytes.isEmpty() && bytes.at(0) == rowsFrame)
        return decodeRows(bytes);
    if (bytes.isEmpty() || bytes.at(0) != controlFrame)
        return failure(ErrorCode::ProtocolError, QStringLiteral("unknown frame type"));
    return decodeControl<ServerMessage>(bytes);
}

} // namespace projective::protocol
