#include "sync/client/account.h"
#include "sync/client/memorytokenstore.h"
#include "tests/e2e/world.h"
#include "tests/support/proxy.h"

#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

namespace {

/// A store that can be looked into.
class SeenStore : public MemoryTokenStore
{
public:
    explicit SeenStore(QString &token)
        : m_token(token)
    {
    }
    void save(const StoredSession &session, Done done) override
    {
        m_token = session.refreshToken;
        MemoryTokenStore::save(session, std::move(done));
    }
    void clear(Done done) override
    {
        m_token.clear();
        MemoryTokenStore::clear(std::move(done));
    }

private:
    QString &m_token;
};

/// A keychain that takes its time: it answers when the test does.
class SlowStore : public MemoryTokenStore
{
public:
    explicit SlowStore(Loaded &waiting)
        : m_waiting(waiting)
    {
    }
    void load(Loaded loaded) override { m_waiting = std::move(loaded); }

private:
    Loaded &m_waiting;
};

} // namespace

class TestAccount : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_world.problem().isEmpty(), qPrintable(m_world.problem())); }
    void init()
    {
        m_stored.clear();
        m_proxy = std::make_unique<Proxy>(m_world.port());
        m_account
            = std::make_unique<Account>(*Server::fromEntry(m_proxy->address()), std::make_unique<SeenStore>(m_stored));
    }
    void wrongPassword_isSaid()
    {
        QCOMPARE(signIn(u"wrong"_s).error().code, ErrorCode::WrongCredentials);
        QVERIFY(!m_account->isSignedIn());
        QVERIFY(m_stored.isEmpty());
    }
    void signIn_givesATokenAtOnce_andARefreshEachTimeAfter()
    {
        const auto user = signIn();
        QVERIFY(user);
        QCOMPARE(user->email, World::email(u"mara"_s));
        const auto first = fetch();
        QVERIFY(first);
        QVERIFY(first->lifetimeMs > 0);
        const QString firstRefresh = m_stored;
        const auto second = fetch();
        QVERIFY(second);
        QVERIFY(m_stored != firstRefresh); // rotated, and stored before it was used
    }
    void severalAskAtOnce_oneRefreshAnswersAll()
    {
        QVERIFY(signIn());
        QVERIFY(fetch());
        QStringList tokens;
        for (int i = 0; i < 3; ++i)
            m_account->fetchToken([&tokens](const Result<Account::AccessToken> &token) {
                tokens.append(token ? token->token : QString());
            });
        QTRY_COMPARE(tokens.size(), 3);
        QVERIFY(!tokens[0].isEmpty());
        QCOMPARE(tokens[1], tokens[0]);
        QCOMPARE(tokens[2], tokens[0]);
    }
    void restoredSession_refreshes()
    {
        QVERIFY(signIn());
        restored(m_stored);
        QVERIFY(fetch());
    }
    void lostAnswerToARefresh_doesNotSignOut()
    {
        QVERIFY(signIn());
        QVERIFY(fetch());
        const auto spent
            = [this] { return m_world.value("select count(*) from auth.refresh_tokens where revoked").toInt(); };
        const int before = spent();
        // The request arrives, its answer does not.
        m_proxy->holdAfter(Proxy::Direction::ToClient, 1);
        std::optional<ErrorCode> code;
        m_account->fetchToken([&code](const Result<Account::AccessToken> &token) {
            code = token ? ErrorCode::Internal : token.error().code;
        });
        QTRY_COMPARE(spent(), before + 1);
        m_proxy->cut();
        QTRY_VERIFY_WITH_TIMEOUT(code.has_value(), 30'000);
        QCOMPARE(*code, ErrorCode::Offline);
        m_proxy->release();
        m_proxy->restore();
        const auto again = fetch();
        QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
    }
    void revokedSession_isUnauthorized()
    {
        QVERIFY(signIn());
        QVERIFY(fetch());
        QCOMPARE(m_world.run("delete from auth.refresh_tokens; delete from auth.sessions"), QString());
        QCOMPARE(fetch().error().code, ErrorCode::Unauthorized);
    }
    void absentServer_isOffline()
    {
        m_proxy->cut();
        QCOMPARE(signIn().error().code, ErrorCode::Offline);
    }
    void signOut_forgetsTheToken_andEndsTheSession()
    {
        QVERIFY(signIn());
        QVERIFY(fetch());
        bool over = false;
        m_account->signOut([&over](const Result<void> &) { over = true; });
        QVERIFY(m_stored.isEmpty()); // before the server says anything
        QTRY_VERIFY(over);
        QCOMPARE(fetch().error().code, ErrorCode::Unauthorized);
    }
    void signOutDuringARefresh_endsWhatItBrings()
    {
        QCOMPARE(m_world.run("delete from auth.refresh_tokens; delete from auth.sessions"), QString());
        QVERIFY(signIn());
        restored(m_stored); // has no access token yet: the sign-out itself can't tell the server anything
        m_proxy->holdAfter(Proxy::Direction::ToClient, 1);
        std::optional<Result<Account::AccessToken>> answer;
        m_account->fetchToken([&answer](const Result<Account::AccessToken> &token) { answer = token; });
        QTRY_COMPARE(m_world.value("select count(*) from auth.refresh_tokens where revoked").toInt(), 1);
        m_account->signOut([](const Result<void> &) {});
        QVERIFY2(answer.has_value(), "nobody waits for a token that there will not be");
        QCOMPARE(answer->error().code, ErrorCode::Unauthorized);
        m_proxy->release();
        QTRY_COMPARE(m_world.value("select count(*) from auth.sessions").toInt(), 0);
        QVERIFY(!m_account->isSignedIn());
        QVERIFY(m_stored.isEmpty());
    }
    void signOutDuringASignIn_endsWhatItBrings()
    {
        QCOMPARE(m_world.run("delete from auth.refresh_tokens; delete from auth.sessions"), QString());
        m_proxy->holdAfter(Proxy::Direction::ToClient, 1);
        std::optional<Result<Account::User>> answer;
        m_account->signIn(
            World::email(u"mara"_s), World::password, [&answer](const Result<Account::User> &user) { answer = user; });
        QTRY_COMPARE(m_world.value("select count(*) from auth.sessions").toInt(), 1);
        m_account->signOut([](const Result<void> &) {});
        m_proxy->release();
        QTRY_VERIFY(answer.has_value());
        QCOMPARE(answer->error().code, ErrorCode::Unauthorized);
        QTRY_COMPARE(m_world.value("select count(*) from auth.sessions").toInt(), 0);
        QVERIFY(m_stored.isEmpty());
    }
    void signOutDuringARestore_isNotTakenBack()
    {
        TokenStore::Loaded waiting;
        m_account
            = std::make_unique<Account>(*Server::fromEntry(m_proxy->address()), std::make_unique<SlowStore>(waiting));
        const QUuid user = QUuid::createUuid();
        std::optional<Result<void>> answer;
        m_account->restore(user, [&answer](const Result<void> &done) { answer = done; });
        m_account->signOut([](const Result<void> &) {});
        waiting(StoredSession{user, u"a token of before"_s});
        QVERIFY(answer.has_value());
        QCOMPARE(answer->error().code, ErrorCode::Unauthorized);
        QVERIFY(!m_account->isSignedIn());
    }

private:
    /// The account of a later process, with this token stored.
    void restored(const QString &token)
    {
        const QUuid user(
            QUuid::fromString(m_world.value("select id from auth.users where email = 'mara@example.com'")));
        auto store = std::make_unique<SeenStore>(m_stored);
        store->save({user, token}, [](const Result<void> &) {});
        m_account = std::make_unique<Account>(*Server::fromEntry(m_proxy->address()), std::move(store));
        std::optional<Result<void>> answer;
        m_account->restore(user, [&answer](const Result<void> &done) { answer = done; });
        QVERIFY(answer.has_value() && answer->has_value());
    }
    Result<Account::User> signIn(const QString &password = World::password)
    {
        std::optional<Result<Account::User>> answer;
        m_account->signIn(
            World::email(u"mara"_s), password, [&answer](const Result<Account::User> &user) { answer = user; });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 30'000))
            return failure(ErrorCode::Internal, u"never answered"_s);
        return *answer;
    }
    Result<Account::AccessToken> fetch()
    {
        std::optional<Result<Account::AccessToken>> answer;
        m_account->fetchToken([&answer](const Result<Account::AccessToken> &token) { answer = token; });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 30'000))
            return failure(ErrorCode::Internal, u"never answered"_s);
        return *answer;
    }

    World m_world;
    QString m_stored;
    std::unique_ptr<Proxy> m_proxy;
    std::unique_ptr<Account> m_account;
};

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"
