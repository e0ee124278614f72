#include "tests/gateway/livefixture.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace projective;
using namespace projective::test;

/// Two gateways on one database are one to their clients.
class TestTwoGateways : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void commandThroughOne_reachesSessionsOfTheOther();
    void logoutAtOne_closesSocketsOfTheOther();
    void clientChangesGateways_withoutAFreshStart();

private:
    [[nodiscard]] QByteArray post(
        const GatewayProcess &at, const QString &path, const QJsonObject &body, const QString &bearer = {});

    LiveFixture f;
    std::unique_ptr<GatewayProcess> m_second;
    QNetworkAccessManager m_network;
};

void TestTwoGateways::initTestCase()
{
    const QString problem = f.startPostgres();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestTwoGateways::init()
{
    // They look by themselves so seldom that only what one says to the other can be in time.
    const QStringList seldom{QStringLiteral("--poll"), QStringLiteral("60000")};
    QString problem = f.begin(seldom);
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
    m_second = std::make_unique<GatewayProcess>(*f.postgres, f.databaseName, seldom, f.gateway->secret());
    problem = m_second->start();
    QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
}

void TestTwoGateways::cleanup()
{
    if (QTest::currentTestFailed() && m_second)
        qWarning("the second gateway's log:\n%s", m_second->log().constData());
    m_second.reset();
    f.end();
}

QByteArray TestTwoGateways::post(
    const GatewayProcess &at, const QString &path, const QJsonObject &body, const QString &bearer)
{
    QNetworkRequest request(QUrl(at.http().toString() + path));
    request.setRawHeader("Content-Type", "application/json");
    if (!bearer.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + bearer.toLatin1());
    const std::unique_ptr<QNetworkReply> reply(m_network.post(request, QJsonDocument(body).toJson()));
    if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, RawClient::waitMs) || reply->error())
        return {};
    return "ok" + reply->readAll();
}

void TestTwoGateways::commandThroughOne_reachesSessionsOfTheOther()
{
    RawClient here;
    RawClient there;
    f.open(here, f.ann);
    QVERIFY(here.waitSynced());
    there.open(m_second->sync(), m_second->issueToken(f.ann));
    QVERIFY(there.waitSynced());
    for (const quint64 number : {1, 2, 3}) {
        const QUuid business = QUuid::createUuid();
        here.run(number, QStringLiteral("create_business"), f.asAnn,
            {{QStringLiteral("business"), business.toString(QUuid::WithoutBraces)},
                {nameColumn, QStringLiteral("Mine")}});
        QVERIFY(there.wait([&] { return there.rows(profiles).contains(business); }));
        QVERIFY(there.holds(businessKind, business));
        QVERIFY(here.wait([&] { return here.outcome(number) == QStringLiteral("applied"); }));
    }
}

void TestTwoGateways::logoutAtOne_closesSocketsOfTheOther()
{
    const QByteArray session = post(*f.gateway, QStringLiteral("/auth/v1/token?grant_type=password"),
        {{QStringLiteral("email"), QStringLiteral("ann@example.org")},
            {QStringLiteral("password"), QStringLiteral("secret-ann")}});
    QVERIFY(!session.isEmpty());
    const QString token = QJsonDocument::fromJson(session.sliced(2))[QLatin1String("access_token")].toString();
    RawClient signedOut;
    RawClient stays;
    signedOut.open(m_second->sync(), token);
    QVERIFY(signedOut.waitSynced());
    stays.open(m_second->sync(), m_second->issueToken(f.ann));
    QVERIFY(stays.waitSynced());
    QVERIFY(!post(*f.gateway, QStringLiteral("/auth/v1/logout"), {}, token).isEmpty());
    QVERIFY(signedOut.waitClosed());
    QVERIFY(signedOut.goodbye.has_value());
    QCOMPARE(signedOut.goodbye->code, ErrorCode::Unauthorized);
    QVERIFY(stays.isOpen());
}

void TestTwoGateways::clientChangesGateways_withoutAFreshStart()
{
    RawClient client;
    f.open(client, f.ann);
    QVERIFY(client.waitSynced());
    const qsizetype before = client.rowCount();
    for (int i = 0; i < 4; ++i) {
        client.cut();
        const QByteArray name = "Name " + QByteArray::number(i);
        f.rename(f.acme, name);
        client.open((i % 2 == 0 ? *m_second : *f.gateway).sync(), f.gateway->issueToken(f.ann));
        QVERIFY(client.waitSynced());
        QCOMPARE(client.text(profiles, f.acme, nameColumn), QString::fromUtf8(name));
        QCOMPARE(client.rowCount(), before);
        // A gateway that nobody was connected to begins with all that changed since it last looked, so rows may come
        // that are held already; but no scope is sent whole.
        QCOMPARE(client.freshStarts, 0);
        QCOMPARE(client.scopesGranted, 0);
        QVERIFY(client.rowsReceived < before);
    }
}

QTEST_GUILESS_MAIN(TestTwoGateways)
#include "tst_twogateways.moc"
