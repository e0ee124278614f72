#include "sync/protocol/codec.h"

#include <QCborArray>
#include <QCborMap>
#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QTest>

using namespace projective;
using namespace projective::protocol;

namespace {

constexpr QUuid someUuid{0x018f0000, 0x0000, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1};

Scope project()
{
    return {QStringLiteral("project"), someUuid};
}

Scope catalog()
{
    return {QStringLiteral("catalog"), QUuid()};
}

/// One of each message with every field set: what the wire looks like. A change here is a change of the protocol.
QList<ClientMessage> clientMessages()
{
    return {
        Hello{1, QStringLiteral("token"), someUuid, QStringLiteral("test/1"), "v1",
            {QStringLiteral("1/1/5"), QStringLiteral("10:20:12")}, "hash", QStringLiteral("business:x")},
        ScopesHeld{{project(), catalog()}, false},
        CommandMessage{7, QStringLiteral("send_message"), QStringLiteral("team:x"), "{\"a\":1}", "{\"b\":2}"},
        Ack{1 << 20},
        PageWanted{3, project(), -5, 50},
        TokenRenewal{QStringLiteral("fresh")},
    };
}

QList<ServerMessage> serverMessages()
{
    return {
        Welcome{1, 42, 1'700'000'000'000'000, 1'700'000'003'600'000, "{}"},
        ScopesWanted{},
        RoundBegin{true, {project()}, {catalog()}, 100, false},
        Rows{4, 2, QByteArray("\0\1\0\0\0\1x", 7)},
        Deletes{4, {someUuid}},
        Floors{4, {{project(), 17}, {catalog(), std::numeric_limits<qint64>::min()}}},
        RoundCommit{{QStringLiteral("1/1/5"), QStringLiteral("10:20:12")}},
        CommandDeferred{7, QStringLiteral("too_many_requests"), 1500},
        CommandRefused{7, QStringLiteral("out_of_order"), 3},
        TokenAccepted{1'700'000'003'600'000},
        Goodbye{ErrorCode::UnsupportedVersion, QStringLiteral("speak 1"), 1000},
    };
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMessage_readsBackAsWritten()
    {
        for (const ClientMessage &message : clientMessages()) {
            const QByteArray bytes = encode(message);
            const auto read = decodeClientMessage(bytes);
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(read->index(), message.index());
            QCOMPARE(encode(*read), bytes);
        }
        for (const ServerMessage &message : serverMessages()) {
            const QByteArray bytes = encode(message);
            const auto read = decodeServerMessage(bytes);
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(read->index(), message.index());
            QCOMPARE(encode(*read), bytes);
        }
    }

    void wireForm_isThatOfThisVersion()
    {
        // If this fails the protocol changed: add the change to docs/protocol.md, raise protocol::version if an older
        // peer would misread it, then put the new hash here.
        QCryptographicHash hash(QCryptographicHash::Sha256);
        for (const ClientMessage &message : clientMessages())
            hash.addData(encode(message));
        for (const ServerMessage &message : serverMessages())
            hash.addData(encode(message));
        QCOMPARE(protocol::version, 1);
        QCOMPARE(hash.result().toHex(), QByteArray("47239af5a0a53801e4e1fb2cdc56ff68084783aa91b86450823672325bf9f4c6"));
    }

    void unknownFields_areIgnored()
    {
        QCborMap map{{QStringLiteral("t"), QStringLiteral("ack")}, {QStringLiteral("bytes"), 5},
            {QStringLiteral("new"), QCborArray{1}}};
        const auto read = decodeClientMessage('\1' + QCborValue(map).toCbor());
        QVERIFY(read);
        QCOMPARE(std::get<Ack>(*read).bytes, 5);
    }

    void helloOfAnotherVersion_isReadAsFarAsItsVersion()
    {
        QCborMap map{{QStringLiteral("t"), QStringLiteral("hello")}, {QStringLiteral("version"), 2},
            {QStringLiteral("installation"), QStringLiteral("text by then")}};
        const auto read = decodeClientMessage('\1' + QCborValue(map).toCbor());
        QVERIFY(read);
        QCOMPARE(std::get<Hello>(*read).version, 2);
    }

    void badInput_isAnError_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto control = [](const QCborValue &value) -> QByteArray { return '\1' + value.toCbor(); };
        const QString t = QStringLiteral("t");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("unknown frame type") << QByteArray("\7abc");
        QTest::newRow("text") << QByteArray("{\"t\":\"ack\"}");
        QTest::newRow("no map") << control(QCborArray{1, 2});
        QTest::newRow("no name") << control(QCborMap());
        QTest::newRow("unknown name") << control(QCborMap{{t, QStringLiteral("drop_tables")}});
        QTest::newRow("name is a number") << control(QCborMap{{t, 5}});
        QTest::newRow("wrong type") << control(
            QCborMap{{t, QStringLiteral("ack")}, {QStringLiteral("bytes"), QStringLiteral("5")}});
        QTest::newRow("negative") << control(QCborMap{{t, QStringLiteral("ack")}, {QStringLiteral("bytes"), -5}});
        QTest::newRow("number 0") << control(QCborMap{{t, QStringLiteral("command")}, {QStringLiteral("number"), 0}});
        QTest::newRow("no number") << control(QCborMap{{t, QStringLiteral("command")}});
        QTest::newRow("NUL in a text") << control(
            QCborMap{{t, QStringLiteral("command")}, {QStringLiteral("number"), 1},
                {QStringLiteral("command"), QStringLiteral("send_message") + QChar(0) + u'x'}});
        QTest::newRow("long kind of scope") << control(QCborMap{{t, QStringLiteral("scopes")},
            {QStringLiteral("scopes"), QCborArray{QString(33, u'k') + u':' + QUuid().toString(QUuid::WithoutBraces)}}});
        QTest::newRow("short uuid") << control(QCborMap{{t, QStringLiteral("hello")},
            {QStringLiteral("version"), version}, {QStringLiteral("installation"), QByteArray("x")}});
        QTest::newRow("bad scope") << control(
            QCborMap{{t, QStringLiteral("scopes")}, {QStringLiteral("scopes"), QCborArray{QStringLiteral("project")}}});
        QTest::newRow("trailing bytes") << control(QCborMap{{t, QStringLiteral("ack")}}) + 'x';
        QTest::newRow("truncated") << control(QCborMap{{t, QStringLiteral("ack")}}).chopped(1);
        QTest::newRow("deep") << QByteArray("\1") + QByteArray(1000, '\x81') + '\0';
        QTest::newRow("huge length") << QByteArray("\1\xa1\x61t\x7b\x7f\xff\xff\xff\xff\xff\xff\xff");
        QTest::newRow("too large") << '\1' + QByteArray(maxClientMessageBytes, 'a');
    }

    void badInput_isAnError()
    {
        QFETCH(QByteArray, bytes);
        const auto read = decodeClientMessage(bytes);
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::ProtocolError || read.error().code == ErrorCode::TooLarge);
    }

    void mutatedMessages_neverCrash()
    {
        QRandomGenerator random(11);
        QList<QByteArray> samples;
        for (const ClientMessage &message : clientMessages())
            samples.append(encode(message));
        for (const ServerMessage &message : serverMessages())
            samples.append(encode(message));
        int understood = 0;
        for (int round = 0; round < 50'000; ++round) {
            QByteArray bytes = samples.at(random.bounded(samples.size()));
            for (int edits = 1 + random.bounded(3); edits > 0; --edits)
                bytes[random.bounded(bytes.size())] = static_cast<char>(random.bounded(256));
            bytes.truncate(random.bounded(4) == 0 ? random.bounded(bytes.size() + 1) : bytes.size());
            understood += decodeClientMessage(bytes).has_value() + decodeServerMessage(bytes).has_value();
        }
        QVERIFY(understood > 0);
    }

    void scopesHash_doesNotDependOnOrder()
    {
        QCOMPARE(scopesHash({project(), catalog()}), scopesHash({catalog(), project()}));
        QVERIFY(scopesHash({project()}) != scopesHash({catalog()}));
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
