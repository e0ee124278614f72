#include "sync/client/privatefile.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace projective;

namespace {

/// As long as this lives, no file of this process can grow, like under a quota that is used up.
class NoRoom
{
public:
    NoRoom()
        : m_signal(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~NoRoom()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }
    NoRoom(const NoRoom &) = delete;
    NoRoom &operator=(const NoRoom &) = delete;

private:
    void (*m_signal)(int);
    rlimit m_before{};
};

} // namespace

class TestPrivateFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void written_isItsOwnersAlone()
    {
        QVERIFY(writePrivateJson(m_path, {{QStringLiteral("a"), 1}}));
        constexpr auto others
            = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(QFileInfo(m_path).permissions() & others));
        QCOMPARE(readPrivateJson(m_path).value(), (QJsonObject{{QStringLiteral("a"), 1}}));
    }

    void fullDisk_isSaidSo_andTheOldFileStays()
    {
        QVERIFY(writePrivateJson(m_path, {{QStringLiteral("a"), 1}}));
        Result<void> written;
        {
            const NoRoom noRoom;
            written = writePrivateJson(m_path, {{QStringLiteral("a"), 2}});
        }
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::StorageFull);
        QCOMPARE(readPrivateJson(m_path).value(), (QJsonObject{{QStringLiteral("a"), 1}}));
    }

    void absentAndDamaged_areToldApart()
    {
        const QString path = m_folder.filePath(QStringLiteral("other.json"));
        QCOMPARE(readPrivateJson(path).error().code, ErrorCode::NotFound);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"a\":") > 0);
        file.close();
        QCOMPARE(readPrivateJson(path).error().code, ErrorCode::StorageCorrupt);
    }

private:
    QTemporaryDir m_folder;
    const QString m_path = m_folder.filePath(QStringLiteral("account.json"));
};

QTEST_APPLESS_MAIN(TestPrivateFile)
#include "tst_privatefile.moc"
