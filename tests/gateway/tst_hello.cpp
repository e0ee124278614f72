#include "sync/gateway/clock.h"
#include "sync/gateway/tokens.h"
#include "sync/protocol/codec.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QTcpSocket>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// Who is let in, and what happens to those who don't keep to the protocol.
class TestHello : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void refusals_data();
    void refusals();
    void tokensOfASupabaseProject_needItsIssuer();
    void foreignInstallation_isRefused();
    void silence_isEnded();
    void slowListOfScopes_isWaitedFor();
    void secondHello_isRefused();
    void badMessages_endTheSocket_data();
    void badMessages_endTheSocket();
    void textAndOversize_closeWithTheirCodes();
    void unmaskedFrame_isRefused();
    void wrongSubprotocol_isNotUpgraded();
    void renewal_keepsTheSocketPastTheFirstExpiry();
    void renewal_ofAnotherUser_isRefused();
    void renewal_ofAnotherSignIn_isRefused();
    void expiry_endsTheSocket();
    void nameOfTheClient_mayBeLong();
    void others_areNotDisturbed();

private:
    /// Opens and says `hello`; waits for the goodbye.
    [[nodiscard]] std::optional<protocol::Goodbye> refused(RawClient &client, const protocol::Hello &hello);
    /// Sends bytes over plain TCP, `then` after the first answer, and gives what came back within a moment.
    [[nodiscard]] QByteArray raw(const QByteArray &request, const QByteArray &then = {});

    std::unique_ptr<Postgres> m_postgres;
    QString m_name;
    std::unique_ptr<gateway::Database> m_database;
    std::unique_ptr<GatewayProcess> m_gateway;
    QUuid m_user;
    QUuid m_other;
};

void TestHello::initTestCase()
{
    m_postgres = std::make_unique<Postgres>();
    QVERIFY2(m_postgres->problem().isEmpty(), qUtf8Printable(m_postgres->problem()));
    m_name = m_postgres->createDatabase();
    m_database = std::make_unique<gateway::Database>(m_postgres->connect(m_name));
    m_user = createUser(*m_database, QStringLiteral("ann@example.org"), QStringLiteral("secret"));
    m_other = createUser(*m_database, QStringLiteral("bob@example.org"), QStringLiteral("secret"));
    m_gateway = std::make_unique<GatewayProcess>(*m_postgres, m_name);
    const QString problem = m_gateway->start();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

std::optional<protocol::Goodbye> TestHello::refused(RawClient &client, const protocol::Hello &hello)
{
    client.openSocket(m_gateway->sync());
    if (!client.wait([&client] { return client.isOpen(); }))
        return std::nullopt;
    client.send(hello);
    return client.waitClosed() ? client.goodbye : std::nullopt;
}

void TestHello::refusals_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("token");
    QTest::addColumn<bool>("withInstallation");
    QTest::addColumn<int>("code");
    const QString good = m_gateway->issueToken(m_user);
    const auto unauthorized = int(ErrorCode::Unauthorized);
    QTest::newRow("older version") << 0 << good << true << int(ErrorCode::UnsupportedVersion);
    QTest::newRow("newer version") << 99 << good << true << int(ErrorCode::UnsupportedVersion);
    QTest::newRow("no token") << 1 << QString() << true << unauthorized;
    QTest::newRow("forged token") << 1 << QString(good.chopped(3) + QStringLiteral("AAA")) << true << unauthorized;
    QTest::newRow("expired token") << 1 << m_gateway->issueToken(m_user, -60) << true << unauthorized;
    QTest::newRow("no installation") << 1 << good << false << int(ErrorCode::ProtocolError);
}

void TestHello::refusals()
{
    QFETCH(int, version);
    QFETCH(QString, token);
    QFETCH(bool, withInstallation);
    QFETCH(int, code);
    RawClient client(withInstallation ? QUuid::createUuid() : QUuid());
    protocol::Hello hello = client.hello(token);
    hello.version = version;
    const auto goodbye = refused(client, hello);
    QVERIFY(goodbye.has_value());
    QCOMPARE(int(goodbye->code), code);
    QVERIFY(!client.welcome);
}

void TestHello::tokensOfASupabaseProject_needItsIssuer()
{
    const QByteArray issuer = "https://abcdefghijklmnopqrst.supabase.co/auth/v1";
    GatewayProcess project(
        *m_postgres, m_name, {QStringLiteral("--jwt-issuer"), QString::fromLatin1(issuer)}, m_gateway->secret());
    QCOMPARE(project.start(), QString());
    const gateway::Tokens tokens({project.secret(), issuer, "authenticated", 3600});
    const QString token
        = QString::fromLatin1(tokens.issue(m_user, QUuid(), QStringLiteral("ann@example.org"), gateway::unixSeconds()));
    RawClient client;
    client.open(project.sync(), token);
    QVERIFY(client.waitSynced());

    RawClient elsewhere;
    const auto goodbye = refused(elsewhere, elsewhere.hello(token));
    QVERIFY(goodbye.has_value());
    QCOMPARE(goodbye->code, ErrorCode::Unauthorized);
    QVERIFY(m_gateway->log().contains("the issuer \"" + issuer + "\" is refused: --jwt-issuer says \"projective\""));
}

void TestHello::foreignInstallation_isRefused()
{
    RawClient mine;
    mine.open(m_gateway->sync(), m_gateway->issueToken(m_user));
    QVERIFY(mine.waitSynced());
    RawClient thief(mine.installation);
    const auto goodbye = refused(thief, thief.hello(m_gateway->issueToken(m_other)));
    QVERIFY(goodbye.has_value());
    QCOMPARE(goodbye->code, ErrorCode::ForeignClient);
    QCOMPARE(thief.rowsReceived, 0);
    QVERIFY(mine.isOpen());
}

void TestHello::silence_isEnded()
{
    RawClient client;
    client.openSocket(m_gateway->sync());
    QVERIFY(client.wait([&client] { return client.isOpen(); }));
    QVERIFY(client.waitClosed());
    QCOMPARE(client.goodbye->code, ErrorCode::ProtocolError);
}

/// A list over a slow line takes longer than what is given to each of its parts; silence in it is ended.
void TestHello::slowListOfScopes_isWaitedFor()
{
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user));
    QVERIFY(client.waitSynced());
    client.held.insert({QStringLiteral("business"), QUuid::createUuid()});
    client.sendsScopes = false;
    for (const bool silent : {true, false}) {
        client.cut();
        client.open(m_gateway->sync(), m_gateway->issueToken(m_user));
        QVERIFY(client.wait([&client] { return client.scopesWanted; }));
        if (silent) {
            QVERIFY(client.waitClosed());
            continue;
        }
        for (const bool last : {false, true}) {
            QVERIFY(!client.wait([&client] { return !client.isOpen(); }, 3'000));
            client.send(protocol::ScopesHeld{{{QStringLiteral("user"), m_user}}, last});
        }
    }
    QVERIFY(client.waitSynced());
}

void TestHello::secondHello_isRefused()
{
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user));
    QVERIFY(client.waitSynced());
    client.send(client.hello(m_gateway->issueToken(m_user)));
    QVERIFY(client.waitClosed());
    QCOMPARE(client.goodbye->code, ErrorCode::ProtocolError);
}

void TestHello::badMessages_endTheSocket_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("afterHello");
    const auto add
        = [](const char *name, const QByteArray &bytes, bool after = true) { QTest::newRow(name) << bytes << after; };
    add("nothing", {});
    add("unknown frame type", "\x7f");
    add("only the frame type", "\x01");
    add("a rows frame from a client", QByteArray("\x02\x00\x01\x00\x00\x00\x00", 7));
    add("broken CBOR", "\x01\xff\xff\xff");
    add("CBOR, no map", "\x01\x01");
    add("deep CBOR", '\x01' + QByteArray(10'000, '\x81'));
    add("a map of four thousand million entries", QByteArray("\x01\xba\xff\xff\xff\xff", 6));
    add("a command before hello", protocol::encode(protocol::CommandMessage{1, QStringLiteral("x"), {}, "{}", {}}),
        false);
    add("an ack before hello", protocol::encode(protocol::Ack{1}), false);
    add("a page before hello", protocol::encode(protocol::PageWanted{1, {}, 0, 1}), false);
    add("scopes that nobody asked for", protocol::encode(protocol::ScopesHeld{}));
    add("an ack of what was not sent", protocol::encode(protocol::Ack{1LL << 40}));
    add("a page of no relation",
        protocol::encode(protocol::PageWanted{9'999, {QStringLiteral("user"), QUuid()}, 0, 1}));
}

void TestHello::badMessages_endTheSocket()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, afterHello);
    RawClient client;
    if (afterHello) {
        client.open(m_gateway->sync(), m_gateway->issueToken(m_user));
        QVERIFY(client.waitSynced());
    } else {
        client.openSocket(m_gateway->sync());
        QVERIFY(client.wait([&client] { return client.isOpen(); }));
    }
    client.sendBytes(bytes);
    QVERIFY(client.waitClosed());
    QVERIFY(client.goodbye.has_value());
    QVERIFY(client.goodbye->code == ErrorCode::ProtocolError || client.goodbye->code == ErrorCode::TooLarge);
}

void TestHello::textAndOversize_closeWithTheirCodes()
{
    RawClient text;
    text.openSocket(m_gateway->sync());
    QVERIFY(text.wait([&text] { return text.isOpen(); }));
    text.sendText(QStringLiteral("hello"));
    QVERIFY(text.waitClosed());
    QCOMPARE(text.closeCode(), 1003);
    RawClient large;
    large.openSocket(m_gateway->sync());
    QVERIFY(large.wait([&large] { return large.isOpen(); }));
    large.sendBytes(QByteArray(protocol::maxClientMessageBytes + 1, '\x01'));
    QVERIFY(large.waitClosed());
    QCOMPARE(large.closeCode(), 1009);
}

QByteArray TestHello::raw(const QByteArray &request, const QByteArray &then)
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_gateway->port());
    if (!socket.waitForConnected(RawClient::waitMs))
        return {};
    socket.write(request);
    QByteArray answer;
    while (socket.waitForReadyRead(500)) {
        if (answer.isEmpty())
            socket.write(then);
        answer += socket.readAll();
    }
    return answer;
}

void TestHello::unmaskedFrame_isRefused()
{
    const QByteArray upgrade = "GET /sync/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Protocol: projective.sync.v1\r\n\r\n";
    const QByteArray answer = raw(upgrade, QByteArray("\x82\x01\x01", 3));
    QVERIFY(answer.startsWith("HTTP/1.1 101"));
    QVERIFY(answer.contains("projective.sync.v1"));
    QVERIFY2(answer.contains(QByteArray("\x88\x02\x03\xea", 4)), answer.toHex().constData()); // close, 1002
}

void TestHello::wrongSubprotocol_isNotUpgraded()
{
    const QByteArray head = "GET /sync/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n";
    QVERIFY(raw(head + "\r\n").startsWith("HTTP/1.1 426"));
    QVERIFY(raw(head + "Sec-WebSocket-Protocol: projective.sync.v2\r\n\r\n").startsWith("HTTP/1.1 426"));
    QVERIFY(raw(QByteArray(head).replace("/sync/v1", "/sync/v9") + "Sec-WebSocket-Protocol: projective.sync.v1\r\n\r\n")
                .startsWith("HTTP/1.1 404"));
}

void TestHello::renewal_keepsTheSocketPastTheFirstExpiry()
{
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user, 2));
    QVERIFY(client.waitSynced());
    client.send(protocol::TokenRenewal{m_gateway->issueToken(m_user, 3600)});
    QVERIFY(client.wait([&client] { return client.tokensAccepted == 1; }));
    QVERIFY(!client.wait([&client] { return !client.isOpen(); }, 3'500));
}

void TestHello::renewal_ofAnotherUser_isRefused()
{
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user));
    QVERIFY(client.waitSynced());
    client.send(protocol::TokenRenewal{m_gateway->issueToken(m_other)});
    QVERIFY(client.waitClosed());
    QCOMPARE(client.goodbye->code, ErrorCode::Unauthorized);
}

void TestHello::renewal_ofAnotherSignIn_isRefused()
{
    const QUuid mine = QUuid::createUuid();
    const QUuid other = QUuid::createUuid();
    for (const QUuid &session : {mine, other}) {
        QVERIFY(m_database->query("insert into auth.sessions (id, user_id) values ($1::uuid, $2::uuid)",
            {session.toByteArray(QUuid::WithoutBraces), m_user.toByteArray(QUuid::WithoutBraces)}));
    }
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user, 3600, mine));
    QVERIFY(client.waitSynced());
    client.send(protocol::TokenRenewal{m_gateway->issueToken(m_user, 3600, mine)});
    QVERIFY(client.wait([&client] { return client.tokensAccepted == 1; }));
    client.send(protocol::TokenRenewal{m_gateway->issueToken(m_user, 3600, other)});
    QVERIFY(client.waitClosed());
    QCOMPARE(client.goodbye->code, ErrorCode::Unauthorized);
}

void TestHello::expiry_endsTheSocket()
{
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user, 1));
    QVERIFY(client.waitSynced());
    QVERIFY(client.waitClosed());
    QCOMPARE(client.goodbye->code, ErrorCode::Unauthorized);
}

void TestHello::nameOfTheClient_mayBeLong()
{
    RawClient client;
    client.openSocket(m_gateway->sync());
    QVERIFY(client.wait([&client] { return client.isOpen(); }));
    // What is kept of it ends in the middle of a character of two halves.
    protocol::Hello hello = client.hello(m_gateway->issueToken(m_user));
    hello.client = QString(199, u'x') + QString::fromUcs4(U"\U0001F600", 1);
    client.send(hello);
    QVERIFY(client.waitSynced());
}

void TestHello::others_areNotDisturbed()
{
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(m_user));
    QVERIFY(client.waitSynced());
    for (int i = 0; i < 20; ++i)
        QVERIFY(!raw(QByteArray(200, char(i * 13))).startsWith("HTTP/1.1 200"));
    QVERIFY(m_database->run("insert into security.feature_flags (key) values ('calm')"));
    QVERIFY(client.wait([&client] { return client.rows(QStringLiteral("feature_flags")).size() == 1; }));
}

QTEST_GUILESS_MAIN(TestHello)
#include "tst_hello.moc"
