#include "mirrortest.h"

#include <QFile>
#include <QTest>

using namespace projective;
using namespace projective::fixture;
using namespace Qt::StringLiterals;

namespace {

bool fileHolds(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes);
}

} // namespace

/// What a mirror holds no longer, or does not take in: below a window's floor, and of revoked scopes.
class TestMirrorWindows : public MirrorTest
{
    Q_OBJECT
private Q_SLOTS:
    void revoked_rowsLeaveNoByte();
    void window_dropsRowsBelowTheFloor();
    void window_keepsWhatTheCatalogSays();
    void window_pageLowersTheFloor();
    void window_isTrimmedAtStart();
};

void TestMirrorWindows::revoked_rowsLeaveNoByte()
{
    const Scope gone = scope(u"channel"_s);
    const Scope kept = scope(u"channel"_s);
    const QByteArray canary = "canary7f3a";
    VERIFY_OK(round(grant({gone, kept}),
        {rows(messagesId,
            {messageTuple({newUuid(), gone, newUuid(), QString::fromLatin1(canary), 1}),
                messageTuple({newUuid(), kept, newUuid(), u"kept"_s, 1})})},
        1, {{messagesId, {{gone, 1}, {kept, 1}}}}));
    QVERIFY(fileHolds(mirror().path() + u"-wal"_s, canary));
    VERIFY_OK(round(revoke({gone}), {}, 2));
    QCOMPARE(mirror().scopes(), QSet<Scope>{kept});
    QCOMPARE(mirror().floor(messagesId, gone), std::numeric_limits<qint64>::min());
    QCOMPARE(column(u"SELECT body FROM project_messages"_s), QVariantList{u"kept"_s});
    QVERIFY(!fileHolds(mirror().path(), canary));
    QVERIFY(!fileHolds(mirror().path() + u"-wal"_s, canary));
}

void TestMirrorWindows::window_dropsRowsBelowTheFloor()
{
    const Scope channel = scope(u"channel"_s);
    const Message low{newUuid(), channel, newUuid(), u"low"_s, 5};
    VERIFY_OK(round(grant({channel}), {oneMessage(channel, u"ten"_s, 10)}, 1, {{messagesId, {{channel, 10}}}}));
    VERIFY_OK(round({},
        {rows(messagesId, {messageTuple(low), messageTuple({newUuid(), channel, newUuid(), u"eleven"_s, 11})})}, 2));
    QCOMPARE(column(u"SELECT seq FROM project_messages ORDER BY seq"_s), (QVariantList{10LL, 11LL}));
}

void TestMirrorWindows::window_keepsWhatTheCatalogSays()
{
    const Scope user = scope(u"user"_s);
    const QUuid id = newUuid();
    const auto notification = [&](const QVariant &readAt) {
        return rows(
            notificationsId, {tuple({id, user.kind, user.id, 1LL, u"t"_s, 1'600'000'000'000'000LL, readAt}, {5, 6})});
    };
    VERIFY_OK(round(grant({user}), {notification({})}, 1, {{notificationsId, {{user, 1'700'000'000'000'000LL}}}}));
    QCOMPARE(count(u"notifications"_s), 1);
    VERIFY_OK(round({}, {notification(1'700'000'000'000'001LL)}, 2));
    QCOMPARE(count(u"notifications"_s), 0);
}

void TestMirrorWindows::window_pageLowersTheFloor()
{
    const Scope channel = scope(u"channel"_s);
    VERIFY_OK(round(grant({channel}), {}, 1, {{messagesId, {{channel, 10}}}}));
    VERIFY_OK(round({}, {oneMessage(channel, u"older"_s, 5)}, 2, {{messagesId, {{channel, 5}}}}));
    QCOMPARE(count(u"project_messages"_s), 1);
    QCOMPARE(mirror().floor(messagesId, channel), 5);
}

void TestMirrorWindows::window_isTrimmedAtStart()
{
    const Scope channel = scope(u"channel"_s);
    const auto frames = manyMessages(channel, 3); // 750 of a window of 200
    VERIFY_OK(round(grant({channel}), {frames[0], frames[1], frames[2]}, 1));
    const auto trimmed = mirror().trim(1'800'000'000'000'000);
    VERIFY_OK(trimmed);
    QCOMPARE(*trimmed, 550);
    QCOMPARE(mirror().floor(messagesId, channel), 551);
    QCOMPARE(value(u"SELECT min(seq) FROM project_messages"_s).toInt(), 551);
}

QTEST_GUILESS_MAIN(TestMirrorWindows)
#include "tst_mirrorwindows.moc"
