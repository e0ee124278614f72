#include "tests/gateway/rawclient.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/tuple.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkRequest>
#include <QTest>

namespace projective::test {

RawClient::RawClient(const QUuid &id)
    : installation(id)
{
    QObject::connect(
        &m_socket, &QWebSocket::binaryMessageReceived, &m_socket, [this](const QByteArray &bytes) { receive(bytes); });
}

void RawClient::openSocket(const QUrl &url, const QByteArray &origin)
{
    welcome.reset();
    goodbye.reset();
    deferred.clear();
    refused.clear();
    m_begin.reset();
    m_round.clear();
    rounds = lastRounds = abandoned = sightings = freshStarts = scopesGranted = 0;
    rowsReceived = deletesReceived = bytesReceived = 0;
    scopesWanted = false;
    QNetworkRequest request(url);
    // Qt's client has no call for subprotocols before 6.4's later releases; the header is the same.
    request.setRawHeader("Sec-WebSocket-Protocol", protocol::subprotocol.data());
    if (!origin.isNull())
        request.setRawHeader("Origin", origin);
    m_socket.open(request);
}

void RawClient::open(const QUrl &url, const QString &token)
{
    openSocket(url);
    if (wait([this] { return isOpen(); }))
        send(hello(token));
}

protocol::Hello RawClient::hello(const QString &token) const
{
    protocol::Hello hello;
    hello.version = protocol::version;
    hello.token = token;
    hello.installation = installation;
    hello.client = QStringLiteral("rawclient");
    hello.catalog = catalog;
    hello.cursor = cursor;
    hello.scopesHash = protocol::scopesHash(held.values());
    return hello;
}

void RawClient::send(const protocol::ClientMessage &message)
{
    m_socket.sendBinaryMessage(protocol::encode(message));
}

void RawClient::run(quint64 number, const QString &command, const QString &as, const QJsonObject &args)
{
    send(protocol::CommandMessage{number, command, as, QJsonDocument(args).toJson(QJsonDocument::Compact), {}});
}

void RawClient::acknowledge()
{
    acknowledges = true;
    send(protocol::Ack{bytesReceived});
}

void RawClient::cut()
{
    m_socket.abort();
}

bool RawClient::wait(const std::function<bool()> &condition, int timeoutMs)
{
    return QTest::qWaitFor(condition, timeoutMs);
}

bool RawClient::waitSynced()
{
    const int before = lastRounds;
    return wait([this, before] { return lastRounds > before; });
}

bool RawClient::waitClosed()
{
    return wait([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
}

void RawClient::receive(const QByteArray &bytes)
{
    const auto message = protocol::decodeServerMessage(bytes);
    if (!message)
        qFatal("the gateway sent what is no message: %s", qUtf8Printable(message.error().detail));
    if (std::holds_alternative<protocol::Rows>(*message) || std::holds_alternative<protocol::Deletes>(*message)) {
        bytesReceived += bytes.size();
        if (acknowledges)
            acknowledge();
    }
    std::visit([this](const auto &one) { on(one); }, *message);
}

void RawClient::on(const protocol::Welcome &message)
{
    welcome = message;
    if (message.catalogJson.isEmpty())
        return;
    const QJsonDocument json = QJsonDocument::fromJson(message.catalogJson);
    catalog = json[QLatin1String("version")].toString().toUtf8();
    const QJsonArray relations = json[QLatin1String("relations")].toArray();
    for (const auto &relation : relations) {
        const QString name = relation[QLatin1String("name")].toString();
        m_relations.insert(name, relation[QLatin1String("id")].toInt());
        const QJsonArray columns = relation[QLatin1String("columns")].toArray();
        for (const auto &column : columns)
            m_columns[name].append(column[QLatin1String("name")].toString());
    }
}

void RawClient::on(const protocol::ScopesWanted &)
{
    scopesWanted = true;
    if (!sendsScopes)
        return;
    // In several messages, the last of which may be empty.
    constexpr qsizetype scopesPerMessage = 1'000;
    const QList<protocol::Scope> all = held.values();
    for (qsizetype from = 0; from < all.size(); from += scopesPerMessage)
        send(protocol::ScopesHeld{all.mid(from, scopesPerMessage), false});
    send(protocol::ScopesHeld{{}, true});
}

void RawClient::on(const protocol::RoundBegin &message)
{
    // Begun anew: what came of the round before is void.
    abandoned += m_begin ? 1 : 0;
    freshStarts += message.reset ? 1 : 0;
    scopesGranted += static_cast<int>(message.granted.size());
    m_round.clear();
    m_begin = message;
    if (!message.reset)
        purge(message.revoked);
}

/// When the round begins, as a client may: whether it is going to be whole does not matter for what is lost.
void RawClient::purge(const QList<protocol::Scope> &scopes)
{
    const QSet<protocol::Scope> revoked(scopes.begin(), scopes.end());
    for (auto &relation : mirror) {
        relation.removeIf([&revoked](const auto &row) {
            const Fields &fields = row.value();
            return revoked.contains({QString::fromUtf8(*fields[1]), QUuid::fromRfc4122(*fields[2])});
        });
    }
    held.subtract(revoked);
}

void RawClient::on(const protocol::Rows &message)
{
    rowsReceived += message.count;
    sightings += !watched.isEmpty() && message.tuples.contains(watched) ? 1 : 0;
    m_round.append(message);
}

void RawClient::on(const protocol::Deletes &message)
{
    deletesReceived += message.keys.size();
    m_round.append(message);
}

void RawClient::on(const protocol::Floors &message)
{
    m_round.append(message);
}

void RawClient::on(const protocol::RoundCommit &message)
{
    if (!m_begin)
        qFatal("a commit without a round");
    if (m_begin->reset) {
        held.clear();
        mirror.clear();
        floors.clear();
    }
    for (const protocol::ServerMessage &part : std::as_const(m_round)) {
        if (const auto *rows = std::get_if<protocol::Rows>(&part))
            apply(*rows);
        else if (const auto *deletes = std::get_if<protocol::Deletes>(&part))
            for (const QUuid &key : deletes->keys)
                mirror[deletes->relation].remove(key);
        else if (const auto *given = std::get_if<protocol::Floors>(&part))
            for (const auto &[scope, floor] : given->floors)
                floors[{given->relation, scope.toString()}] = floor;
    }
    held.unite(QSet<protocol::Scope>(m_begin->granted.begin(), m_begin->granted.end()));
    cursor = message.cursor;
    ++rounds;
    lastRounds += m_begin->last ? 1 : 0;
    m_begin.reset();
    m_round.clear();
}

void RawClient::apply(const protocol::Rows &rows)
{
    protocol::TupleReader reader(rows.tuples);
    while (reader.next()) {
        Fields fields;
        for (int i = 0; i < reader.fieldCount(); ++i) {
            const auto field = reader.field();
            fields.append(field ? std::optional(field->toByteArray()) : std::nullopt);
        }
        mirror[rows.relation].insert(QUuid::fromRfc4122(*fields[0]), fields);
    }
    if (reader.failed())
        qFatal("malformed tuples");
}

int RawClient::relationId(const QString &name) const
{
    return m_relations.value(name);
}

QHash<QUuid, RawClient::Fields> RawClient::rows(const QString &relation) const
{
    return mirror.value(relationId(relation));
}

QString RawClient::text(const QString &relation, const QUuid &key, const QString &column) const
{
    const Fields fields = rows(relation).value(key);
    const qsizetype index = m_columns.value(relation).indexOf(column);
    return index >= 0 && index < fields.size() && fields[index] ? QString::fromUtf8(*fields[index]) : QString();
}

QString RawClient::outcome(quint64 number) const
{
    const auto results = rows(QStringLiteral("results"));
    const QStringList columns = m_columns.value(QStringLiteral("results"));
    for (const Fields &fields : results) {
        const auto &field = fields[columns.indexOf(QStringLiteral("number"))];
        if (field && qFromBigEndian<quint64>(field->constData()) == number)
            return QString::fromUtf8(*fields[columns.indexOf(QStringLiteral("outcome"))]);
    }
    return {};
}

qsizetype RawClient::rowCount() const
{
    qsizetype count = 0;
    for (const auto &relation : mirror)
        count += relation.size();
    return count;
}

} // namespace projective::test
