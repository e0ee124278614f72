#include "sync/base/ids.h"
#include "sync/client/ctl/exitcodes.h"
#include "tests/e2e/ctltest.h"
#include "tests/support/readonly.h"
#include "tests/support/until.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace projective;
using namespace projective::ctl;
using namespace projective::test;
using namespace Qt::StringLiterals;

namespace {

bool isRoot()
{
    return ::geteuid() == 0;
}

} // namespace

/// What a person, a script or the world around them may get wrong, through the real client and gateway: each time a
/// clear message and its exit code, the mirror as it was, and the message that Mara had saved before arrives once.
class TestBadInput : public CtlTest
{
    Q_OBJECT
public:
    TestBadInput()
        : CtlTest(u"bad"_s)
    {
    }

private Q_SLOTS:
    void initTestCase();
    void init();
    void unknownCommand();
    void commandUnknownToTheServer();
    void refused_data();
    void refused();
    void largerThanAMessage();
    void expiredSession();
    void expiredToken();
    void forgedToken();
    void forgedSession();
    void absentGateway();
    void serverOfAnotherVersion();
    void corruptMirrorFile_data();
    void corruptMirrorFile();
    void readOnlyDisk_data();
    void readOnlyDisk();
    void fullDisk();

private:
    [[nodiscard]] QString entryOf(const Ctl::Answer &saved) const;
    void expectNothingLost();
    void expectDelivered();

    int m_tests = 0;
    QString m_body; ///< of the message that was saved before
    QString m_entry;
    Dump m_before;
};

void TestBadInput::initTestCase()
{
    begin();
    QCOMPARE(world().liftRateLimits(), QString());
    QCOMPARE(world().createProject(u"others"_s, u"omar"_s, u"business:contoso"_s), QString());
}

/// A profile that has synced, and in its outbox a message that has not been sent.
void TestBadInput::init()
{
    QVERIFY(mara().sync().ok());
    m_body = u"saved before %1"_s.arg(++m_tests);
    const auto saved = mara().save(u"send_message"_s, northwind(), message(m_body));
    QVERIFY2(saved.ok(), qPrintable(saved.said()));
    m_entry = entryOf(saved);
    const auto before = mirror();
    QVERIFY(before.has_value());
    m_before = *before;
    QVERIFY(m_before.rows[u"project_messages"_s].join(u' ').contains(m_body));
}

QString TestBadInput::entryOf(const Ctl::Answer &saved) const
{
    return saved.object().value(u"entry"_s).toString();
}

void TestBadInput::expectNothingLost()
{
    const QJsonObject entry = mara().call({u"outbox"_s}).object();
    QCOMPARE(entry.value(u"entry"_s).toString(), m_entry);
    QCOMPARE(entry.value(u"args"_s)[u"body"_s].toString(), m_body);
    const auto now = mirror();
    QVERIFY(now.has_value());
    QCOMPARE(differenceOf(*now, m_before), QString());
    QCOMPARE(inPostgres(m_body), 0);
}

void TestBadInput::expectDelivered()
{
    const auto synced = mara().sync();
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
    QCOMPARE(inPostgres(m_body), 1);
    expectEqualsServer();
}

void TestBadInput::unknownCommand()
{
    expect(mara().run(u"make_coffee"_s, northwind(), {}), ExitUsage, u"no such command: make_coffee"_s);
    expect(mara().save(u"make_coffee"_s, northwind(), {}), ExitUsage, u"no such command: make_coffee"_s);
    expectDelivered();
}

/// A client that is newer than the server: what it saved waits, with the reason, until the server knows the command.
void TestBadInput::commandUnknownToTheServer()
{
    QCOMPARE(world().run("create temp table unknown as select * from sync.commands where name = 'send_message';"
                         "delete from sync.commands where name = 'send_message'"),
        QString());
    const auto synced = mara().sync();
    QCOMPARE(world().run("insert into sync.commands select * from unknown; drop table unknown"), QString());
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
    QCOMPARE(synced.object().value(u"refused"_s).toInt(), 1);
    const QJsonObject entry = mara().call({u"outbox"_s}).object();
    QCOMPARE(entry.value(u"entry"_s).toString(), m_entry);
    QCOMPARE(entry.value(u"code"_s).toString(), u"unknown_command"_s);
    QCOMPARE(entry.value(u"args"_s)[u"body"_s].toString(), m_body);
    QVERIFY(mara().call({u"outbox"_s, u"retry"_s, m_entry}).ok());
    expectDelivered();
}

void TestBadInput::refused_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<QJsonObject>("args");
    QTest::addColumn<QString>("word");
    const auto with = [this](const QString &key, const QJsonValue &value) {
        QJsonObject args = message(u"bad"_s);
        args.insert(key, value);
        return args;
    };
    QTest::newRow("wrong type: a number for an id")
        << northwind() << with(u"channel"_s, 7) << u"invalid_argument (channel)"_s;
    QTest::newRow("wrong type: a list for a text")
        << northwind() << with(u"body"_s, QJsonArray{1}) << u"invalid_argument (body)"_s;
    QTest::newRow("wrong type: text that is no id")
        << northwind() << with(u"message"_s, u"no uuid"_s) << u"invalid_argument (message)"_s;
    QTest::newRow("an argument that there is not")
        << northwind() << with(u"admin"_s, true) << u"invalid_argument (admin)"_s;
    QTest::newRow("foreign id: of nothing") << northwind() << message(u"bad"_s, newUuid()) << u"not_found"_s;
    QTest::newRow("foreign id: of others' channel")
        << northwind() << message(u"bad"_s, idOf(u"channel:others"_s)) << u"not_found"_s;
    QTest::newRow("wrong workspace: another's")
        << acting(u"business:contoso"_s) << message(u"bad"_s) << u"not_allowed"_s;
    QTest::newRow("wrong workspace: nobody's")
        << (u"team:"_s + textOf(newUuid())) << message(u"bad"_s) << u"not_allowed"_s;
}

/// Refused by the server: kept with its reason until the user discards it, without an effect here or there.
void TestBadInput::refused()
{
    QFETCH(QString, as);
    QFETCH(QJsonObject, args);
    QFETCH(QString, word);
    const auto answer = mara().run(u"send_message"_s, as, args);
    expect(answer, ExitRefused, u"rejected: "_s + word);
    const QString entry = entryOf(answer);
    const QJsonObject kept = mara().call({u"outbox"_s}).object();
    QCOMPARE(kept.value(u"entry"_s).toString(), entry);
    QCOMPARE(kept.value(u"args"_s).toObject(), args);
    QCOMPARE(inPostgres(u"bad"_s), 0);
    QVERIFY(mara().sql(u"select 1 from project_messages where body = 'bad'"_s).isEmpty());
    QVERIFY(mara().call({u"outbox"_s, u"discard"_s, entry}).ok());
    expectDelivered();
}

/// What no message can carry would hold up all that comes after it: it is kept here, and never sent.
void TestBadInput::largerThanAMessage()
{
    const QJsonObject args{{u"project"_s, textOf(newUuid())}, {u"channel"_s, textOf(newUuid())},
        {u"title"_s, u"too much"_s}, {u"description"_s, QString(70'000, u'x')}, {u"visibility"_s, u"invite_only"_s}};
    const auto answer = mara().run(u"create_project"_s, northwind(), args);
    expect(answer, ExitRefused, u"failed: too_large"_s);
    const auto after = mara().run(u"send_message"_s, northwind(), message(u"after it"_s));
    QVERIFY2(after.ok(), qPrintable(after.said()));
    const QString entry = entryOf(answer);
    expect(mara().call({u"outbox"_s, u"retry"_s, entry}), ExitRefused, u"too_large"_s);
    const QJsonObject kept = mara().call({u"outbox"_s}).object();
    QCOMPARE(kept.value(u"code"_s).toString(), u"too_large"_s);
    QCOMPARE(kept.value(u"args"_s).toObject(), args);
    QVERIFY(mara().sql(u"select 1 from projects where title = 'too much'"_s).isEmpty());
    QVERIFY(mara().call({u"outbox"_s, u"discard"_s, kept.value(u"entry"_s).toString()}).ok());
    expectDelivered();
}

/// The server has forgotten the sign-in: no refresh token helps any more.
void TestBadInput::expiredSession()
{
    QCOMPARE(world().run("delete from auth.refresh_tokens; delete from auth.sessions"), QString());
    expect(mara().sync(), ExitSignIn, u"sign in again"_s);
    expect(mara().run(u"send_message"_s, northwind(), message(u"bad"_s)), ExitSignIn, u"sign in again"_s);
    expectNothingLost();
    QVERIFY(signIn().ok());
    expectDelivered();
}

/// The access token runs out while the client sleeps, as a laptop does: the gateway ends the socket, and the client
/// fetches another token by itself. (One that is over at the hello: tst_hello, refusals.)
void TestBadInput::expiredToken()
{
    const auto brief = world().anotherGateway({u"--jwt-lifetime"_s, u"1"_s});
    QCOMPARE(brief->start(), QString());
    QVERIFY(mara().login(brief->http().toString(), World::email(u"mara"_s), World::password).ok());
    const auto client = mara().start({u"watch"_s, u"project_messages"_s});
    const auto logHas = [&brief](const char *word) { return brief->log().contains(word); };
    QVERIFY(until([&] { return logHas("welcome"); }, 20'000));
    ::kill(pid_t(client->processId()), SIGSTOP);
    const bool refused = until([&] { return logHas("unauthorized"); }, 20'000);
    ::kill(pid_t(client->processId()), SIGCONT);
    QVERIFY2(refused, brief->log().constData());
    QCOMPARE(post(u"mara"_s, u"after the sleep"_s), QString());
    QByteArray heard;
    while (!heard.contains("after the sleep") && client->waitForReadyRead(20'000))
        heard += client->readAllStandardOutput();
    QVERIFY2(heard.contains("after the sleep"), heard.constData());
    client->kill();
    QVERIFY(client->waitForFinished());
    QVERIFY(signIn().ok());
    expectDelivered();
}

/// Tokens signed with another secret than the gateway's.
void TestBadInput::forgedToken()
{
    const auto other = world().anotherGateway();
    QCOMPARE(other->start(), QString());
    QVERIFY(signIn({u"--sync-url"_s, other->sync().toString()}).ok());
    expect(mara().sync(), ExitSignIn, u"sign in again"_s);
    expectNothingLost();
    QVERIFY(signIn().ok());
    expectDelivered();
}

void TestBadInput::forgedSession()
{
    QFile file(mara().profile() + u"/session.json"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray session = file.readAll();
    const qsizetype token = session.indexOf("refresh_token\":\"") + 16;
    QVERIFY(token > 16);
    session[token] = session[token] == 'x' ? 'y' : 'x';
    QVERIFY(file.seek(0));
    QCOMPARE(file.write(session), session.size());
    file.close();
    expect(mara().sync(), ExitSignIn, u"sign in again"_s);
    expectNothingLost();
    QVERIFY(signIn().ok());
    expectDelivered();
}

void TestBadInput::absentGateway()
{
    world().killGateway();
    expect(mara().call({u"sync"_s, u"--until-idle"_s, u"--timeout"_s, u"2"_s}), ExitOffline, u"can't be reached"_s);
    expect(mara().save(u"release_stage"_s, northwind(), {{u"stage"_s, textOf(newUuid())}}), ExitOffline,
        u"needs a connection"_s);
    expectNothingLost();
    QCOMPARE(world().startGateway(), QString());
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
        server->connectToHost(QHostAddress::LocalHost, world().port());
        connect(client, &QTcpSocket::readyRead, server,
            [client, server] { server->write(client->readAll().replace("projective.sync.v1", "projective.sync.v2")); });
        connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    });
    QVERIFY(signIn({u"--sync-url"_s, u"ws://127.0.0.1:%1/sync/v1"_s.arg(between.serverPort())}).ok());
    const auto process = mara().start({u"sync"_s, u"--until-idle"_s, u"--timeout"_s, u"20"_s});
    QVERIFY(QTest::qWaitFor([&process] { return process->state() == QProcess::NotRunning; }, 30'000));
    expect({process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()}, ExitVersion,
        u"speaks another version"_s);
    expectNothingLost();
    QVERIFY(signIn().ok());
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
    QFile file(mara().profile() + u"/mirror.db"_s);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at));
    const QByteArray bytes(file.size() - at, '\x5a');
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    expect(mara().call({u"sql"_s, u"select * from project_messages"_s}), ExitStorage, u"is damaged"_s);
    const QJsonObject entry = mara().call({u"outbox"_s}).object();
    QCOMPARE(entry.value(u"entry"_s).toString(), m_entry);
    QCOMPARE(entry.value(u"args"_s)[u"body"_s].toString(), m_body);
    expectDelivered();
}

void TestBadInput::readOnlyDisk_data()
{
    QTest::addColumn<bool>("folderToo");
    QTest::newRow("files that can't be written") << false;
    // What the client can't even mend by itself; only root can give a folder away.
    if (isRoot())
        QTest::newRow("a folder of somebody else's") << true;
}

void TestBadInput::readOnlyDisk()
{
    QFETCH(bool, folderToo);
    // Root, too, must be stopped by what the files say.
    const Ctl stuck
        = isRoot() ? mara().through({u"setpriv"_s, u"--bounding-set"_s, u"-dac_override,-fowner"_s}) : mara();
    {
        const ReadOnly disk(mara().profile(), folderToo);
        expect(stuck.save(u"send_message"_s, northwind(), message(u"bad"_s)), ExitStorage, u"can't be written"_s);
        expect(stuck.sync(), ExitStorage, u"can't be written"_s);
    }
    expectNothingLost();
    expectDelivered();
}

/// No file may grow beyond what it takes to open a profile: the disk takes a part of the command, and no more.
void TestBadInput::fullDisk()
{
    const Ctl stuck = mara().through({u"sh"_s, u"-c"_s, u"trap '' XFSZ; exec prlimit --fsize=32768 \"$@\""_s, u"sh"_s});
    const QString large(65'536, u'x');
    expect(stuck.save(u"send_message"_s, northwind(), message(large)), ExitStorage, u"the disk is full"_s);
    expectNothingLost();
    expectDelivered();
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
