#include "sync/client/engine.h"
#include "sync/client/filetokenstore.h"
#include "sync/client/keychaintokenstore.h"
#include "tests/e2e/people.h"
#include "tests/e2e/world.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

// The keychain is found by the session bus of the process, once: each situation is a process of its own, on a bus, in a
// home and with a keyring of its own. The program runs itself for that.

namespace {

const char secret[] = "a refresh token that nobody should find";

Result<StoredSession> loaded(TokenStore &store)
{
    std::optional<Result<StoredSession>> answer;
    store.load([&answer](const Result<StoredSession> &session) { answer = session; });
    const bool came = QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000);
    return came ? *answer : failure(ErrorCode::Internal, u"no answer"_s);
}

template <typename Act>
Result<void> done(const Act &act)
{
    std::optional<Result<void>> answer;
    act([&answer](const Result<void> &result) { answer = result; });
    const bool came = QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000);
    return came ? *answer : failure(ErrorCode::Internal, u"no answer"_s);
}

QByteArray allFilesOf(const QString &folder)
{
    QByteArray bytes;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            bytes += file.readAll();
    }
    return bytes;
}

} // namespace

/// With a keyring that is unlocked, as after a log-in.
class WithKeyring : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void session_isKeptAndForgotten();
    void accounts_areApart();
    void signIn_survivesTheProcess();
};

void WithKeyring::session_isKeptAndForgotten()
{
    const QUuid user = newUuid();
    KeychainTokenStore store(u"/home/one"_s);
    QCOMPARE(loaded(store).error().code, ErrorCode::NotFound);
    QVERIFY(done([&](const auto &then) { store.save({user, QString::fromLatin1(secret)}, then); }));
    KeychainTokenStore later(u"/home/one"_s);
    const auto session = loaded(later);
    QVERIFY(session.has_value());
    QCOMPARE(session->user, user);
    QCOMPARE(session->refreshToken, QString::fromLatin1(secret));
    QVERIFY(done([&](const auto &then) { later.save({user, u"the next one"_s}, then); }));
    QCOMPARE(loaded(store)->refreshToken, u"the next one"_s);
    QVERIFY(!allFilesOf(qEnvironmentVariable("HOME")).contains("the next one")); // not in clear
    QVERIFY(done([&](const auto &then) { store.clear(then); }));
    QCOMPARE(loaded(later).error().code, ErrorCode::NotFound);
    QVERIFY(done([&](const auto &then) { store.clear(then); })); // nothing there is fine
}

void WithKeyring::accounts_areApart()
{
    KeychainTokenStore one(u"/home/one"_s);
    KeychainTokenStore two(u"/home/two"_s);
    QVERIFY(done([&](const auto &then) { one.save({newUuid(), u"first"_s}, then); }));
    QVERIFY(done([&](const auto &then) { two.save({newUuid(), u"second"_s}, then); }));
    QCOMPARE(loaded(one)->refreshToken, u"first"_s);
    QVERIFY(done([&](const auto &then) { one.clear(then); }));
    QCOMPARE(loaded(two)->refreshToken, u"second"_s);
}

void WithKeyring::signIn_survivesTheProcess()
{
    World world;
    QVERIFY2(world.problem().isEmpty(), qPrintable(world.problem()));
    const Engine::Options options{world.profile(u"mara"_s), TokenStore::Kind::Keychain, u"test"_s, {}};
    {
        Engine engine(options);
        const QSignalSpy failed(&engine, &Engine::tokenStoreFailed);
        QVERIFY(engine.open());
        engine.signIn(*Server::fromEntry(world.address()), World::email(u"mara"_s), World::password);
        QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::Synced, 20'000);
        QCOMPARE(failed.size(), 0);
    }
    QVERIFY(!QFile::exists(options.folder + u"/session.json"_s));
    Engine engine(options);
    QVERIFY(engine.open());
    QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::Synced, 20'000);
}

/// With a session bus, and nobody who answers for secrets.
class WithoutKeyring : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void store_saysSo();
    void signIn_asksWhereToKeepTheSession_data();
    void signIn_asksWhereToKeepTheSession();
};

void WithoutKeyring::store_saysSo()
{
    KeychainTokenStore store(u"/home/one"_s);
    const auto saved = done([&](const auto &then) { store.save({newUuid(), QString::fromLatin1(secret)}, then); });
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::NoKeychain);
    QVERIFY(!loaded(store));
    QVERIFY(!allFilesOf(qEnvironmentVariable("HOME")).contains(secret)); // no plain file in its place
}

void WithoutKeyring::signIn_asksWhereToKeepTheSession_data()
{
    QTest::addColumn<int>("choice");
    QTest::newRow("in a private file") << int(TokenStore::Kind::File);
    QTest::newRow("in memory, until the end") << int(TokenStore::Kind::Memory);
}

void WithoutKeyring::signIn_asksWhereToKeepTheSession()
{
    QFETCH(int, choice);
    const bool file = choice == int(TokenStore::Kind::File);
    World world;
    QVERIFY2(world.problem().isEmpty(), qPrintable(world.problem()));
    Engine::Options options{world.profile(u"mara"_s), TokenStore::Kind::Keychain, u"test"_s, {}};
    const QString session = options.folder + u"/session.json"_s;
    {
        Engine engine(options);
        QSignalSpy failed(&engine, &Engine::tokenStoreFailed);
        QVERIFY(engine.open());
        engine.signIn(*Server::fromEntry(world.address()), World::email(u"mara"_s), World::password);
        QTRY_COMPARE_WITH_TIMEOUT(engine.status().state, SyncStatus::State::Synced, 30'000); // it works all the same
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::NoKeychain);
        QVERIFY(!QFile::exists(session)); // not before the user has chosen
        failed.clear();
        engine.useTokenStore(TokenStore::Kind(choice));
        QCOMPARE(QFile::exists(session), file);
        QCOMPARE(failed.size(), 0);
    }
    options.tokens = TokenStore::Kind(choice);
    Engine engine(options);
    QVERIFY(engine.open());
    QTRY_COMPARE_WITH_TIMEOUT(
        engine.status().state, file ? SyncStatus::State::Synced : SyncStatus::State::SignInAgain, 20'000);
    if (file)
        QCOMPARE(QFile::permissions(session) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
}

class TestKeychain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void situations_data();
    void situations();
};

void TestKeychain::situations_data()
{
    QTest::addColumn<QString>("before");
    QTest::newRow("with a keyring")
        << u"printf dummy | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "_s;
    QTest::newRow("without a keyring") << QString();
}

void TestKeychain::situations()
{
    QFETCH(QString, before);
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkdir(u"run"_s));
    QFile::setPermissions(home.filePath(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home.filePath(u"run"_s));
    environment.insert(u"XDG_DATA_HOME"_s, home.filePath(u"data"_s));
    environment.remove(u"DISPLAY"_s); // with one a keyring would ask on it
    environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"dbus-run-session"_s,
        {u"--"_s, u"sh"_s, u"-c"_s, before + u"exec \"$0\" \"$1\""_s, QCoreApplication::applicationFilePath(),
            before.isEmpty() ? u"without"_s : u"with"_s});
    QVERIFY2(process.waitForFinished(100'000), "it does not end");
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAll().constData());
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString situation = QCoreApplication::arguments().value(1);
    if (situation == u"with"_s)
        return QTest::qExec(std::make_unique<WithKeyring>().get());
    if (situation == u"without"_s)
        return QTest::qExec(std::make_unique<WithoutKeyring>().get());
    return QTest::qExec(std::make_unique<TestKeychain>().get(), argc, argv);
}

#include "tst_keychain.moc"
