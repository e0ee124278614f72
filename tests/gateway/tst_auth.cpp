#include "sync/gateway/changereader.h"
#include "sync/gateway/tokens.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/gatewayprocess.h"
#include "tests/support/postgres.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// The embedded auth, asked as Supabase's clients ask GoTrue.
class TestAuth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void password_givesASessionThatSyncs();
    void password_emailInAnyCase();
    void password_wrongAndUnknownLookTheSame();
    void password_refusals_data();
    void password_refusals();
    void refresh_givesANewPair();
    void refresh_reusedSoonGivesTheCurrentToken();
    void refresh_reusedLateBeforeTheNextGivesTheCurrentToken();
    void refresh_reusedLateEndsTheSession();
    void refresh_unknownIsRefused();
    void user_needsALivingSession();
    void logout_endsTheSessionItsSocketsAndItsToken();
    void logoutThatNobodyHeardOf_endsTheSocketsLater();
    void guessing_isSlowedDown();
    void origin_isRefusedUnlessListed();
    void unknownPath_is404();
    void oversizedBody_isRefused();
    void log_holdsNoSecrets();

private:
    struct Reply {
        int status = 0;
        QJsonObject json;
        [[nodiscard]] QString text(const char *name) const { return json[QLatin1String(name)].toString(); }
    };
    Reply ask(const QByteArray &method, const QString &path, const QByteArray &body = {}, const QString &bearer = {},
        const QByteArray &origin = {});
    Reply signIn(const QString &email = QStringLiteral("ann@example.org"),
        const QString &password = QStringLiteral("secret-ann"));
    Reply refresh(const QString &token);
    void sql(const QByteArray &text);
    /// As if it had been used longer ago than a lost answer explains.
    void age(const Reply &reply);

    std::unique_ptr<Postgres> m_postgres;
    std::unique_ptr<gateway::Database> m_database;
    std::unique_ptr<GatewayProcess> m_gateway;
    QNetworkAccessManager m_network;
    QUuid m_user;
};

void TestAuth::initTestCase()
{
    m_postgres = std::make_unique<Postgres>();
    QVERIFY2(m_postgres->problem().isEmpty(), qUtf8Printable(m_postgres->problem()));
    const QString name = m_postgres->createDatabase();
    m_database = std::make_unique<gateway::Database>(m_postgres->connect(name));
    m_user = createUser(*m_database, QStringLiteral("ann@example.org"), QStringLiteral("secret-ann"));
    m_gateway = std::make_unique<GatewayProcess>(
        *m_postgres, name, QStringList{QStringLiteral("--allow-origin"), QStringLiteral("https://app.example")});
    const QString problem = m_gateway->start();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestAuth::sql(const QByteArray &text)
{
    const auto done = m_database->run(text);
    QVERIFY2(done, done ? "" : qUtf8Printable(done.error().detail));
}

TestAuth::Reply TestAuth::ask(const QByteArray &method, const QString &path, const QByteArray &body,
    const QString &bearer, const QByteArray &origin)
{
    QNetworkRequest request(QUrl(m_gateway->http().toString() + path));
    request.setRawHeader("Content-Type", "application/json");
    if (!bearer.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + bearer.toLatin1());
    if (!origin.isEmpty())
        request.setRawHeader("Origin", origin);
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, RawClient::waitMs))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
        QJsonDocument::fromJson(reply->readAll()).object()};
}

TestAuth::Reply TestAuth::signIn(const QString &email, const QString &password)
{
    const QJsonObject body{{QStringLiteral("email"), email}, {QStringLiteral("password"), password}};
    return ask("POST", QStringLiteral("/auth/v1/token?grant_type=password"), QJsonDocument(body).toJson());
}

TestAuth::Reply TestAuth::refresh(const QString &token)
{
    const QJsonObject body{{QStringLiteral("refresh_token"), token}};
    return ask("POST", QStringLiteral("/auth/v1/token?grant_type=refresh_token"), QJsonDocument(body).toJson());
}

void TestAuth::password_givesASessionThatSyncs()
{
    const Reply reply = signIn();
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.text("token_type"), QStringLiteral("bearer"));
    QCOMPARE(reply.json[QLatin1String("expires_in")].toInt(), 3600);
    QVERIFY(reply.json[QLatin1String("expires_at")].toInteger() > 1'700'000'000);
    QCOMPARE(reply.json[QLatin1String("user")][QLatin1String("id")].toString(), m_user.toString(QUuid::WithoutBraces));
    QCOMPARE(reply.json[QLatin1String("user")][QLatin1String("email")].toString(), QStringLiteral("ann@example.org"));
    RawClient client;
    client.open(m_gateway->sync(), reply.text("access_token"));
    QVERIFY(client.waitSynced());
    QVERIFY(client.holds(QStringLiteral("user"), m_user));
}

void TestAuth::password_emailInAnyCase()
{
    QCOMPARE(signIn(QStringLiteral("Ann@Example.ORG")).status, 200);
}

void TestAuth::password_wrongAndUnknownLookTheSame()
{
    const Reply wrong = signIn(QStringLiteral("ann@example.org"), QStringLiteral("secret-bob"));
    const Reply unknown = signIn(QStringLiteral("nobody@example.org"), QStringLiteral("secret-bob"));
    QCOMPARE(wrong.status, 400);
    QCOMPARE(wrong.text("error_code"), QStringLiteral("invalid_credentials"));
    QCOMPARE(wrong.text("msg"), QStringLiteral("Invalid login credentials"));
    QCOMPARE(unknown.status, wrong.status);
    QCOMPARE(unknown.json, wrong.json);
}

void TestAuth::password_refusals_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("code");
    QTest::newRow("banned") << QByteArray("banned_until = now() + interval '1 day'") << QStringLiteral("user_banned");
    QTest::newRow("not confirmed") << QByteArray("email_confirmed_at = null") << QStringLiteral("email_not_confirmed");
    QTest::newRow("deleted") << QByteArray("deleted_at = now()") << QStringLiteral("invalid_credentials");
}

void TestAuth::password_refusals()
{
    QFETCH(QByteArray, change);
    QFETCH(QString, code);
    static int number = 0;
    const QString email = QStringLiteral("refused%1@example.org").arg(++number);
    QVERIFY(!createUser(*m_database, email, QStringLiteral("secret")).isNull());
    sql("update auth.users set " + change + " where email = '" + email.toUtf8() + '\'');
    const Reply reply = signIn(email, QStringLiteral("secret"));
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.text("error_code"), code);
    QVERIFY(reply.text("access_token").isEmpty());
}

void TestAuth::refresh_givesANewPair()
{
    const Reply first = signIn();
    const Reply second = refresh(first.text("refresh_token"));
    QCOMPARE(second.status, 200);
    QVERIFY(second.text("refresh_token") != first.text("refresh_token"));
    QVERIFY(!second.text("access_token").isEmpty());
    QCOMPARE(refresh(second.text("refresh_token")).status, 200);
}

void TestAuth::refresh_reusedSoonGivesTheCurrentToken()
{
    const Reply first = signIn();
    const Reply second = refresh(first.text("refresh_token"));
    const Reply again = refresh(first.text("refresh_token")); // the first answer was lost
    QCOMPARE(again.status, 200);
    QCOMPARE(again.text("refresh_token"), second.text("refresh_token"));
}

void TestAuth::age(const Reply &reply)
{
    sql("update auth.refresh_tokens set updated_at = now() - interval '11 seconds' where token = '"
        + reply.text("refresh_token").toUtf8() + '\'');
}

/// A client that waits long for an answer asks again after the time in which any spent token may be used.
void TestAuth::refresh_reusedLateBeforeTheNextGivesTheCurrentToken()
{
    const Reply first = signIn();
    const Reply second = refresh(first.text("refresh_token"));
    age(first);
    const Reply again = refresh(first.text("refresh_token"));
    QCOMPARE(again.status, 200);
    QCOMPARE(again.text("refresh_token"), second.text("refresh_token"));
}

void TestAuth::refresh_reusedLateEndsTheSession()
{
    const Reply first = signIn();
    const Reply second = refresh(refresh(first.text("refresh_token")).text("refresh_token"));
    RawClient client;
    client.open(m_gateway->sync(), second.text("access_token"));
    QVERIFY(client.waitSynced());
    age(first);
    const Reply stolen = refresh(first.text("refresh_token"));
    QCOMPARE(stolen.status, 400);
    QCOMPARE(stolen.text("error_code"), QStringLiteral("refresh_token_already_used"));
    QCOMPARE(refresh(second.text("refresh_token")).text("error_code"), QStringLiteral("refresh_token_not_found"));
    QVERIFY(client.waitClosed());
    QCOMPARE(client.goodbye->code, ErrorCode::Unauthorized);
}

void TestAuth::refresh_unknownIsRefused()
{
    const Reply reply = refresh(QStringLiteral("nonsense"));
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.text("error_code"), QStringLiteral("refresh_token_not_found"));
}

void TestAuth::user_needsALivingSession()
{
    const QString path = QStringLiteral("/auth/v1/user");
    const Reply session = signIn();
    const Reply user = ask("GET", path, {}, session.text("access_token"));
    QCOMPARE(user.status, 200);
    QCOMPARE(user.text("id"), m_user.toString(QUuid::WithoutBraces));
    QVERIFY(!user.json.contains(QLatin1String("encrypted_password")));
    QCOMPARE(ask("GET", path).text("error_code"), QStringLiteral("no_authorization"));
    QCOMPARE(ask("GET", path, {}, QStringLiteral("x.y.z")).text("error_code"), QStringLiteral("bad_jwt"));
    QCOMPARE(
        ask("GET", path, {}, m_gateway->issueToken(m_user)).text("error_code"), QStringLiteral("session_not_found"));
}

void TestAuth::logout_endsTheSessionItsSocketsAndItsToken()
{
    const Reply here = signIn();
    const Reply elsewhere = signIn();
    RawClient mine;
    RawClient other;
    mine.open(m_gateway->sync(), here.text("access_token"));
    QVERIFY(mine.waitSynced());
    other.open(m_gateway->sync(), elsewhere.text("access_token"));
    QVERIFY(other.waitSynced());
    QCOMPARE(ask("POST", QStringLiteral("/auth/v1/logout?scope=local"), {}, here.text("access_token")).status, 204);
    QVERIFY(mine.waitClosed());
    QVERIFY(other.isOpen());
    QCOMPARE(refresh(here.text("refresh_token")).status, 400);
    QCOMPARE(ask("POST", QStringLiteral("/auth/v1/logout"), {}, elsewhere.text("access_token")).status, 204);
    QVERIFY(other.waitClosed());
    RawClient back;
    back.open(m_gateway->sync(), here.text("access_token"));
    QVERIFY(back.waitClosed());
    QCOMPARE(back.goodbye->code, ErrorCode::Unauthorized);
    QCOMPARE(back.rowsReceived, 0);
}

/// As by another gateway, or by Supabase itself, while this one's feed was away.
void TestAuth::logoutThatNobodyHeardOf_endsTheSocketsLater()
{
    const QUuid here = QUuid::createUuid();
    const QUuid elsewhere = QUuid::createUuid();
    const auto quoted = [](const QUuid &id) { return '\'' + id.toByteArray(QUuid::WithoutBraces) + '\''; };
    for (const QUuid &session : {here, elsewhere})
        sql("insert into auth.sessions (id, user_id) values (" + quoted(session) + ", " + quoted(m_user) + ')');
    RawClient mine;
    RawClient other;
    mine.open(m_gateway->sync(), m_gateway->issueToken(m_user, 3600, here));
    QVERIFY(mine.waitSynced());
    other.open(m_gateway->sync(), m_gateway->issueToken(m_user, 3600, elsewhere));
    QVERIFY(other.waitSynced());
    sql("delete from auth.sessions where id = " + quoted(here));
    sql(QByteArray("select pg_terminate_backend(pid) from pg_stat_activity where application_name = '")
        + gateway::ChangeReader::application + '\'');
    QVERIFY(mine.waitClosed());
    QCOMPARE(mine.goodbye->code, ErrorCode::Unauthorized);
    QVERIFY(other.isOpen());
}

void TestAuth::guessing_isSlowedDown()
{
    int refused = 0;
    for (int i = 0; i < 15; ++i)
        refused += signIn(QStringLiteral("victim@example.org"), QString::number(i)).status == 429 ? 1 : 0;
    QVERIFY(refused >= 4);
}

void TestAuth::origin_isRefusedUnlessListed()
{
    const QString path = QStringLiteral("/auth/v1/health");
    QCOMPARE(ask("GET", path, {}, {}, "https://evil.example").status, 403);
    QCOMPARE(ask("GET", path, {}, {}, "null").status, 403);
    QCOMPARE(ask("GET", path, {}, {}, "https://app.example").status, 200);
    RawClient client;
    client.openSocket(m_gateway->sync(), "https://evil.example");
    QVERIFY(!client.wait([&client] { return client.isOpen(); }, 500));
}

void TestAuth::unknownPath_is404()
{
    QCOMPARE(ask("GET", QStringLiteral("/auth/v1/admin/users")).status, 404);
    QCOMPARE(ask("GET", QStringLiteral("/")).status, 404);
    QCOMPARE(ask("GET", QStringLiteral("/healthz")).status, 200);
}

void TestAuth::oversizedBody_isRefused()
{
    const Reply reply = ask("POST", QStringLiteral("/auth/v1/token?grant_type=password"), QByteArray(100'000, 'x'));
    QVERIFY(reply.status == 413 || reply.status == 0);
    QCOMPARE(ask("POST", QStringLiteral("/auth/v1/token?grant_type=password"), "{").text("error_code"),
        QStringLiteral("bad_json"));
    QCOMPARE(ask("POST", QStringLiteral("/auth/v1/token?grant_type=magic"), "{}").status, 400);
}

void TestAuth::log_holdsNoSecrets()
{
    const QByteArray log = m_gateway->log();
    QVERIFY(!log.isEmpty());
    for (const QByteArray &secret :
        {QByteArray("secret-ann"), QByteArray("eyJ"), QByteArray("ann@example.org"), m_gateway->secret()})
        QVERIFY2(!log.contains(secret), secret.constData());
}

QTEST_GUILESS_MAIN(TestAuth)
#include "tst_auth.moc"
