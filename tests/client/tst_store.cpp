#include "sync/client/store.h"
#include "tests/mirror/mirrortest.h"

using namespace projective;
using namespace projective::fixture;
using namespace Qt::StringLiterals;

/// Mirror and outbox together: who is told of what, and when.
class TestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void windows_areTrimmedAtAStart();
    void revokedRows_areGoneFromScreens_alsoWhenTheirRoundNeverEnds();

private:
    void open();
    void round(const protocol::RoundBegin &begin, const QList<protocol::Rows> &frames, int at);
    [[nodiscard]] int count(const QString &rows)
    {
        return fixture::value(m_store->mirror(), u"SELECT count(*) FROM "_s + rows).toInt();
    }

    std::unique_ptr<fixture::Profile> m_profile;
    std::unique_ptr<Store> m_store;
    QSet<QString> m_changed; ///< tables that were told of
};

void TestStore::init()
{
    m_profile = std::make_unique<fixture::Profile>();
    open();
    VERIFY_OK(m_store->adoptCatalog(catalogJson()));
}

void TestStore::cleanup()
{
    m_store.reset();
    m_profile.reset();
}

void TestStore::open()
{
    m_store.reset();
    Store::Listener listener;
    listener.changed = [this](const QSet<QString> &tables) { m_changed += tables; };
    listener.reopened = [] {};
    listener.outbox = [](const OutboxChange &) {};
    auto opened = Store::open(m_profile->folder(), m_profile->user, listener);
    VERIFY_OK(opened);
    m_store = std::move(*opened);
}

void TestStore::round(const protocol::RoundBegin &begin, const QList<protocol::Rows> &frames, int at)
{
    VERIFY_OK(m_store->begin(begin));
    for (const protocol::Rows &frame : frames)
        VERIFY_OK(m_store->stage({frame}));
    VERIFY_OK(m_store->commit(cursor(at)));
}

void TestStore::revokedRows_areGoneFromScreens_alsoWhenTheirRoundNeverEnds()
{
    const Scope lost = scope(u"channel"_s);
    const Scope won = scope(u"channel"_s);
    round(grant({lost}), {oneMessage(lost, u"secret"_s, 1)}, 1);
    protocol::RoundBegin begin = grant({won});
    begin.revoked = {lost};
    VERIFY_OK(m_store->begin(begin));
    m_changed.clear();
    for (const protocol::Rows &frame : manyMessages(won, 60))
        VERIFY_OK(m_store->stage({frame}));
    QCOMPARE(count(u"project_messages"_s), 0);
    QVERIFY(m_changed.contains(u"project_messages"_s));
    m_store->abandon();
}

void TestStore::windows_areTrimmedAtAStart()
{
    const Scope channel = scope(u"channel"_s);
    const auto frames = manyMessages(channel, 3); // 750 of a window of 200
    round(grant({channel}), frames, 1);
    m_changed.clear();
    open();
    QCOMPARE(count(u"project_messages"_s), 200);
    QCOMPARE(m_store->mirror().floor(messagesId, channel), 551);
    QVERIFY2(m_changed.contains(u"project_messages"_s), "screens may have read the file before");
    open();
    QCOMPARE(count(u"project_messages"_s), 200);
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
