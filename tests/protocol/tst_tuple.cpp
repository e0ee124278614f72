#include "sync/protocol/tuple.h"

#include <QRandomGenerator>
#include <QTest>

using namespace projective::protocol;

namespace {
QByteArray number(auto value)
{
    QByteArray bytes(sizeof(value), Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray tuple(const QList<std::optional<QByteArray>> &fields)
{
    QByteArray bytes = number(static_cast<qint16>(fields.size()));
    for (const auto &field : fields)
        bytes += field ? number(static_cast<qint32>(field->size())) + *field : number(qint32(-1));
    return bytes;
}
} // namespace

class TestTuple : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reader_givesFieldsAndNulls()
    {
        const QByteArray bytes = tuple({"ab", std::nullopt, ""}) + tuple({"c"});
        TupleReader reader(bytes);
        QVERIFY(reader.next());
        QCOMPARE(reader.fieldCount(), 3);
        QCOMPARE(reader.field()->toByteArray(), "ab");
        QVERIFY(!reader.field());
        QCOMPARE(reader.field()->size(), 0);
        QVERIFY(reader.next());
        QCOMPARE(reader.rest().toByteArray(), tuple({"c"}));
        QVERIFY(!reader.next());
        QVERIFY(!reader.failed());
    }

    void reader_skipsUnreadFields()
    {
        const QByteArray bytes = tuple({"a", "b"}) + tuple({"c"});
        TupleReader reader(bytes);
        QVERIFY(reader.next());
        QVERIFY(reader.next());
        QCOMPARE(reader.field()->toByteArray(), "c");
    }

    void reader_survivesEveryTruncation()
    {
        const QByteArray bytes = tuple({"abc", std::nullopt, "d"});
        for (qsizetype length = 1; length < bytes.size(); ++length) {
            TupleReader reader(QByteArrayView(bytes).first(length));
            while (reader.next())
                reader.rest();
            QVERIFY2(reader.failed(), qPrintable(QString::number(length)));
        }
    }

    void reader_survivesRandomBytes()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes(random.bounded(40), Qt::Uninitialized);
            for (char &byte : bytes)
                byte = static_cast<char>(random.bounded(4) == 0 ? random.bounded(256) : random.bounded(3));
            TupleReader reader(bytes);
            qsizetype seen = 0;
            while (reader.next())
                seen += reader.rest().size();
            QVERIFY(seen <= bytes.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestTuple)
#include "tst_tuple.moc"
