#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace projective::test {

/// As long as this lives, no file of a profile can be written by who has no privileges over it, and with `folderToo`
/// (as root) the folder is somebody else's.
class ReadOnly
{
public:
    ReadOnly(QString folder, bool folderToo)
        : m_folder(std::move(folder))
        , m_given(folderToo)
    {
        constexpr uid_t nobody = 65534;
        apply(nobody, m_given ? 0444 : 0400, m_given ? 0555 : 0700);
    }
    ~ReadOnly()
    {
        // Also what came meanwhile: SQLite gives its files beside the database the database's mode.
        apply(::geteuid(), 0600, 0700);
    }
    ReadOnly(const ReadOnly &) = delete;
    ReadOnly &operator=(const ReadOnly &) = delete;

private:
    void apply(uid_t owner, mode_t ofFiles, mode_t ofFolder)
    {
        const auto set = [&](const QString &path, mode_t mode) {
            const QByteArray name = QFile::encodeName(path);
            QVERIFY2(!m_given || ::chown(name.constData(), owner, gid_t(-1)) == 0, name.constData());
            QVERIFY2(::chmod(name.constData(), mode) == 0, name.constData());
        };
        QDirIterator files(m_folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext())
            set(files.next(), ofFiles);
        set(m_folder, ofFolder);
    }

    QString m_folder;
    bool m_given;
};

} // namespace projective::test
