// What a stranger sent, taken apart with distrust.
#include "sync/protocol/codec.h"
#include "sync/protocol/frames.h"

#include <QCborArray>
#include <QCborMap>
#include <QtEndian>

namespace projective::protocol {

namespace {

using Fields = QCborMap;

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
        if (value.isUndefined())
            return {};
        const QString text = value.toString();
        // No text of ours has a NUL, and what reads C strings would take the rest for absent.
        return check(value.isString() && !text.contains(QChar(0)), key) ? text : QString();
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
        for (const auto &value : values)
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
    if (m.version != version)
        return m; // what else stands in it is for that version to say
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
    r.check(!r.at("number").isUndefined(), "number");
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
    for (const auto &key : r.array("keys"))
        m.keys.append(r.uuid(key, "keys"));
    return m;
}

Floors read(FieldReader &r, const Floors &)
{
    Floors m;
    m.relation = static_cast<int>(r.integer("relation", 1, std::numeric_limits<qint16>::max()));
    for (const auto &value : r.array("floors")) {
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
