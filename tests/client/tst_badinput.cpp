#include "sync/base/ids.h"
#include "sync/client/ctl/exitcodes.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/ctl.h"
#include "tests/support/dump.h"
#include "tests/support/until.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

using namespace projective;
using namespace projective::ctl;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// What a person, a script or the world around them may get wrong, through the real client and gateway: each time a
/// clear message and its exit code, the mirror as it was, and the message that Mara had saved before arrives once.
class TestBadInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void unknownCommand();
    void commandUnknownToTheServer();
    void refused_data();
    void refused();
    void expiredSession();
    void expiredToken();
    void forgedToken();
    void forgedSession();
    void absentGateway();
    void serverOfAnotherVersion();
    void corruptMirrorFile_data();
    void corruptMirrorFile();
    void readOnlyDisk();

private:
    [[nodiscard]] QJsonObject message(const QString &body, const QUuid &channel) const;
    [[nodiscard]] QString entryOf(const Ctl::Answer &saved) const;
    [[nodiscard]] Dump mirror() const;
    [[nodiscard]] QString inPostgres(const QString &body);
    void expect(const Ctl::Answer &answer, int code, const QString &word);
    void expectNothingLost();
    void expectDelivered();

    World m_world;
    Catalog m_catalog;
    QUuid m_channel = idOf(u"channel:bad"_s);
    QString m_as = acting(u"business:northwind"_s);
    std::unique_ptr<Ctl> m_mara;
    int m_tests = 0;
    QString m_body; ///< of the message that was saved before
    QString m_entry;
    Dump m_before;
};

void TestBadInput::initTestCase()
{
    QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem()));
    QCOMPARE(m_world.run("update ops.settings set value = '{}' where key = 'rate_limits'"), QString());
    QCOMPARE(m_world.command(u"mara"_s, u"create_project"_s, m_as,
                 {{u"project"_s, textOf(idOf(u"project:bad"_s))}, {u"title"_s, u"Bad input"_s},
                     {u"channel"_s, textOf(m_channel)}}),
        QString());
    QCOMPARE(m_world.command(u"omar"_s, u"create_project"_s, acting(u"business:contoso"_s),
                 {{u"project"_s, textOf(idOf(u"project:others"_s))}, {u"title"_s, u"Others'"_s},
                     {u"channel"_s, textOf(idOf(u"channel:others"_s))}}),
        QString());
    const auto catalog = readCatalog(m_world.database());
    QVERIFY(catalog.has_value());
    m_catalog = *catalog;
    m_mara = std::make_unique<Ctl>(m_world.profile(u"mara"_s));
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
}

/// A profile that has synced, and in its outbox a message that has not been sent.
void TestBadInput::init()
{
    QVERIFY(m_mara->sync().ok());
    m_body = u"saved before %1"_s.arg(++m_tests);
    const auto saved = m_mara->save(u"send_message"_s, m_as, message(m_body, m_channel));
    QVERIFY2(saved.ok(), qPrintable(saved.said()));
    m_entry = entryOf(saved);
    m_before = mirror();
    QVERIFY(m_before.rows[u"project_messages"_s].join(u' ').contains(m_body));
}

QJsonObject TestBadInput::message(const QString &body, const QUuid &channel) const
{
    return {{u"message"_s, textOf(newUuid())}, {u"channel"_s, textOf(channel)}, {u"body"_s, body},
        {u"client_created_at"_s, u"2026-01-01T00:00:00Z"_s}};
}

QString TestBadInput::entryOf(const Ctl::Answer &saved) const
{
    return saved.object().value(u"entry"_s).toString();
}

Dump TestBadInput::mirror() const
{
    return dumpMirror(m_mara->profile(), m_catalog).value_or(Dump());
}

QString TestBadInput::inPostgres(const QString &body)
{
    return m_world.value("select count(*) from comms.project_messages where body = " + gateway::literal(body.toUtf8()));
}

void TestBadInput::expect(const Ctl::Answer &answer, int code, const QString &word)
{
    QVERIFY2(answer.exitCode == code,
        qPrintable(u"%1 instead of %2: %3"_s.arg(answer.exitCode).arg(code).arg(answer.said())));
    QVERIFY2(answer.errors.startsWith("projectivectl: "), answer.errors.constData());
    QVERIFY2(QString::fromUtf8(answer.errors).contains(word), answer.errors.constData());
}

void TestBadInput::expectNothingLost()
{
    const QJsonObject entry = m_mara->call({u"outbox"_s}).object();
    QCOMPARE(entry.value(u"entry"_s).toString(), m_entry);
    QCOMPARE(entry.value(u"args"_s)[u"body"_s].toString(), m_body);
    QCOMPARE(differenceOf(mirror(), m_before), QString());
    QCOMPARE(inPostgres(m_body), u"0"_s);
}

void TestBadInput::expectDelivered()
{
    const auto synced = m_mara->sync();
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
    QCOMPARE(inPostgres(m_body), u"1"_s);
    QCOMPARE(m_mara->call({u"outbox"_s}).output, QByteArray());
    const Dump client = mirror();
    const auto server = dumpServer(m_world.database(), m_catalog, idOf(u"user:mara"_s), client);
    QVERIFY(server.has_value());
    QCOMPARE(differenceOf(client, *server), QString());
}

void TestBadInput::unknownCommand()
{
    expect(m_mara->run(u"make_coffee"_s, m_as, {}), ExitUsage, u"no such command: make_coffee"_s);
    expect(m_mara->save(u"make_coffee"_s, m_as, {}), ExitUsage, u"no such command: make_coffee"_s);
    expectDelivered();
}

/// A client that is newer than the server: what it saved waits, with the reason, until the server knows the command.
void TestBadInput::commandUnknownToTheServer()
{
    QCOMPARE(m_world.run("create temp table unknown as select * from sync.commands where name = 'send_message';"
                         "delete from sync.commands where name = 'send_message'"),
        QString());
    const auto synced = m_mara->sync();
    QCOMPARE(m_world.run("insert into sync.commands select * from unknown; drop table unknown"), QString());
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
    QCOMPARE(synced.object().value(u"refused"_s).toInt(), 1);
    const QJsonObject entry = m_mara->call({u"outbox"_s}).object();
    QCOMPARE(entry.value(u"entry"_s).toString(), m_entry);
    QCOMPARE(entry.value(u"code"_s).toString(), u"unknown_command"_s);
    QCOMPARE(entry.value(u"args"_s)[u"body"_s].toString(), m_body);
    QVERIFY(m_mara->call({u"outbox"_s, u"retry"_s, m_entry}).ok());
    expectDelivered();
}

void TestBadInput::refused_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<QJsonObject>("args");
    QTest::addColumn<QString>("word");
    const auto with = [this](const QString &key, const QJsonValue &value) {
        QJsonObject args = message(u"bad"_s, m_channel);
        args.insert(key, value);
        return args;
    };
    QTest::newRow("wrong type: a number for an id") << m_as << with(u"channel"_s, 7) << u"invalid_argument (channel)"_s;
    QTest::newRow("wrong type: a list for a text")
        << m_as << with(u"body"_s, QJsonArray{1}) << u"invalid_argument (body)"_s;
    QTest::newRow("wrong type: text that is no id")
        << m_as << with(u"message"_s, u"no uuid"_s) << u"invalid_argument (message)"_s;
    QTest::newRow("an argument that there is not") << m_as << with(u"admin"_s, true) << u"invalid_argument (admin)"_s;
    QTest::newRow("foreign id: of nothing") << m_as << message(u"bad"_s, newUuid()) << u"not_found"_s;
    QTest::newRow("foreign id: of others' channel")
        << m_as << message(u"bad"_s, idOf(u"channel:others"_s)) << u"not_found"_s;
    QTest::newRow("wrong workspace: another's")
        << acting(u"business:contoso"_s) << message(u"bad"_s, m_channel) << u"not_allowed"_s;
    QTest::newRow("wrong workspace: nobody's")
        << (u"team:"_s + textOf(newUuid())) << message(u"bad"_s, m_channel) << u"not_allowed"_s;
}

/// Refused by the server: kept with its reason until the user discards it, without an effect here or there.
void TestBadInput::refused()
{
    QFETCH(QString, as);
    QFETCH(QJsonObject, args);
    QFETCH(QString, word);
    const auto answer = m_mara->run(u"send_message"_s, as, args);
    expect(answer, ExitRefused, u"rejected: "_s + word);
    const QString entry = entryOf(answer);
    const QJsonObject kept = m_mara->call({u"outbox"_s}).object();
    QCOMPARE(kept.value(u"entry"_s).toString(), entry);
    QCOMPARE(kept.value(u"args"_s).toObject(), args);
    QCOMPARE(inPostgres(u"bad"_s), u"0"_s);
    QVERIFY(m_mara->sql(u"select 1 from project_messages where body = 'bad'"_s).isEmpty());
    QVERIFY(m_mara->call({u"outbox"_s, u"discard"_s, entry}).ok());
    expectDelivered();
}

/// The server has forgotten the sign-in: no refresh token helps any more.
void TestBadInput::expiredSession()
{
    QCOMPARE(m_world.run("delete from auth.refresh_tokens; delete from auth.sessions"), QString());
    expect(m_mara->sync(), ExitSignIn, u"sign in again"_s);
    expect(m_mara->run(u"send_message"_s, m_as, message(u"bad"_s, m_channel)), ExitSignIn, u"sign in again"_s);
    expectNothingLost();
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
    expectDelivered();
}

/// The access token runs out while the client sleeps, as a laptop does: the gateway ends the socket, and the client
/// fetches another token by itself. (One that is over at the hello: tst_hello, refusals.)
void TestBadInput::expiredToken()
{
    const auto brief = m_world.anotherGateway({u"--jwt-lifetime"_s, u"1"_s});
    QCOMPARE(brief->start(), QString());
    QVERIFY(m_mara->login(brief->http().toString(), World::email(u"mara"_s), World::password).ok());
    const auto client = m_mara->start({u"watch"_s, u"project_messages"_s});
    const auto logHas = [&brief](const char *word) { return brief->log().contains(word); };
    QVERIFY(until([&] { return logHas("welcome"); }, 20'000));
    ::kill(pid_t(client->processId()), SIGSTOP);
    const bool refused = until([&] { return logHas("unauthorized"); }, 20'000);
    ::kill(pid_t(client->processId()), SIGCONT);
    QVERIFY2(refused, brief->log().constData());
    QCOMPARE(m_world.run("insert into comms.project_messages (channel_id, sender_user_id, body) values ('"
                 + textOf(m_channel).toLatin1() + "', cases.id('user:mara'), 'after the sleep')"),
        QString());
    QByteArray heard;
    while (!heard.contains("after the sleep") && client->waitForReadyRead(20'000))
        heard += client->readAllStandardOutput();
    QVERIFY2(heard.contains("after the sleep"), heard.constData());
    client->kill();
    QVERIFY(client->waitForFinished());
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
    expectDelivered();
}

/// Tokens signed with another secret than the gateway's.
void TestBadInput::forgedToken()
{
    const auto other = m_world.anotherGateway();
    QCOMPARE(other->start(), QString());
    QVERIFY(m_mara
                ->login(m_world.address(), World::email(u"mara"_s), World::password,
                    {u"--sync-url"_s, other->sync().toString()})
                .ok());
    expect(m_mara->sync(), ExitSignIn, u"sign in again"_s);
    expectNothingLost();
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
    expectDelivered();
}

void TestBadInput::forgedSession()
{
    QFile file(m_mara->profile() + u"/session.json"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray session = file.readAll();
    const qsizetype token = session.indexOf("refresh_token\":\"") + 16;
    QVERIFY(token > 16);
    session[token] = session[token] == 'x' ? 'y' : 'x';
    QVERIFY(file.seek(0));
    QCOMPARE(file.write(session), session.size());
    file.close();
    expect(m_mara->sync(), ExitSignIn, u"sign in again"_s);
    expectNothingLost();
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
    expectDelivered();
}

void TestBadInput::absentGateway()
{
    m_world.killGateway();
    expect(m_mara->call({u"sync"_s, u"--until-idle"_s, u"--timeout"_s, u"2"_s}), ExitOffline, u"can't be reached"_s);
    expect(m_mara->save(u"release_stage"_s, m_as, {{u"stage"_s, textOf(newUuid())}}), ExitOffline,
        u"needs a connection"_s);
    expectNothingLost();
    QCOMPARE(m_world.startGateway(), QString());
    expectDelivered();
}

/// The real gateway, to which this client seems to speak the next version: somebody between them changes the word.
void TestBadInput::serverOfAnotherVersion()
{
    QTcpServer between;
    QVERIFY(between.listen(QHostAddress::LocalHost));
    connect(&between, &QTcpServer::newConnection, &between, [this, &between] {
        QTcpSocket *client = between.nextPendingConnection();
        auto *server = new QTcpSocket(client);
        server->connectToHost(QHostAddress::LocalHost, m_world.port());
        connect(client, &QTcpSocket::readyRead, server,
            [client, server] { server->write(client->readAll().replace("projective.sync.v1", "projective.sync.v2")); });
        connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    });
    QVERIFY(m_mara
                ->login(m_world.address(), World::email(u"mara"_s), World::password,
                    {u"--sync-url"_s, u"ws://127.0.0.1:%1/sync/v1"_s.arg(between.serverPort())})
                .ok());
    const auto process = m_mara->start({u"sync"_s, u"--until-idle"_s, u"--timeout"_s, u"20"_s});
    QVERIFY(QTest::qWaitFor([&process] { return process->state() == QProcess::NotRunning; }, 30'000));
    expect({process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()}, ExitVersion,
        u"speaks another version"_s);
    expectNothingLost();
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
    expectDelivered();
}

void TestBadInput::corruptMirrorFile_data()
{
    QTest::addColumn<qint64>("at");
    QTest::newRow("no database any more") << qint64(0);
    QTest::newRow("all but its first page") << qint64(4096);
}

void TestBadInput::corruptMirrorFile()
{
    QFETCH(qint64, at);
    QFile file(m_mara->profile() + u"/mirror.db"_s);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at));
    const QByteArray bytes(file.size() - at, '\x5a');
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    expect(m_mara->call({u"sql"_s, u"select * from project_messages"_s}), ExitStorage, u"is damaged"_s);
    const QJsonObject entry = m_mara->call({u"outbox"_s}).object();
    QCOMPARE(entry.value(u"entry"_s).toString(), m_entry);
    QCOMPARE(entry.value(u"args"_s)[u"body"_s].toString(), m_body);
    expectDelivered();
}

void TestBadInput::readOnlyDisk()
{
    const QStringList readOnly{u"unshare"_s, u"--map-root-user"_s, u"--mount"_s, u"sh"_s, u"-c"_s,
        u"mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\""_s, m_mara->profile()};
    QProcess probe;
    probe.start(u"unshare"_s, {u"--map-root-user"_s, u"--mount"_s, u"true"_s});
    QVERIFY(probe.waitForFinished());
    if (probe.exitCode() != 0)
        QSKIP("here nobody may mount; tst_mirror, storage_readOnlyIsSaidSo shows the rest");
    const Ctl stuck = m_mara->through(readOnly);
    expect(stuck.save(u"send_message"_s, m_as, message(u"bad"_s, m_channel)), ExitStorage, u"can't be written"_s);
    expect(stuck.sync(), ExitStorage, u"can't be written"_s);
    expectNothingLost();
    expectDelivered();
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
