#pragma once

#include "sync/protocol/messages.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QUrl>
#include <QWebSocket>

#include <functional>
#include <optional>

namespace projective::test {

/// The least that docs/protocol.md asks of a client, in memory: applies whole rounds, acknowledges, and remembers what
/// it was told. Written from that page, so that gateway and client are not wrong in the same way.
class RawClient
{
public:
    using Fields = QList<std::optional<QByteArray>>;
    static constexpr int waitMs = 8'000;

    explicit RawClient(const QUuid &installation = QUuid::createUuid());

    /// Connects and sends hello, with the state of this client.
    void open(const QUrl &url, const QString &token);
    /// Only the socket.
    void openSocket(const QUrl &url, const QByteArray &origin = {});
    [[nodiscard]] protocol::Hello hello(const QString &token) const;
    void send(const protocol::ClientMessage &message);
    void sendBytes(const QByteArray &bytes) { m_socket.sendBinaryMessage(bytes); }
    void sendText(const QString &text) { m_socket.sendTextMessage(text); }
    void run(quint64 number, const QString &command, const QString &as, const QJsonObject &args);
    /// All that came so far, and from now on at once.
    void acknowledge();
    /// Cuts the connection without a closing handshake; what is held stays.
    void cut();

    /// Until `condition`, or false after waitMs.
    [[nodiscard]] bool wait(const std::function<bool()> &condition, int timeoutMs = waitMs);
    /// Until the last round of a catch-up or a live one has come after now.
    [[nodiscard]] bool waitSynced();
    [[nodiscard]] bool waitClosed();

    [[nodiscard]] int relationId(const QString &name) const;
    /// Rows of a relation by its name.
    [[nodiscard]] QHash<QUuid, Fields> rows(const QString &relation) const;
    /// A text column of a row.
    [[nodiscard]] QString text(const QString &relation, const QUuid &key, const QString &column) const;
    /// Outcome of a command: "applied", "rejected", "conflict", or empty.
    [[nodiscard]] QString outcome(quint64 number) const;
    [[nodiscard]] qsizetype rowCount() const;
    [[nodiscard]] bool holds(const QString &kind, const QUuid &id) const { return held.contains({kind, id}); }

    QUuid installation;
    protocol::Cursor cursor;
    QSet<protocol::Scope> held;
    QHash<int, QHash<QUuid, Fields>> mirror;
    QHash<std::pair<int, QString>, qint64> floors;
    QByteArray catalog; ///< its version

    // What came over this socket.
    std::optional<protocol::Welcome> welcome;
    std::optional<protocol::Goodbye> goodbye;
    QList<protocol::CommandDeferred> deferred;
    QList<protocol::CommandRefused> refused;
    int tokensAccepted = 0;
    int rounds = 0;
    int lastRounds = 0;
    QByteArray watched; ///< counted in `sightings` when it stands in rows, also of void rounds
    int sightings = 0;
    int freshStarts = 0; ///< rounds that reset everything
    int scopesGranted = 0; ///< scopes sent whole
    int abandoned = 0; ///< rounds begun that another one made void
    qint64 rowsReceived = 0;
    qint64 bytesReceived = 0; ///< as ack counts them
    qint64 deletesReceived = 0;
    bool scopesWanted = false;
    bool sendsScopes = true; ///< at once when they are wanted; false: the test does
    bool acknowledges = true; ///< at once; false: only by acknowledge()

    [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] int closeCode() const { return m_socket.closeCode(); }

private:
    void receive(const QByteArray &bytes);
    void on(const protocol::Welcome &message);
    void on(const protocol::ScopesWanted &message);
    void on(const protocol::RoundBegin &message);
    void on(const protocol::Rows &message);
    void on(const protocol::Deletes &message);
    void on(const protocol::Floors &message);
    void on(const protocol::RoundCommit &message);
    void on(const protocol::CommandDeferred &message) { deferred.append(message); }
    void on(const protocol::CommandRefused &message) { refused.append(message); }
    void on(const protocol::TokenAccepted &) { ++tokensAccepted; }
    void on(const protocol::Goodbye &message) { goodbye = message; }
    void apply(const protocol::Rows &rows);
    void purge(const QList<protocol::Scope> &scopes);

    QWebSocket m_socket;
    QHash<QString, int> m_relations;
    QHash<QString, QStringList> m_columns;
    std::optional<protocol::RoundBegin> m_begin;
    QList<protocol::ServerMessage> m_round;
};

} // namespace projective::test
