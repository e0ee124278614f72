#include "app/backendfile.h"
#include "app/settings.h"

#include <QKeySequence>
#include <QTemporaryDir>
#include <QTest>

using namespace projective;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void server_isRemembered();
    void signOut_forgetsThePersonOnly();
    void keys_areRemembered();
    void samplePeople_sayWhatTheyAre();

private:
    const ServerEntry m_server{
        QStringLiteral("https://a.example"), QStringLiteral("wss://b.example/sync/v1"), QStringLiteral("key")};
};

void TestSettings::server_isRemembered()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("window.json"));
    const QUuid user = QUuid::createUuid();
    Settings(path).setAccount(user, QStringLiteral("mara@example.com"), m_server);
    const Settings again(path);
    QCOMPARE(again.server(), m_server);
    QCOMPARE(again.user(), user);
    QCOMPARE(again.email(), QStringLiteral("mara@example.com"));
}

void TestSettings::signOut_forgetsThePersonOnly()
{
    const QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("window.json")));
    settings.setAccount(QUuid::createUuid(), QStringLiteral("mara@example.com"), m_server);
    settings.clearAccount();
    QVERIFY(settings.user().isNull() && settings.email().isEmpty());
    QCOMPARE(settings.server(), m_server);
}

void TestSettings::keys_areRemembered()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("window.json"));
    const QHash<QString, QKeySequence> keys{{QStringLiteral("go.inbox"), QKeySequence(Qt::CTRL | Qt::Key_E)},
        {QStringLiteral("go.back"), QKeySequence()}, // none at all is a choice too
        {QStringLiteral("page.export"), QKeySequence(Qt::Key_G, Qt::Key_E)}};
    Settings(path).setKeys(keys);
    QCOMPARE(Settings(path).keys(), keys);
    Settings(path).setKeys({});
    QVERIFY(Settings(path).keys().isEmpty());
}

void TestSettings::samplePeople_sayWhatTheyAre()
{
    const auto backend = BackendFile::parse(R"({"http": "http://127.0.0.1:1", "people": [
        {"name": "Mara", "about": "Owns Northwind Ltd", "email": "mara@x", "password": "p", "workspaces": []},
        {"name": "Ines", "email": "ines@x", "password": "p",
         "workspaces": [{"kind": "freelancer", "name": "Ines"}, {"kind": "team", "name": "Pixel Crew"}]}]})");
    QVERIFY(backend);
    QCOMPARE(backend->people.size(), 2);
    QCOMPARE(backend->people.at(0).role, QStringLiteral("Owns Northwind Ltd"));
    QCOMPARE(backend->people.at(1).role, QStringLiteral("freelancer, Pixel Crew"));
    QVERIFY(!BackendFile::parse("no json"));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
