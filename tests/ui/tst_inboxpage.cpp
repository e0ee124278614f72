// What one can do with a subject of the inbox, by keys and by buttons, and how it is taken back.
#include "shellworld.h"
#include "ui/pages/inboxpage.h"
#include "ui/widgets/rowlist.h"

#include <QAction>
#include <QComboBox>
#include <QJsonArray>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace projective;
using namespace projective::test;

class TestInboxPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_page.reset(); }
    void key_archivesTheWholeSubject();
    void archived_canBeTakenBack();
    void archived_standsOnItsShelf();
    void snooze_isUntilTheTimeThatItNames();
    void row_isMarkedAsReadAlone();
    void withoutARow_nothingIsOffered();
    void otherShelf_closesTheDetails();

private:
    [[nodiscard]] RowList *list() const { return m_page->findChild<RowList *>(); }
    [[nodiscard]] QAction *action(const QString &text) const;
    [[nodiscard]] QList<QUuid> idsOf(const Command &command) const;
    void choose(const char *subject);
    void show(InboxModel::Shelf shelf);

    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<InboxPage> m_page;
};

void TestInboxPage::init()
{
    m_world = std::make_unique<ShellWorld>();
    m_page = std::make_unique<InboxPage>(m_world->context);
    m_page->resize(720, 560);
    m_page->open({Route::Kind::Inbox, {}, {}, {}});
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_world->settle();
}

QAction *TestInboxPage::action(const QString &text) const
{
    for (const QToolButton *button : m_page->findChildren<QToolButton *>()) {
        if (button->defaultAction() && button->defaultAction()->text() == text)
            return button->defaultAction();
    }
    return nullptr;
}

QList<QUuid> TestInboxPage::idsOf(const Command &command) const
{
    QList<QUuid> ids;
    const QJsonArray given = command.args[QLatin1String("notifications")].toArray();
    for (const auto &id : given)
        ids.append(QUuid::fromString(id.toString()));
    return ids;
}

void TestInboxPage::choose(const char *subject)
{
    const QAbstractItemModel *rows = list()->model();
    const QModelIndex row
        = rows->match(rows->index(0, 0), InboxModel::SubjectRole, SqliteSource::id(QLatin1String(subject))).value(0);
    QVERIFY(row.isValid());
    list()->setFocus();
    list()->setCurrentIndex(row);
    m_world->settle();
}

void TestInboxPage::show(InboxModel::Shelf shelf)
{
    for (QComboBox *box : m_page->findChildren<QComboBox *>()) {
        if (const int at = box->findData(QVariant::fromValue(shelf)); at >= 0)
            box->setCurrentIndex(at);
    }
    m_world->settle();
}

void TestInboxPage::key_archivesTheWholeSubject()
{
    choose("ui");
    QTest::keyClick(list(), Qt::Key_E);
    const QList<Command> away = m_world->sink.named(QStringLiteral("archive_notification"));
    QCOMPARE(away.size(), 1);
    QVERIFY(away.first().args[QLatin1String("archived")].toBool());
    const QList<QUuid> ids = idsOf(away.first());
    QCOMPARE(QSet<QUuid>(ids.begin(), ids.end()),
        (QSet<QUuid>{SqliteSource::id(QStringLiteral("n1")), SqliteSource::id(QStringLiteral("n2")),
            SqliteSource::id(QStringLiteral("n4"))}));
}

void TestInboxPage::archived_canBeTakenBack()
{
    std::function<void()> undo;
    connect(&m_world->context, &PageContext::said, this,
        [&](const QString &, const std::function<void()> &offered) { undo = offered; });
    choose("ui");
    QTest::keyClick(list(), Qt::Key_E);
    QVERIFY(undo);
    undo(); // before it was sent
    QCOMPARE(m_world->sink.withdrawn.size(), 1);
    QCOMPARE(m_world->sink.named(QStringLiteral("archive_notification")).size(), 1);
    m_world->sink.allSent = true;
    undo(); // after that
    const QList<Command> commands = m_world->sink.named(QStringLiteral("archive_notification"));
    QCOMPARE(commands.size(), 2);
    QVERIFY(!commands.last().args[QLatin1String("archived")].toBool(true));
    QCOMPARE(idsOf(commands.last()), idsOf(commands.first()));
}

void TestInboxPage::archived_standsOnItsShelf()
{
    const int rows = list()->model()->rowCount();
    m_world->execute(
        QStringLiteral("update notifications set archived_at = 1, read_at = 1 where entity_id = id('ui')"));
    m_world->settle();
    QVERIFY(list()->model()->rowCount() < rows);
    show(InboxModel::Shelf::Archived);
    choose("ui");
    QVERIFY(action(QStringLiteral("Archive")) == nullptr);
    QVERIFY(action(QStringLiteral("Back to the inbox")) != nullptr);
    QTest::keyClick(list(), Qt::Key_E);
    const QList<Command> back = m_world->sink.named(QStringLiteral("archive_notification"));
    QCOMPARE(back.size(), 1);
    QVERIFY(!back.first().args[QLatin1String("archived")].toBool(true));
}

void TestInboxPage::snooze_isUntilTheTimeThatItNames()
{
    choose("access");
    QTest::keyClick(list(), Qt::Key_S);
    auto *menu = m_page->findChild<QMenu *>();
    QVERIFY(menu->isVisible());
    QAction *nextWeek = menu->actions().constLast();
    QVERIFY2(nextWeek->text().startsWith(QStringLiteral("Next week (Mon ")), qPrintable(nextWeek->text()));
    nextWeek->trigger();
    menu->close();
    const QList<Command> off = m_world->sink.named(QStringLiteral("snooze_notification"));
    QCOMPARE(off.size(), 1);
    QCOMPARE(idsOf(off.first()), QList<QUuid>{SqliteSource::id(QStringLiteral("n5"))});
    const QDateTime until
        = QDateTime::fromString(off.first().args[QLatin1String("until")].toString(), Qt::ISODateWithMs);
    QVERIFY(until > QDateTime::currentDateTimeUtc());
    QCOMPARE(until.toLocalTime().date().dayOfWeek(), 1);

    m_world->execute(
        QStringLiteral("update notifications set snoozed_until = at('2099-01-01T00:00:00') where id = id('n5')"));
    show(InboxModel::Shelf::Snoozed);
    choose("access");
    action(QStringLiteral("Snooze"))->trigger();
    QAction *back = menu->actions().constFirst();
    QCOMPARE(back->text(), QStringLiteral("Back to the inbox"));
    back->trigger();
    menu->close();
    QVERIFY(!m_world->sink.named(QStringLiteral("snooze_notification")).last().args.contains(QLatin1String("until")));
}

void TestInboxPage::row_isMarkedAsReadAlone()
{
    choose("access");
    QVERIFY(action(QStringLiteral("Mark as read"))->isEnabled());
    QTest::keyClick(list(), Qt::Key_R);
    const QList<Command> read = m_world->sink.named(QStringLiteral("mark_notification_read"));
    QCOMPARE(read.size(), 1);
    QCOMPARE(idsOf(read.first()), QList<QUuid>{SqliteSource::id(QStringLiteral("n5"))});
    m_world->execute(QStringLiteral("update notifications set read_at = 1 where id = id('n5')"));
    m_world->settle();
    QVERIFY(!action(QStringLiteral("Mark as read"))->isEnabled());
}

void TestInboxPage::withoutARow_nothingIsOffered()
{
    QVERIFY(list()->model()->rowCount() > 0);
    m_world->execute(QStringLiteral("update notifications set archived_at = 1, read_at = 1"));
    m_world->settle();
    for (const char *text : {"Archive", "Snooze", "Mark as read", "Mark all as read"})
        QVERIFY2(!action(QLatin1String(text))->isEnabled(), text);
}

void TestInboxPage::otherShelf_closesTheDetails()
{
    QSignalSpy wanted(m_page.get(), &Page::inspectorWanted);
    choose("ui");
    QVERIFY(wanted.takeLast().first().toBool());
    show(InboxModel::Shelf::Snoozed);
    QVERIFY(!wanted.takeLast().first().toBool());
    QVERIFY(!m_page->nextAction()->isVisible());
}

QTEST_MAIN(TestInboxPage)
#include "tst_inboxpage.moc"
