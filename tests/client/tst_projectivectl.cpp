#include "sync/base/ids.h"
#include "sync/client/ctl/exitcodes.h"
#include "tests/e2e/ctltest.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace projective;
using namespace projective::ctl;
using namespace projective::test;
using namespace Qt::StringLiterals;

/// Each thing that a script may do wrong, or that may be wrong around it: a clear message and the documented code. What
/// goes as far as the server, or keeps it from being reached: tst_badinput.
class TestProjectivectl : public CtlTest
{
    Q_OBJECT
public:
    TestProjectivectl()
        : CtlTest(u"ctl"_s)
    {
    }

private Q_SLOTS:
    void initTestCase();
    void badWords_data();
    void badWords();
    void login_refusesWhatIsWrong();
    void sessionOfAnother_isNotTakenUp();
    void mainWay_loginSyncRunSqlOutbox();
    void sync_runsUntilTheTimeIsOver();
    void sql_isReadOnly();
    void damagedAccount_isSaid();
    void profileInUse_isSaid();
    void folderThatCantBeMade_isSaid();
    void watch_tellsEachChange();
    void logout_warnsOfUnsentCommands();
};

void TestProjectivectl::initTestCase()
{
    begin();
    QVERIFY(mara().sync().ok());
}

void TestProjectivectl::badWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("no such verb") << QStringList{u"dance"_s};
    QTest::newRow("no such option") << QStringList{u"status"_s, u"--frobnicate"_s};
    QTest::newRow("timeout is no number") << QStringList{u"sync"_s, u"--timeout"_s, u"soon"_s};
    QTest::newRow("run without a command") << QStringList{u"run"_s, u"--as"_s, u"team:"_s + textOf(newUuid())};
    QTest::newRow("run without a workspace") << QStringList{u"run"_s, u"send_message"_s};
    QTest::newRow("workspace of no kind")
        << QStringList{u"run"_s, u"send_message"_s, u"--as"_s, u"king:"_s + textOf(newUuid())};
    QTest::newRow("not key=value") << QStringList{
        u"run"_s, u"send_message"_s, u"--as"_s, u"team:"_s + textOf(newUuid()), u"body"_s};
    QTest::newRow("broken JSON") << QStringList{
        u"run"_s, u"send_message"_s, u"--as"_s, u"team:"_s + textOf(newUuid()), u"--args"_s, u"{"_s};
    QTest::newRow("broken list") << QStringList{
        u"run"_s, u"fund_stages"_s, u"--as"_s, u"team:"_s + textOf(newUuid()), u"stages=[1,"_s};
    QTest::newRow("outbox of what") << QStringList{u"outbox"_s, u"burn"_s, u"x"_s};
    QTest::newRow("sql of nothing") << QStringList{u"sql"_s};
    QTest::newRow("watch of nothing") << QStringList{u"watch"_s};
    QTest::newRow("login without a server") << QStringList{u"login"_s, u"--email"_s, u"a@b"_s, u"--password-stdin"_s};
}

void TestProjectivectl::badWords()
{
    QFETCH(QStringList, words);
    const Ctl stranger(world().profile(u"stranger"_s));
    expect(stranger.call(words), ExitUsage, QString());
}

void TestProjectivectl::login_refusesWhatIsWrong()
{
    const Ctl stranger(world().profile(u"stranger"_s));
    expect(stranger.login(world().address(), World::email(u"mara"_s), u"nonsense"_s), ExitSignIn, u"password"_s);
    expect(stranger.login(u"http://work.example"_s, u"a@b"_s, u"x"_s), ExitUsage, u"https"_s);
    expect(stranger.login(u"http://127.0.0.1:9"_s, u"a@b"_s, u"x"_s), ExitOffline, u"reached"_s);
    expect(stranger.sync(), ExitSignIn, u"signed in"_s);
    // The profile stays its first user's.
    expect(mara().login(world().address(), World::email(u"ines"_s), World::password), ExitOtherUser, u"another user"_s);
    QVERIFY(mara().sync().ok());
}

/// As a sign-in that was killed may leave it: nothing is read or sent in another user's name.
void TestProjectivectl::sessionOfAnother_isNotTakenUp()
{
    const Ctl ines(world().profile(u"ines"_s));
    QVERIFY(ines.login(world().address(), World::email(u"ines"_s), World::password).ok());
    QVERIFY(mara().save(u"send_message"_s, northwind(), message(u"in her own name"_s)).ok());
    const QString session = mara().profile() + u"/session.json"_s;
    QVERIFY(QFile::remove(session));
    QVERIFY(QFile::copy(ines.profile() + u"/session.json"_s, session));
    expect(mara().sync(), ExitSignIn, u"sign in again"_s);
    QVERIFY(signIn().ok());
    QVERIFY(mara().sync().ok());
    QCOMPARE(inPostgres(u"in her own name"_s), 1);
    expectEqualsServer();
}

void TestProjectivectl::mainWay_loginSyncRunSqlOutbox()
{
    const auto sent = mara().run(u"send_message"_s, northwind(), message(u"by script"_s));
    QVERIFY2(sent.ok(), qPrintable(sent.said()));
    QCOMPARE(sent.object().value(u"state"_s).toString(), u"applied"_s);
    const QJsonArray rows = mara().sql(
        u"select id, channel_id, body, created_at, edited_at from project_messages where body = 'by script'"_s);
    QCOMPARE(rows.size(), 1);
    const QJsonObject row = rows[0].toObject();
    QCOMPARE(row.value(u"channel_id"_s).toString(), textOf(channel()));
    QVERIFY(QDateTime::fromString(row.value(u"created_at"_s).toString(), Qt::ISODate).isValid());
    QVERIFY(row.value(u"edited_at"_s).isNull());
    const auto saved = mara().save(u"send_message"_s, northwind(), message(u"saved first"_s));
    QVERIFY(saved.ok());
    QCOMPARE(saved.object().value(u"state"_s).toString(), u"saved"_s);
    QCOMPARE(mara().call({u"outbox"_s}).object().value(u"state"_s).toString(), u"queued"_s);
    QVERIFY(mara().sync().ok());
    QVERIFY(mara().call({u"outbox"_s}).output.isEmpty());
    const QJsonObject status = mara().call({u"status"_s}).object();
    QCOMPARE(status.value(u"pending"_s).toInt(), 0);
    QVERIFY(status.value(u"rows"_s).toObject().value(u"projects"_s).toInt() > 0);
    QVERIFY(!status.value(u"cursor"_s).toString().isEmpty());
}

void TestProjectivectl::sync_runsUntilTheTimeIsOver()
{
    const auto running = mara().start({u"sync"_s, u"--timeout"_s, u"3"_s});
    QVERIFY(running->waitForStarted());
    QCOMPARE(post(u"hugo"_s, u"while it runs"_s), QString());
    QVERIFY(running->waitForFinished(20'000));
    QVERIFY2(running->exitCode() == ExitOk, running->readAllStandardError().constData());
    QCOMPARE(running->readAllStandardError(), QByteArray());
    QCOMPARE(mara().sql(u"select 1 from project_messages where body = 'while it runs'"_s).size(), 1);
    // Not synced when the time is over is a failure, with and without --until-idle.
    world().killGateway();
    expect(mara().call({u"sync"_s, u"--timeout"_s, u"1"_s}), ExitOffline, u"not synced in time"_s);
    expect(mara().sync(1), ExitOffline, u"not synced in time"_s);
    QCOMPARE(world().startGateway(), QString());
}

void TestProjectivectl::sql_isReadOnly()
{
    for (const QString &bad : {u"delete from projects"_s, u"create table x (y)"_s, u"selct 1"_s,
             u"select * from nowhere"_s, u""_s, u"attach database '/tmp/x' as x"_s})
        expect(mara().call({u"sql"_s, bad}), ExitUsage, QString());
    const Ctl stranger(world().profile(u"stranger"_s));
    expect(stranger.call({u"sql"_s, u"select 1"_s}), ExitNotFound, u"no mirror"_s);
}

void TestProjectivectl::damagedAccount_isSaid()
{
    QFile account(mara().profile() + u"/account.json"_s);
    QVERIFY(account.open(QIODevice::ReadWrite));
    const QByteArray kept = account.readAll();
    account.resize(5);
    account.close();
    expect(mara().call({u"status"_s}), ExitStorage, u"damaged"_s);
    QVERIFY(account.open(QIODevice::WriteOnly));
    account.write(kept);
    account.close();
    QVERIFY(mara().sync().ok());
}

void TestProjectivectl::profileInUse_isSaid()
{
    const auto other = mara().start({u"watch"_s, u"projects"_s});
    QVERIFY(other->waitForReadyRead(20'000));
    expect(mara().call({u"status"_s}), ExitInUse, u"another process"_s);
    QVERIFY(!mara().sql(u"select 1"_s).isEmpty()); // reading may stand beside it
    other->kill();
    QVERIFY(other->waitForFinished());
    QVERIFY(mara().call({u"status"_s}).ok()); // a dead process holds nothing
}

void TestProjectivectl::folderThatCantBeMade_isSaid()
{
    const auto call = [](const QString &folder) {
        QProcess process;
        process.start(
            QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projectivectl"), {u"--profile"_s, folder, u"status"_s});
        process.waitForFinished();
        return Ctl::Answer{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    };
    expect(call(u"/proc/projective"_s), ExitStorage, u"/proc/projective"_s);
    expect(call(mara().profile() + u"/account.json"_s), ExitStorage, u"not a folder"_s);
    expect(call(u"/sys/kernel"_s), ExitStorage, QString());
}

void TestProjectivectl::watch_tellsEachChange()
{
    const auto watching = mara().start({u"watch"_s, u"project_messages"_s});
    QVERIFY(watching->waitForReadyRead(20'000));
    QVERIFY(watching->readLine().contains("ready"));
    QCOMPARE(post(u"hugo"_s, u"seen by all"_s), QString());
    QVERIFY(watching->canReadLine() || watching->waitForReadyRead(20'000));
    const QJsonObject line = QJsonDocument::fromJson(watching->readLine()).object();
    QCOMPARE(line.value(u"change"_s).toString(), u"upsert"_s);
    QCOMPARE(line.value(u"row"_s).toObject().value(u"body"_s).toString(), u"seen by all"_s);
    const qint64 at = line.value(u"at"_s).toInteger();
    QVERIFY(qAbs(at / 1000 - QDateTime::currentMSecsSinceEpoch()) < 20'000);
    watching->kill();
    watching->waitForFinished();
    expect(mara().call({u"watch"_s, u"no_such_relation"_s}), ExitNotFound, u"no_such_relation"_s);
}

void TestProjectivectl::logout_warnsOfUnsentCommands()
{
    QVERIFY(mara().save(u"send_message"_s, northwind(), message(u"never sent"_s)).ok());
    expect(mara().call({u"logout"_s}), ExitUsage, u"1 command"_s);
    QVERIFY(mara().call({u"logout"_s, u"--discard-unsent"_s}).ok());
    QCOMPARE(QDir(mara().profile()).entryList(QDir::Files | QDir::Hidden),
        QStringList()); // the lock too went with its process
}

QTEST_GUILESS_MAIN(TestProjectivectl)
#include "tst_projectivectl.moc"
