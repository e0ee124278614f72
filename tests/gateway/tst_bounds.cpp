#include "tests/gateway/livefixture.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// How much of a gateway one user, one address or one list may take.
class TestBounds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void socketsOfOneUser_areBounded();
    void hellosOfOneUser_areBounded();
    void pagesOfOneUser_comeAtAPace();
    void listOfLostScopes_startsAfresh();
    void socketsWithoutHello_areBoundedByAddress();
    void addressOfAProxy_isItsLastLine();
    void triesToSignIn_areBoundedByNetwork();
    void guessesOfAStranger_lockNobodyOut();
    void guessesFromEverywhere_areBoundedByAccount();
    void catchUpsOfOneUser_leaveReadersToOthers();
    void catchUpThatNobodyWantsAnyMore_ends();

private:
    /// Readers of the gateway for which this is true.
    [[nodiscard]] int readers(const QByteArray &condition);
    /// A person, and a token of his.
    [[nodiscard]] QString person(const QString &name);
    /// On a connection of its own, which stays.
    [[nodiscard]] QByteArray answerTo(const GatewayProcess &gateway, const QByteArray &request);
    /// The status of a sign-in from an address.
    [[nodiscard]] int signIn(
        const GatewayProcess &gateway, const QByteArray &address, const QByteArray &email, const QByteArray &password);
    /// A WebSocket of somebody who says no more; what is answered to its upgrade.
    [[nodiscard]] QByteArray upgrade(const GatewayProcess &gateway, const QByteArray &headers);

    std::unique_ptr<Postgres> m_postgres;
    QString m_name;
    std::unique_ptr<gateway::Database> m_database;
    std::unique_ptr<GatewayProcess> m_gateway;
    std::vector<std::unique_ptr<QTcpSocket>> m_sockets;
};

void TestBounds::initTestCase()
{
    m_postgres = std::make_unique<Postgres>();
    QVERIFY2(m_postgres->problem().isEmpty(), qUtf8Printable(m_postgres->problem()));
    m_name = m_postgres->createDatabase();
    m_database = std::make_unique<gateway::Database>(m_postgres->connect(m_name));
    m_gateway = std::make_unique<GatewayProcess>(*m_postgres, m_name);
    QCOMPARE(m_gateway->start(), QString());
}

QString TestBounds::person(const QString &name)
{
    return m_gateway->issueToken(createUser(*m_database, name + QStringLiteral("@example.org"), name));
}

QByteArray TestBounds::answerTo(const GatewayProcess &gateway, const QByteArray &request)
{
    m_sockets.push_back(std::make_unique<QTcpSocket>());
    QTcpSocket &socket = *m_sockets.back();
    socket.connectToHost(QStringLiteral("127.0.0.1"), gateway.port());
    socket.write(request);
    return socket.waitForReadyRead(RawClient::waitMs) ? socket.readAll() : QByteArray();
}

int TestBounds::signIn(
    const GatewayProcess &gateway, const QByteArray &address, const QByteArray &email, const QByteArray &password)
{
    const QByteArray body = R"({"email": ")" + email + R"(", "password": ")" + password + R"("})";
    const QByteArray answer = answerTo(gateway,
        "POST /auth/v1/token?grant_type=password HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: "
            + address + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    m_sockets.pop_back();
    return answer.mid(9, 3).toInt();
}

QByteArray TestBounds::upgrade(const GatewayProcess &gateway, const QByteArray &headers)
{
    return answerTo(gateway,
        "GET /sync/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: projective.sync.v1\r\n"
            + headers + "\r\n");
}

void TestBounds::socketsOfOneUser_areBounded()
{
    const QString token = person(QStringLiteral("many"));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 64; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        clients.back()->open(m_gateway->sync(), token);
    }
    QVERIFY(clients.back()->wait([&clients] {
        return std::all_of(
            clients.begin(), clients.end(), [](const auto &client) { return client->welcome.has_value(); });
    }));
    RawClient extra;
    extra.open(m_gateway->sync(), token);
    QVERIFY(extra.waitClosed());
    QCOMPARE(extra.goodbye->code, ErrorCode::TooManyRequests);
}

void TestBounds::hellosOfOneUser_areBounded()
{
    GatewayProcess gateway(*m_postgres, m_name, {QStringLiteral("--hellos"), QStringLiteral("3")}, m_gateway->secret());
    QCOMPARE(gateway.start(), QString());
    const QString token = person(QStringLiteral("again"));
    const QUuid installation = QUuid::createUuid();
    const auto refusal = [&]() -> std::optional<protocol::Goodbye> {
        RawClient client(installation);
        client.open(gateway.sync(), token);
        if (client.wait([&client] { return client.welcome || client.goodbye; }) && client.welcome)
            return std::nullopt;
        return client.goodbye.value_or(protocol::Goodbye{});
    };
    for (int i = 0; i < 3; ++i)
        QVERIFY(!refusal());
    const auto goodbye = refusal();
    QVERIFY(goodbye.has_value());
    QCOMPARE(goodbye->code, ErrorCode::TooManyRequests);
    QVERIFY(goodbye->retryAfterMs > 0 && goodbye->retryAfterMs <= 2'000);
    // It is nobody else's business, and over when the wait is.
    RawClient other;
    other.open(gateway.sync(), person(QStringLiteral("other")));
    QVERIFY(other.waitSynced());
    QVERIFY(QTest::qWaitFor([&] { return !refusal(); }, RawClient::waitMs));
}

void TestBounds::pagesOfOneUser_comeAtAPace()
{
    RawClient client;
    client.open(m_gateway->sync(), person(QStringLiteral("reader")));
    QVERIFY(client.waitSynced());
    const auto own = std::find_if(client.held.cbegin(), client.held.cend(),
        [](const protocol::Scope &scope) { return scope.kind == QLatin1String("user"); });
    const protocol::Scope scope{own->kind, own->id};
    const int relation = client.relationId(QStringLiteral("project_messages"));
    const int before = client.rounds;
    QElapsedTimer time;
    time.start();
    // A hundred at once, ten a second then: each is answered, none is refused.
    constexpr int pages = 120;
    for (int asked = 0; asked < pages; ++asked) {
        client.send(protocol::PageWanted{relation, scope, 1, 1});
        QVERIFY(client.wait([&] { return client.rounds > before + asked || !client.isOpen(); }));
    }
    QVERIFY(client.isOpen());
    QVERIFY2(time.elapsed() >= 2'000, qPrintable(QString::number(time.elapsed())));
}

void TestBounds::listOfLostScopes_startsAfresh()
{
    RawClient client;
    const QString token = person(QStringLiteral("hoarder"));
    client.open(m_gateway->sync(), token);
    QVERIFY(client.waitSynced());
    client.cut();
    const qsizetype welcomes = m_gateway->log().count("welcome, 0 scopes held");
    const QSet<protocol::Scope> mine = client.held;
    for (int i = 0; i < 20'000; ++i)
        client.held.insert({QStringLiteral("channel"), QUuid::createUuid()});
    client.open(m_gateway->sync(), token);
    QVERIFY(client.waitSynced());
    QVERIFY(client.scopesWanted);
    QCOMPARE(client.freshStarts, 1);
    // Nothing of such a list is kept, however long it is.
    QCOMPARE(m_gateway->log().count("welcome, 0 scopes held"), welcomes + 1);
    QCOMPARE(client.held, mine);
}

void TestBounds::socketsWithoutHello_areBoundedByAddress()
{
    GatewayProcess gateway(*m_postgres, m_name,
        {QStringLiteral("--newcomers"), QStringLiteral("3"), QStringLiteral("--behind-proxy")}, m_gateway->secret());
    QCOMPARE(gateway.start(), QString());
    const auto from
        = [&](const QByteArray &address) { return upgrade(gateway, "X-Forwarded-For: " + address + "\r\n"); };
    const std::size_t first = m_sockets.size();
    for (int i = 0; i < 3; ++i)
        QVERIFY(from("2001:db8::" + QByteArray::number(i)).startsWith("HTTP/1.1 101"));
    // One network of IPv6 is one stranger; others, and those who say hello, are not his business.
    const QByteArray refusal = from("2001:db8::ffff");
    QVERIFY(refusal.startsWith("HTTP/1.1 429"));
    QVERIFY(refusal.contains("too_many_requests"));
    QVERIFY(from("192.0.2.1").startsWith("HTTP/1.1 101"));
    const QString token = person(QStringLiteral("known"));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        clients.back()->open(gateway.sync(), token);
        QVERIFY(clients.back()->waitSynced());
    }
    // The place is free again when a socket has ended.
    m_sockets.at(first)->abort();
    QVERIFY(QTest::qWaitFor([&] { return from("2001:db8::1").startsWith("HTTP/1.1 101"); }, RawClient::waitMs));
}

void TestBounds::addressOfAProxy_isItsLastLine()
{
    GatewayProcess gateway(
        *m_postgres, m_name, {QStringLiteral("--newcomers"), QStringLiteral("1"), QStringLiteral("--behind-proxy")});
    QCOMPARE(gateway.start(), QString());
    // The first line is what a stranger says of himself.
    const auto claiming = [&](const QByteArray &claimed) {
        return upgrade(gateway, "X-Forwarded-For: " + claimed + "\r\nX-Forwarded-For: 192.0.2.1\r\n");
    };
    QVERIFY(claiming("198.51.100.1").startsWith("HTTP/1.1 101"));
    QVERIFY(claiming("198.51.100.2").startsWith("HTTP/1.1 429"));
}

void TestBounds::triesToSignIn_areBoundedByNetwork()
{
    GatewayProcess gateway(*m_postgres, m_name, {QStringLiteral("--behind-proxy")});
    QCOMPARE(gateway.start(), QString());
    const auto from = [&](const QByteArray &address) {
        return answerTo(gateway,
            "POST /auth/v1/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\nX-Forwarded-For: "
                + address + "\r\n\r\n{}");
    };
    // Two hundred at once, five a second then; each from another address of one network.
    QByteArray answer;
    for (int i = 0; i < 2'000 && !answer.startsWith("HTTP/1.1 429"); ++i) {
        answer = from("2001:db8:0:1::" + QByteArray::number(i, 16));
        QVERIFY(answer.startsWith("HTTP/1.1 4"));
    }
    QVERIFY(answer.startsWith("HTTP/1.1 429"));
    QVERIFY(from("2001:db8:0:2::1").startsWith("HTTP/1.1 400"));
}

void TestBounds::guessesOfAStranger_lockNobodyOut()
{
    GatewayProcess gateway(*m_postgres, m_name, {QStringLiteral("--behind-proxy")});
    QCOMPARE(gateway.start(), QString());
    QVERIFY(!createUser(*m_database, QStringLiteral("victim@example.org"), QStringLiteral("secret")).isNull());
    int refused = 0;
    for (int i = 0; i < 15; ++i)
        refused += signIn(gateway, "192.0.2.1", "victim@example.org", QByteArray::number(i)) == 429 ? 1 : 0;
    QVERIFY2(refused >= 4, qPrintable(QString::number(refused)));
    // Not even with the right one.
    QCOMPARE(signIn(gateway, "192.0.2.1", "victim@example.org", "secret"), 429);
    QCOMPARE(signIn(gateway, "198.51.100.1", "victim@example.org", "secret"), 200);
}

void TestBounds::guessesFromEverywhere_areBoundedByAccount()
{
    GatewayProcess gateway(*m_postgres, m_name, {QStringLiteral("--behind-proxy")});
    QCOMPARE(gateway.start(), QString());
    // A hundred at once, one a second then; each from another network. A password that is too long costs no time.
    const QByteArray wrong(100, 'x');
    int guesses = 0;
    int status = 400;
    while (status == 400 && guesses < 1'000) {
        const QByteArray address = "2001:db8:0:" + QByteArray::number(++guesses, 16) + "::1";
        status = signIn(gateway, address, "target@example.org", wrong);
    }
    QCOMPARE(status, 429);
    QVERIFY2(guesses > 100, qPrintable(QString::number(guesses)));
    QCOMPARE(signIn(gateway, "192.0.2.1", "other@example.org", wrong), 400);
}

int TestBounds::readers(const QByteArray &condition)
{
    const auto count = m_database->query(
        "select count(*) from pg_stat_activity where application_name = 'projective-gateway reader' and " + condition);
    return count ? count->bytes(0, 0).toInt() : -1;
}

void TestBounds::catchUpsOfOneUser_leaveReadersToOthers()
{
    const QUuid greedy = createUser(*m_database, QStringLiteral("greedy@example.org"), QStringLiteral("secret"));
    QVERIFY(m_database->run("insert into comms.notifications (user_id, type, title) values ('"
        + greedy.toByteArray(QUuid::WithoutBraces) + "', 'test', 'Test')"));
    QVERIFY(beforeEachRow(*m_database, "comms.notifications", "perform pg_advisory_xact_lock_shared(1)"));
    gateway::Database lock = m_postgres->connect(m_name);
    QVERIFY(lock.run("select pg_advisory_lock(1)"));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        clients.back()->open(m_gateway->sync(), m_gateway->issueToken(greedy));
        QVERIFY(clients.back()->wait([&] { return clients.back()->welcome.has_value(); }));
    }
    RawClient other;
    other.open(m_gateway->sync(), person(QStringLiteral("modest")));
    QVERIFY(other.waitSynced());
    QCOMPARE(readers("wait_event = 'advisory'"), 2);
    // The others have their turn.
    lock.close();
    for (const auto &client : clients)
        QVERIFY(client->wait([&] { return client->lastRounds > 0; }));
}

void TestBounds::catchUpThatNobodyWantsAnyMore_ends()
{
    const QUuid user = createUser(*m_database, QStringLiteral("gone@example.org"), QStringLiteral("secret"));
    const QByteArray id = '\'' + user.toByteArray(QUuid::WithoutBraces) + '\'';
    QVERIFY(m_database->run("insert into comms.notifications (user_id, type, title, params) select " + id
        + ", 'test', 'Test', jsonb_build_object('text', repeat('x', 20000)) from generate_series(1, 400)"));
    RawClient client;
    client.open(m_gateway->sync(), m_gateway->issueToken(user));
    QVERIFY(client.waitSynced());
    client.cut();
    QVERIFY(m_database->run("update comms.notifications set count = count + 1 where user_id = " + id));
    // Forty seconds for all of them.
    QVERIFY(beforeEachRow(*m_database, "comms.notifications", "perform pg_sleep(0.1)"));
    client.open(m_gateway->sync(), m_gateway->issueToken(user));
    QVERIFY(client.wait([&] { return client.bytesReceived > 0; }));
    QCOMPARE(readers("state <> 'idle'"), 1);
    client.cut();
    QVERIFY(client.wait([&] { return readers("state <> 'idle'") == 0; }));
    QVERIFY(beforeEachRow(*m_database, "comms.notifications", "null"));
    client.open(m_gateway->sync(), m_gateway->issueToken(user));
    QVERIFY(client.waitSynced());
    QCOMPARE(client.rows(QStringLiteral("notifications")).size(), 400);
}

QTEST_GUILESS_MAIN(TestBounds)
#include "tst_bounds.moc"
