#include "sync/client/autherrors.h"
#include "sync/client/filetokenstore.h"
#include "sync/client/profile.h"
#include "sync/client/server.h"

#include <QDateTime>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <sys/file.h>
#include <sys/stat.h>

using namespace projective;
using namespace Qt::StringLiterals;

/// Addresses, what answers mean, and the profile's small files: all without a server.
class TestServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void address_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("auth"); // empty: refused
        QTest::addColumn<QString>("sync");
        QTest::newRow("https") << u"https://work.example"_s << u"https://work.example/auth/v1"_s
                               << u"wss://work.example/sync/v1"_s;
        QTest::newRow("slash") << u"https://work.example/p/"_s << u"https://work.example/p/auth/v1"_s
                               << u"wss://work.example/p/sync/v1"_s;
        QTest::newRow("bare host") << u"work.example"_s << u"https://work.example/auth/v1"_s
                                   << u"wss://work.example/sync/v1"_s;
        QTest::newRow("this machine") << u"localhost:8080"_s << u"http://localhost:8080/auth/v1"_s
                                      << u"ws://localhost:8080/sync/v1"_s;
        QTest::newRow("loopback") << u"http://127.0.0.1:1"_s << u"http://127.0.0.1:1/auth/v1"_s
                                  << u"ws://127.0.0.1:1/sync/v1"_s;
        QTest::newRow("plain to another machine") << u"http://work.example"_s << QString() << QString();
        QTest::newRow("looks like this machine") << u"http://localhost.evil.example"_s << QString() << QString();
        QTest::newRow("user in it") << u"https://a:b@work.example"_s << QString() << QString();
        QTest::newRow("query") << u"https://work.example/?x=1"_s << QString() << QString();
        QTest::newRow("file") << u"file:///etc/passwd"_s << QString() << QString();
        QTest::newRow("empty") << QString() << QString() << QString();
        QTest::newRow("spaces") << u"not a host"_s << QString() << QString();
    }
    void address()
    {
        QFETCH(QString, entry);
        QFETCH(QString, auth);
        QFETCH(QString, sync);
        const auto server = Server::fromEntry(entry);
        QCOMPARE(server.has_value(), !auth.isEmpty());
        if (!server) {
            QCOMPARE(server.error().code, ErrorCode::InvalidArgument);
            return;
        }
        QCOMPARE(server->auth.toString(), auth);
        QCOMPARE(server->sync.toString(), sync);
        QCOMPARE(Server::fromJson(server->toJson()), *server);
    }
    void gatewayMayLieElsewhere()
    {
        const auto server = Server::fromEntry(u"https://x.supabase.co"_s, u"wss://sync.example/sync/v1"_s, u"anon"_s);
        QVERIFY(server);
        QCOMPARE(server->sync.toString(), u"wss://sync.example/sync/v1"_s);
        QVERIFY(!Server::fromEntry(u"https://x.supabase.co"_s, u"ws://sync.example"_s));
    }
    void answer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("request");
        QTest::addColumn<int>("code");
        const auto row = [](const char *label, int status, const QString &name, AuthRequest request, ErrorCode code) {
            QTest::newRow(label) << status << name << static_cast<int>(request) << static_cast<int>(code);
        };
        row("no answer", 0, {}, AuthRequest::RefreshGrant, ErrorCode::Offline);
        row("wrong password", 400, u"invalid_credentials"_s, AuthRequest::PasswordGrant, ErrorCode::WrongCredentials);
        row("wrong password, older server", 400, u"invalid_grant"_s, AuthRequest::PasswordGrant,
            ErrorCode::WrongCredentials);
        row("spent refresh token", 400, u"refresh_token_already_used"_s, AuthRequest::RefreshGrant,
            ErrorCode::Unauthorized);
        row("spent, older server", 400, u"invalid_grant"_s, AuthRequest::RefreshGrant, ErrorCode::Unauthorized);
        row("no public key", 401, {}, AuthRequest::PasswordGrant, ErrorCode::Unauthorized);
        row("not confirmed", 400, u"email_not_confirmed"_s, AuthRequest::PasswordGrant, ErrorCode::NotAllowed);
        row("banned", 403, u"user_banned"_s, AuthRequest::RefreshGrant, ErrorCode::NotAllowed);
        row("too many", 429, {}, AuthRequest::PasswordGrant, ErrorCode::TooManyRequests);
        row("bad gateway", 502, {}, AuthRequest::RefreshGrant, ErrorCode::ServerUnavailable);
        row("no auth there", 404, {}, AuthRequest::PasswordGrant, ErrorCode::ServerUnavailable);
    }
    void answer()
    {
        QFETCH(int, status);
        QFETCH(QString, name);
        QFETCH(int, request);
        QFETCH(int, code);
        for (const QString &key : {u"error_code"_s, u"error"_s}) {
            const Error error = authError(status, {{key, name}}, static_cast<AuthRequest>(request), u"refused"_s);
            QCOMPARE(static_cast<int>(error.code), code);
        }
    }
    void profile_isPrivate_lockedAndOnePersons()
    {
        QTemporaryDir dir;
        const QString folder = dir.filePath(u"a/b"_s);
        const Server server = *Server::fromEntry(u"localhost:1"_s);
        const QUuid user(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        {
            auto profile = Profile::open(folder);
            QVERIFY(profile);
            struct stat info {
            };
            QCOMPARE(::stat(QFile::encodeName(folder).constData(), &info), 0);
            QCOMPARE(info.st_mode & 0777U, 0700U);
            QCOMPARE(Profile::open(folder).error().code, ErrorCode::ProfileInUse);
            QVERIFY(profile->setAccount(user, server, u"a@example.com"_s));
            QCOMPARE(profile->setAccount(QUuid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9), server, {}).error().code,
                ErrorCode::ForeignClient);
        }
        auto again = Profile::open(folder);
        QVERIFY(again);
        QCOMPARE(again->user(), user);
        QCOMPARE(again->server(), server);
        QVERIFY(again->clear());
        QVERIFY(!QFile::exists(folder + u"/account.json"_s));
    }
    void profileLock_thatNobodyWroteInto_isNoLock()
    {
        QTemporaryDir dir;
        QFile lock(dir.filePath(u"lock"_s));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        // Just made: by somebody who is about to lock it.
        QCOMPARE(Profile::open(dir.path()).error().code, ErrorCode::ProfileInUse);
        QVERIFY(lock.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-60), QFileDevice::FileModificationTime));
        QCOMPARE(::flock(lock.handle(), LOCK_EX | LOCK_NB), 0);
        QCOMPARE(Profile::open(dir.path()).error().code, ErrorCode::ProfileInUse);
        lock.close(); // as its process ends
        QVERIFY(Profile::open(dir.path()));
    }
    void tokenFile_isReadableByItsOwnerAlone()
    {
        QTemporaryDir dir;
        FileTokenStore store(dir.filePath(u"session.json"_s));
        const auto load = [&store] {
            Result<StoredSession> loaded = failure(ErrorCode::Internal);
            store.load([&loaded](const Result<StoredSession> &session) { loaded = session; });
            return loaded;
        };
        QCOMPARE(load().error().code, ErrorCode::NotFound);
        const QUuid user(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        store.save({user, u"secret"_s}, [](const Result<void> &saved) { QVERIFY(saved); });
        QCOMPARE(QFile::permissions(dir.filePath(u"session.json"_s)) & (QFile::ReadGroup | QFile::ReadOther),
            QFile::Permissions());
        QCOMPARE(load()->refreshToken, u"secret"_s);
        store.clear([](const Result<void> &cleared) { QVERIFY(cleared); });
        QCOMPARE(load().error().code, ErrorCode::NotFound);
        QFile broken(dir.filePath(u"session.json"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{");
        broken.close();
        QCOMPARE(load().error().code, ErrorCode::StorageCorrupt);
    }
};

QTEST_APPLESS_MAIN(TestServer)
#include "tst_server.moc"
