#include "tests/e2e/ctltest.h"

#include "sync/base/ids.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace projective::test {

CtlTest::CtlTest(const QString &name)
    : m_name(name)
    , m_channel(idOf(u"channel:"_s + name))
{
}

void CtlTest::begin()
{
    QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem()));
    QCOMPARE(m_world.createProject(m_name), QString());
    const auto catalog = readCatalog(m_world.database());
    QVERIFY(catalog.has_value());
    m_catalog = *catalog;
    m_mara = std::make_unique<Ctl>(m_world.profile(u"mara"_s));
    QVERIFY(signIn().ok());
}

Ctl::Answer CtlTest::signIn(const QStringList &more) const
{
    return m_mara->login(m_world.address(), World::email(u"mara"_s), World::password, more);
}

QJsonObject CtlTest::message(const QString &body, const QUuid &channel)
{
    return {{u"message"_s, textOf(newUuid())}, {u"channel"_s, textOf(channel)}, {u"body"_s, body},
        {u"client_created_at"_s, u"2026-01-01T00:00:00Z"_s}};
}

QString CtlTest::post(const QString &person, const QString &body)
{
    return m_world.run("insert into comms.project_messages (channel_id, sender_user_id, body) values ('"
        + textOf(m_channel).toLatin1() + "', '" + textOf(idOf(u"user:"_s + person)).toLatin1() + "', "
        + gateway::literal(body.toUtf8()) + ')');
}

int CtlTest::inPostgres(const QString &body)
{
    bool isNumber = false;
    const QString count
        = m_world.value("select count(*) from comms.project_messages where body = " + gateway::literal(body.toUtf8()));
    const int found = count.toInt(&isNumber);
    return isNumber ? found : -1;
}

Result<Dump> CtlTest::mirror() const
{
    return dumpMirror(m_mara->profile(), m_catalog);
}

void CtlTest::expect(const Ctl::Answer &answer, int code, const QString &word) const
{
    QVERIFY2(answer.exitCode == code,
        qPrintable(u"%1 instead of %2: %3"_s.arg(answer.exitCode).arg(code).arg(answer.said())));
    QVERIFY2(answer.errors.startsWith("projectivectl: "), answer.errors.constData());
    QVERIFY2(QString::fromUtf8(answer.errors).contains(word), answer.errors.constData());
}

void CtlTest::expectEqualsServer()
{
    QCOMPARE(m_mara->call({u"outbox"_s}).output, QByteArray());
    const auto client = mirror();
    QVERIFY(client.has_value());
    const auto server = dumpServer(m_world.database(), m_catalog, idOf(u"user:mara"_s), *client);
    QVERIFY(server.has_value());
    QCOMPARE(differenceOf(*client, *server), QString());
}

} // namespace projective::test
