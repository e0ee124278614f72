// The script that everybody runs first: ./demo itself, on what this build has made.
#include "sync/gateway/database.h"
#include "tests/support/ctl.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <memory>

#include <sys/prctl.h>
#include <unistd.h>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int readyMs = 180'000;
constexpr int endMs = 40'000;
constexpr int storyMs = 300'000;
constexpr int fewestPictures = 15;
constexpr qint64 smallestPicture = qint64{10} * 1024; ///< of a window with something in it

/// Is any process of this session alive? Read from the kernel: a child that was forgotten has another parent by now.
bool isSessionAlive(qint64 session)
{
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    return std::any_of(processes.begin(), processes.end(), [session](const QString &process) {
        QFile file(u"/proc/"_s + process + u"/stat"_s);
        if (!process.at(0).isDigit() || !file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray stat = file.readAll();
        const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' '); // state, parent, group, session
        return fields[0] != "Z" && (fields.value(2).toLongLong() == session || fields.value(3).toLongLong() == session);
    });
}

} // namespace

/// Ready, stopped, interrupted while it loads, started again, and its story: each with the real script.
class TestDemo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aLoadThatIsInterruptedIsBegunAnew();
    void backendFileSaysWhatIsPromised();
    void aSecondRunOnTheSameStateIsRefused();
    void anEndLeavesNothingBehind();
    void theNextStartFindsItsData();
    void theStoryIsPlayedWithoutADisplay();
    void cleanupTestCase();

private:
    void start(const QStringList &arguments);
    bool waitUntilSaid(const char *text, int timeoutMs);
    void waitUntilReady();
    void stop(pid_t whom, int signal, int status);
    [[nodiscard]] QStringList postmaster() const;
    [[nodiscard]] QString state(const QString &file) const { return m_folder.filePath(u"state/"_s + file); }
    [[nodiscard]] QJsonObject backend() const;

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_demo;
    QByteArray m_said;
};

void TestDemo::initTestCase()
{
    // Postgres runs as a user of its own where this runs as root: it must be able to get in.
    QFile::setPermissions(m_folder.path(),
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::ExeOther);
}

/// As a terminal does: in a session and group of its own, in the folder of the caller.
void TestDemo::start(const QStringList &arguments)
{
    m_said.clear();
    m_demo = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PROJECTIVE_PRESET"_s, QFileInfo(QStringLiteral(PROJECTIVE_BINARY_DIR)).fileName());
    m_demo->setProcessEnvironment(environment);
    m_demo->setWorkingDirectory(m_folder.path());
    m_demo->setProcessChannelMode(QProcess::MergedChannels);
    m_demo->setChildProcessModifier([] {
        ::setsid();
        ::prctl(PR_SET_PDEATHSIG, SIGTERM); // nor does it stay when this test is killed
        std::signal(SIGINT, SIG_DFL); // a script can't trap what was ignored before it
    });
    m_demo->start(QStringLiteral(PROJECTIVE_SOURCE_DIR "/demo"), arguments);
    QVERIFY(m_demo->waitForStarted());
}

bool TestDemo::waitUntilSaid(const char *text, int timeoutMs)
{
    return QTest::qWaitFor(
               [&] {
                   m_said += m_demo->readAll();
                   return m_said.contains(text) || m_demo->state() == QProcess::NotRunning;
               },
               timeoutMs)
        && (m_said += m_demo->readAll()).contains(text);
}

void TestDemo::waitUntilReady()
{
    QVERIFY2(waitUntilSaid("Backend ready", readyMs), m_said.constData());
    QVERIFY(QFile::exists(state(u"backend.json"_s)));
}

/// Its lines in postmaster.pid: the process's id first, the socket's folder fifth; empty when none runs.
QStringList TestDemo::postmaster() const
{
    QFile file(state(u"postgres/postmaster.pid"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n') : QStringList();
}

QJsonObject TestDemo::backend() const
{
    QFile file(state(u"backend.json"_s));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// The signal to the script (or, as -1 times its id, to its group, as Ctrl-C in a terminal): all that it started ends.
void TestDemo::stop(pid_t whom, int signal, int status)
{
    const auto session = qint64(m_demo->processId());
    const QStringList server = postmaster();
    QVERIFY(server.size() > 5);
    QVERIFY(isSessionAlive(session));
    QCOMPARE(::kill(whom, signal), 0);
    QVERIFY(m_demo->waitForFinished(endMs));
    m_said += m_demo->readAll();
    QVERIFY2(m_demo->exitStatus() == QProcess::NormalExit && m_demo->exitCode() == status, m_said.constData());
    const auto nothingLives = [&] { return !isSessionAlive(session) && !isSessionAlive(server[0].toLongLong()); };
    QVERIFY(QTest::qWaitFor(nothingLives)); // Postgres has a session of its own
    QCOMPARE(postmaster(), QStringList());
    QVERIFY(!QFile::exists(server[4])); // the socket's folder
    QVERIFY(!QFile::exists(state(u"backend.json"_s)));
}

void TestDemo::aLoadThatIsInterruptedIsBegunAnew()
{
    start({u"--backend-only"_s, u"--state"_s, u"state"_s}); // in the caller's folder, not in the script's
    QVERIFY2(waitUntilSaid("Loading sample data", readyMs), m_said.constData());
    QVERIFY(postmaster().size() > 5);
    gateway::Database database("host=" + postmaster()[4].toUtf8() + " user=postgres dbname=projective", "tst_demo");
    const auto isLoading = [&] {
        const auto found
            = database.reopen() ? database.query("select count(*) from org.users_public") : failure(ErrorCode::Offline);
        return found && found->bytes(0, 0) != "0";
    };
    QVERIFY(QTest::qWaitFor(isLoading, readyMs));
    database.close();
    stop(-pid_t(m_demo->processId()), SIGINT, 130);
    QVERIFY(!QFile::exists(state(u"sample.loaded"_s)));

    start({u"--backend-only"_s, u"--state"_s, m_folder.filePath(u"state"_s)});
    waitUntilReady();
    QVERIFY2(m_said.contains("beginning with a new database"), m_said.constData());
    QVERIFY(QFile::exists(state(u"sample.loaded"_s)));
}

void TestDemo::backendFileSaysWhatIsPromised()
{
    const QJsonObject file = backend();
    const QString http = file.value(u"http"_s).toString();
    QVERIFY(QUrl(http).port() > 0);
    QCOMPARE(QUrl(file.value(u"gateway"_s).toString()).scheme(), u"ws"_s);
    QCOMPARE(file.value(u"auth"_s).toString(), http + u"/auth/v1"_s);
    QCOMPARE(file.value(u"storage"_s).toString(), http + u"/storage/v1"_s);
    gateway::Database database(file.value(u"postgres"_s).toString().toUtf8(), "tst_demo");
    QVERIFY(database.reopen());
    const auto logins = database.query("select count(*) from auth.users");
    QVERIFY(logins);

    const QJsonArray people = file.value(u"people"_s).toArray();
    QCOMPARE(QByteArray::number(people.size()), logins->bytes(0, 0));
    QSet<QString> kinds;
    for (const auto &entry : people) {
        const QJsonObject person = entry.toObject();
        const QString email = person.value(u"email"_s).toString();
        QVERIFY2(!person.value(u"name"_s).toString().isEmpty(), qPrintable(email));
        QVERIFY2(person.value(u"workspaces"_s).isArray(), qPrintable(email));
        const QJsonArray workspaces = person.value(u"workspaces"_s).toArray();
        for (const auto &workspace : workspaces) {
            QVERIFY(!QUuid(workspace.toObject().value(u"id"_s).toString()).isNull());
            QVERIFY(!workspace.toObject().value(u"name"_s).toString().isEmpty());
            kinds.insert(workspace.toObject().value(u"kind"_s).toString());
        }
        const Ctl ctl(m_folder.filePath(email));
        const auto signedIn = ctl.login(http, email, person.value(u"password"_s).toString());
        QVERIFY2(signedIn.ok(), qPrintable(signedIn.said()));
    }
    QCOMPARE(kinds, QSet<QString>({u"freelancer"_s, u"business"_s, u"team"_s}));
    const auto synced = Ctl(m_folder.filePath(people[0].toObject().value(u"email"_s).toString())).sync();
    QVERIFY2(synced.ok(), qPrintable(synced.said()));
}

void TestDemo::aSecondRunOnTheSameStateIsRefused()
{
    std::unique_ptr<QProcess> first = std::exchange(m_demo, nullptr);
    start({u"--backend-only"_s, u"--state"_s, u"state"_s});
    const bool said = waitUntilSaid("another ./demo is running", readyMs);
    const bool ended = m_demo->state() == QProcess::NotRunning || m_demo->waitForFinished(endMs);
    const int status = m_demo->exitCode();
    m_demo = std::move(first);
    QVERIFY2(said && ended && status == 1, m_said.constData());
    QVERIFY(!backend().isEmpty()); // what the first one has, it keeps
    QVERIFY(!postmaster().isEmpty());
}

void TestDemo::anEndLeavesNothingBehind()
{
    stop(pid_t(m_demo->processId()), SIGTERM, 143);
}

void TestDemo::theNextStartFindsItsData()
{
    start({u"--backend-only"_s, u"--state"_s, u"state"_s});
    waitUntilReady();
    QVERIFY2(!m_said.contains("sample data"), m_said.constData());
    QVERIFY(!backend().value(u"people"_s).toArray().isEmpty());
    // What nobody can clean up after, Postgres stays, is no obstacle to the start after that.
    QCOMPARE(::kill(-pid_t(m_demo->processId()), SIGKILL), 0);
    QVERIFY(m_demo->waitForFinished(endMs));
    QVERIFY(!postmaster().isEmpty());
}

void TestDemo::theStoryIsPlayedWithoutADisplay()
{
    start({u"--headless"_s, u"--state"_s, u"state"_s, u"--out"_s, u"pictures"_s});
    // Its end says what went wrong, and a longer text would be cut.
    QVERIFY2(waitUntilSaid("The story is whole", storyMs), m_said.right(1'500).constData());
    QVERIFY(m_demo->state() == QProcess::NotRunning || m_demo->waitForFinished(endMs));
    QCOMPARE(m_demo->exitCode(), 0);
    QCOMPARE(postmaster(), QStringList());

    const QFileInfoList pictures = QDir(m_folder.filePath(u"pictures"_s)).entryInfoList({u"*.png"_s}, QDir::Files);
    QVERIFY2(pictures.size() >= fewestPictures, qPrintable(QString::number(pictures.size())));
    QSet<QByteArray> different;
    for (const QFileInfo &picture : pictures) {
        QVERIFY2(picture.size() >= smallestPicture, qPrintable(picture.fileName()));
        QFile file(picture.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        different.insert(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256));
    }
    QVERIFY(different.size() >= fewestPictures);
}

/// After a failure, too, nothing stays.
void TestDemo::cleanupTestCase()
{
    if (m_demo && m_demo->state() != QProcess::NotRunning) {
        m_demo->terminate();
        m_demo->waitForFinished(endMs);
    }
    if (const QStringList server = postmaster(); !server.isEmpty())
        ::kill(pid_t(server[0].toInt()), SIGQUIT);
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
