#include "sync/base/ids.h"
#include "sync/base/workspace.h"

#include <QDateTime>
#include <QTest>

using namespace projective;

class TestIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newUuid_isVersion7AndRises()
    {
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        QByteArray last;
        for (int i = 0; i < 10'000; ++i) {
            const QUuid uuid = newUuid();
            const QByteArray bytes = uuid.toRfc4122();
            QCOMPARE(static_cast<quint8>(bytes[6]) >> 4, 7);
            QCOMPARE(static_cast<quint8>(bytes[8]) >> 6, 2);
            QVERIFY(bytes > last);
            last = bytes;
        }
        qint64 milliseconds = 0;
        for (int i = 0; i < 6; ++i)
            milliseconds = milliseconds << 8 | static_cast<quint8>(last[i]);
        QVERIFY(milliseconds >= before);
        QVERIFY(milliseconds <= QDateTime::currentMSecsSinceEpoch() + 10);
    }

    void id_keepsItsBytesAndText()
    {
        const StageId id(newUuid());
        QCOMPARE(StageId::fromBytes(id.bytes()), id);
        QCOMPARE(StageId::fromString(id.toString()), id);
        QVERIFY(StageId::fromBytes("short").isNull());
        QVERIFY(StageId::fromString(QStringLiteral("nonsense")).isNull());
    }

    void workspace_readsWhatItWrites()
    {
        for (const WorkspaceKind kind : {WorkspaceKind::Freelancer, WorkspaceKind::Business, WorkspaceKind::Team}) {
            const Workspace workspace{kind, newUuid()};
            QCOMPARE(Workspace::fromString(workspace.toString()), workspace);
        }
        QVERIFY(Workspace::fromString(QStringLiteral("owner:") + QUuid().toString()).isNull());
        QVERIFY(Workspace::fromString(QStringLiteral("business:x")).isNull());
        QVERIFY(Workspace::fromString(QString()).isNull());
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
