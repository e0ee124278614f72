#include "sync/base/ids.h"
#include "sync/client/ctl/exitcodes.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/ctl.h"

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
class TestProjectivectl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void badWords_data();
    void badWords();
    void login_refusesWhatIsWrong();
    void mainWay_loginSyncRunSqlOutbox();
    void sql_isReadOnly();
    void damagedAccount_isSaid();
    void profileInUse_isSaid();
    void folderThatCantBeMade_isSaid();
    void watch_tellsEachChange();
    void logout_warnsOfUnsentCommands();

private:
    [[nodiscard]] QJsonObject message(const QString &body, const QUuid &channel) const;
    void expectCode(const Ctl::Answer &answer, int code, const QString &word);

    World m_world;
    QUuid m_channel = idOf(u"channel:ctl"_s);
    QString m_as = acting(u"business:northwind"_s);
    std::unique_ptr<Ctl> m_mara;
};

void TestProjectivectl::initTestCase()
{
    QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem()));
    QCOMPARE(m_world.command(u"mara"_s, u"create_project"_s, m_as,
                 {{u"project"_s, textOf(idOf(u"project:ctl"_s))}, {u"title"_s, u"Ctl"_s},
                     {u"channel"_s, textOf(m_channel)}}),
        QString());
    m_mara = std::make_unique<Ctl>(m_world.profile(u"mara"_s));
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
    QVERIFY(m_mara->sync().ok());
}

void TestProjectivectl::expectCode(const Ctl::Answer &answer, int code, const QString &word)
{
    QVERIFY2(answer.exitCode == code,
        qPrintable(u"%1 instead of %2: %3"_s.arg(answer.exitCode).arg(code).arg(answer.said())));
    QVERIFY2(answer.errors.startsWith("projectivectl: "), answer.errors.constData());
    QVERIFY2(QString::fromUtf8(answer.errors).contains(word), answer.errors.constData());
}

QJsonObject TestProjectivectl::message(const QString &body, const QUuid &channel) const
{
    return {{u"message"_s, textOf(newUuid())}, {u"channel"_s, textOf(channel)}, {u"body"_s, body},
        {u"client_created_at"_s, u"2026-01-01T00:00:00Z"_s}};
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
    const Ctl stranger(m_world.profile(u"stranger"_s));
    expectCode(stranger.call(words), ExitUsage, QString());
}

void TestProjectivectl::login_refusesWhatIsWrong()
{
    const Ctl stranger(m_world.profile(u"stranger"_s));
    expectCode(stranger.login(m_world.address(), World::email(u"mara"_s), u"nonsense"_s), ExitSignIn, u"password"_s);
    expectCode(stranger.login(u"http://work.example"_s, u"a@b"_s, u"x"_s), ExitUsage, u"https"_s);
    expectCode(stranger.login(u"http://127.0.0.1:9"_s, u"a@b"_s, u"x"_s), ExitOffline, u"reached"_s);
    expectCode(stranger.sync(), ExitSignIn, u"signed in"_s);
    // The profile stays its first user's.
    expectCode(
        m_mara->login(m_world.address(), World::email(u"ines"_s), World::password), ExitRefused, u"another user"_s);
    QVERIFY(m_mara->login(m_world.address(), World::email(u"mara"_s), World::password).ok());
}

void TestProjectivectl::mainWay_loginSyncRunSqlOutbox()
{
    const auto sent = m_mara->run(u"send_message"_s, m_as, message(u"by script"_s, m_channel));
    QVERIFY2(sent.ok(), qPrintable(sent.said()));
    QCOMPARE(sent.object().value(u"state"_s).toString(), u"applied"_s);
    const QJsonArray rows = m_mara->sql(
        u"select id, channel_id, body, created_at, edited_at from project_messages where body = 'by script'"_s);
    QCOMPARE(rows.size(), 1);
    const QJsonObject row = rows[0].toObject();
    QCOMPARE(row.value(u"channel_id"_s).toString(), textOf(m_channel));
    QVERIFY(QDateTime::fromString(row.value(u"created_at"_s).toString(), Qt::ISODate).isValid());
    QVERIFY(row.value(u"edited_at"_s).isNull());
    const auto saved = m_mara->save(u"send_message"_s, m_as, message(u"saved first"_s, m_channel));
    QVERIFY(saved.ok());
    QCOMPARE(saved.object().value(u"state"_s).toString(), u"saved"_s);
    QCOMPARE(m_mara->call({u"outbox"_s}).object().value(u"state"_s).toString(), u"queued"_s);
    QVERIFY(m_mara->sync().ok());
    QVERIFY(m_mara->call({u"outbox"_s}).output.isEmpty());
    const QJsonObject status = m_mara->call({u"status"_s}).object();
    QCOMPARE(status.value(u"pending"_s).toInt(), 0);
    QVERIFY(status.value(u"rows"_s).toObject().value(u"projects"_s).toInt() > 0);
    QVERIFY(!status.value(u"cursor"_s).toString().isEmpty());
}

void TestProjectivectl::sql_isReadOnly()
{
    for (const QString &bad : {u"delete from projects"_s, u"create table x (y)"_s, u"selct 1"_s,
             u"select * from nowhere"_s, u""_s, u"attach database '/tmp/x' as x"_s})
        expectCode(m_mara->call({u"sql"_s, bad}), ExitUsage, QString());
    const Ctl stranger(m_world.profile(u"stranger"_s));
    expectCode(stranger.call({u"sql"_s, u"select 1"_s}), ExitNotFound, u"no mirror"_s);
}

void TestProjectivectl::damagedAccount_isSaid()
{
    QFile account(m_mara->profile() + u"/account.json"_s);
    QVERIFY(account.open(QIODevice::ReadWrite));
    const QByteArray kept = account.readAll();
    account.resize(5);
    account.close();
    expectCode(m_mara->call({u"status"_s}), ExitStorage, u"damaged"_s);
    QVERIFY(account.open(QIODevice::WriteOnly));
    account.write(kept);
    account.close();
    QVERIFY(m_mara->sync().ok());
}

void TestProjectivectl::profileInUse_isSaid()
{
    const auto other = m_mara->start({u"watch"_s, u"projects"_s});
    QVERIFY(other->waitForReadyRead(20'000));
    expectCode(m_mara->call({u"status"_s}), ExitInUse, u"another process"_s);
    QVERIFY(!m_mara->sql(u"select 1"_s).isEmpty()); // reading may stand beside it
    other->kill();
    QVERIFY(other->waitForFinished());
    QVERIFY(m_mara->call({u"status"_s}).ok()); // a dead process holds nothing
}

void TestProjectivectl::folderThatCantBeMade_isSaid()
{
    const auto call = [this](const QString &folder) {
        QProcess process;
        process.start(
            QStringLiteral(PROJECTIVE_BINARY_DIR "/bin/projectivectl"), {u"--profile"_s, folder, u"status"_s});
        process.waitForFinished();
        return Ctl::Answer{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    };
    expectCode(call(u"/proc/projective"_s), ExitStorage, u"/proc/projective"_s);
    expectCode(call(m_mara->profile() + u"/account.json"_s), ExitStorage, u"not a folder"_s);
    expectCode(call(u"/sys/kernel"_s), ExitStorage, QString());
}

void TestProjectivectl::watch_tellsEachChange()
{
    const auto watching = m_mara->start({u"watch"_s, u"project_messages"_s});
    QVERIFY(watching->waitForReadyRead(20'000));
    QVERIFY(watching->readLine().contains("ready"));
    QCOMPARE(m_world.run("insert into comms.project_messages (channel_id, sender_user_id, body) values ('"
                 + textOf(m_channel).toLatin1() + "', cases.id('user:hugo'), 'seen by all')"),
        QString());
    QVERIFY(watching->canReadLine() || watching->waitForReadyRead(20'000));
    const QJsonObject line = QJsonDocument::fromJson(watching->readLine()).object();
    QCOMPARE(line.value(u"change"_s).toString(), u"upsert"_s);
    QCOMPARE(line.value(u"row"_s).toObject().value(u"body"_s).toString(), u"seen by all"_s);
    const qint64 at = line.value(u"at"_s).toInteger();
    QVERIFY(qAbs(at / 1000 - QDateTime::currentMSecsSinceEpoch()) < 20'000);
    watching->kill();
    watching->waitForFinished();
    expectCode(m_mara->call({u"watch"_s, u"no_such_relation"_s}), ExitNotFound, u"no_such_relation"_s);
}

void TestProjectivectl::logout_warnsOfUnsentCommands()
{
    QVERIFY(m_mara->save(u"send_message"_s, m_as, message(u"never sent"_s, m_channel)).ok());
    expectCode(m_mara->call({u"logout"_s}), ExitUsage, u"1 command"_s);
    QVERIFY(m_mara->call({u"logout"_s, u"--discard-unsent"_s}).ok());
    QCOMPARE(QDir(m_mara->profile()).entryList(QDir::Files | QDir::Hidden),
        QStringList()); // the lock too went with its process
}

QTEST_GUILESS_MAIN(TestProjectivectl)
#include "tst_projectivectl.moc"
