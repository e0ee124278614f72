// Keys can be changed, and what they then do.
#include "shellworld.h"
#include "ui/dialogs/shortcutsheet.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/textlabel.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace projective;
using namespace projective::test;

class TestShortcutSheet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void newKey_worksAtOnce();
    void twoKeys_areTakenAfterOneAnother();
    void takenKey_isRefusedByName_data();
    void takenKey_isRefusedByName();
    void esc_keepsTheKeyAndTheSheet();
    void backspace_takesTheKeyAway();
    void reset_bringsBackTheStandardKey();
    void resetAll_bringsBackAll();
    void keys_ofPagesThatAreNotShownAreKept();
    void stepOfOneStage_hasNoKeyOfItsOwn();

private:
    [[nodiscard]] KeyButton *button(const QString &action) const;
    void press(const QString &action, const std::function<void(KeyButton *)> &keys);
    [[nodiscard]] QKeySequence keyOf(const char *action) const;
    [[nodiscard]] QString complaint() const
    {
        return m_sheet->findChildren<TextLabel *>(QString(), Qt::FindDirectChildrenOnly).constLast()->text();
    }

    std::unique_ptr<ShellWorld> m_world;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ShortcutSheet> m_sheet;
    QStringList m_done;
};

void TestShortcutSheet::init()
{
    m_done.clear();
    m_world = std::make_unique<ShellWorld>();
    m_window = std::make_unique<QWidget>();
    const auto add = [this](const char *id, const char *text, const QKeySequence &key) {
        const QString name = QString::fromLatin1(id);
        m_window->addAction(m_world->actions.add(
            {name, ActionSet::Group::Do, QString::fromLatin1(text), {}, key, [this, name] { m_done.append(name); }}));
    };
    add("search", "Search", QKeySequence(Qt::CTRL | Qt::Key_K));
    add("inbox", "Inbox", QKeySequence(Qt::Key_G, Qt::Key_I));
    add("dark", "Dark colours", {});
    m_window->show();
    m_window->activateWindow();
    m_sheet = std::make_unique<ShortcutSheet>(m_world->theme, m_world->actions, nullptr);
    m_sheet->show();
    m_sheet->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_sheet.get()));
}

void TestShortcutSheet::cleanup()
{
    m_sheet.reset();
    m_window.reset();
}

KeyButton *TestShortcutSheet::button(const QString &action) const
{
    for (KeyButton *candidate : m_sheet->findChildren<KeyButton *>()) {
        if (candidate->accessibleName().startsWith(action + u':'))
            return candidate;
    }
    return nullptr;
}

void TestShortcutSheet::press(const QString &action, const std::function<void(KeyButton *)> &keys)
{
    KeyButton *found = button(action);
    QVERIFY(found);
    found->setFocus();
    QTest::keyClick(found, Qt::Key_Return);
    QVERIFY(found->isListening());
    keys(found);
    QTRY_VERIFY(!found->isListening());
}

QKeySequence TestShortcutSheet::keyOf(const char *action) const
{
    return m_world->actions.find(QString::fromLatin1(action))->shortcut();
}

void TestShortcutSheet::newKey_worksAtOnce()
{
    QSignalSpy changed(&m_world->actions, &ActionSet::keyChanged);
    press(QStringLiteral("Dark colours"), [](QWidget *key) { QTest::keyClick(key, Qt::Key_D, Qt::ControlModifier); });
    QCOMPARE(changed.size(), 1);
    QCOMPARE(keyOf("dark"), QKeySequence(Qt::CTRL | Qt::Key_D));
    QCOMPARE(m_world->actions.rebound().value(QStringLiteral("dark")), keyOf("dark"));
    QCOMPARE(button(QStringLiteral("Dark colours"))->text(), QStringLiteral("Ctrl+D"));
    m_sheet->hide();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(m_done, QStringList{QStringLiteral("dark")});
}

void TestShortcutSheet::twoKeys_areTakenAfterOneAnother()
{
    press(QStringLiteral("Dark colours"), [](QWidget *key) { QTest::keyClicks(key, QStringLiteral("gd")); });
    QCOMPARE(keyOf("dark"), QKeySequence(Qt::Key_G, Qt::Key_D));
}

void TestShortcutSheet::takenKey_isRefusedByName_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("holder");
    QTest::newRow("of another action") << QStringLiteral("k") << Qt::KeyboardModifiers(Qt::ControlModifier)
                                       << QStringLiteral("Search");
    QTest::newRow("begins another") << QStringLiteral("g") << Qt::KeyboardModifiers() << QStringLiteral("Inbox");
    QTest::newRow("of lists") << QStringLiteral("j") << Qt::KeyboardModifiers() << QStringLiteral("Down, up");
    QTest::newRow("of lists, first of two")
        << QStringLiteral("xa") << Qt::KeyboardModifiers() << QStringLiteral("Mark");
}

void TestShortcutSheet::takenKey_isRefusedByName()
{
    QFETCH(QString, typed);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, holder);
    press(QStringLiteral("Dark colours"), [&](QWidget *key) { QTest::keyClicks(key, typed, modifiers); });
    QVERIFY2(complaint().contains(holder), qPrintable(complaint()));
    QVERIFY(keyOf("dark").isEmpty());
    QVERIFY(m_done.isEmpty());
}

void TestShortcutSheet::esc_keepsTheKeyAndTheSheet()
{
    press(QStringLiteral("Search"), [](QWidget *key) { QTest::keyClick(key, Qt::Key_Escape); });
    QVERIFY(m_sheet->isVisible());
    QCOMPARE(keyOf("search"), QKeySequence(Qt::CTRL | Qt::Key_K));
    QTest::keyClick(m_sheet.get(), Qt::Key_Escape);
    QVERIFY(!m_sheet->isVisible());
}

void TestShortcutSheet::backspace_takesTheKeyAway()
{
    press(QStringLiteral("Search"), [](QWidget *key) { QTest::keyClick(key, Qt::Key_Backspace); });
    QVERIFY(keyOf("search").isEmpty());
    QVERIFY(m_world->actions.rebound().contains(QStringLiteral("search")));
    press(QStringLiteral("Dark colours"), [](QWidget *key) { QTest::keyClick(key, Qt::Key_K, Qt::ControlModifier); });
    QCOMPARE(keyOf("dark"), QKeySequence(Qt::CTRL | Qt::Key_K)); // it is free now
}

void TestShortcutSheet::reset_bringsBackTheStandardKey()
{
    m_world->actions.rebind(QStringLiteral("inbox"), QKeySequence(Qt::Key_F8));
    QToolButton *reset = nullptr;
    for (QToolButton *candidate : m_sheet->findChildren<QToolButton *>()) {
        if (candidate->isVisible())
            reset = candidate;
    }
    QVERIFY(reset);
    QVERIFY(reset->accessibleName().contains(QStringLiteral("Inbox")));
    // Not as long as another action has it.
    m_world->actions.rebind(QStringLiteral("dark"), QKeySequence(Qt::Key_G, Qt::Key_I));
    reset->click();
    QVERIFY(complaint().contains(QStringLiteral("Dark colours")));
    QCOMPARE(keyOf("inbox"), QKeySequence(Qt::Key_F8));
    m_world->actions.reset(QStringLiteral("dark"));
    reset->click();
    QCOMPARE(complaint(), QString());
    QCOMPARE(keyOf("inbox"), QKeySequence(Qt::Key_G, Qt::Key_I));
    QVERIFY(!reset->isVisible());
    QVERIFY(m_world->actions.rebound().isEmpty());
}

void TestShortcutSheet::resetAll_bringsBackAll()
{
    QPushButton *all = nullptr;
    for (QPushButton *candidate : m_sheet->findChildren<QPushButton *>()) {
        if (candidate->text() == QStringLiteral("Reset all"))
            all = candidate;
    }
    QVERIFY(all);
    QVERIFY(!all->isEnabled());
    m_world->actions.rebind(QStringLiteral("search"), QKeySequence(Qt::Key_F8));
    m_world->actions.rebind(QStringLiteral("dark"), QKeySequence(Qt::Key_F9));
    QVERIFY(all->isEnabled());
    all->click();
    QCOMPARE(keyOf("search"), QKeySequence(Qt::CTRL | Qt::Key_K));
    QVERIFY(keyOf("dark").isEmpty() && m_world->actions.rebound().isEmpty() && !all->isEnabled());
}

void TestShortcutSheet::keys_ofPagesThatAreNotShownAreKept()
{
    QAction source(QStringLiteral("Export"));
    ActionSet::nameOffer(&source, QStringLiteral("export"), {});
    m_world->actions.offer({&source});
    m_world->actions.rebind(QStringLiteral("page.export"), QKeySequence(Qt::Key_F8));
    m_world->actions.offer({});
    QVERIFY(!m_world->actions.holderOf(QKeySequence(Qt::Key_F8), QStringLiteral("dark")).isEmpty());
    m_world->actions.offer({&source});
    QCOMPARE(keyOf("page.export"), QKeySequence(Qt::Key_F8));
}

void TestShortcutSheet::stepOfOneStage_hasNoKeyOfItsOwn()
{
    QAction release(QStringLiteral("Release 400.00 GBP"));
    ActionSet::nameOffer(&release, QStringLiteral("stage.next"), {}, false); // on another stage it would be Start
    QAction exporting(QStringLiteral("Export"));
    ActionSet::nameOffer(&exporting, QStringLiteral("export"), {});
    m_world->actions.offer({&release, &exporting});
    m_sheet = std::make_unique<ShortcutSheet>(m_world->theme, m_world->actions, nullptr);
    QVERIFY(button(QStringLiteral("Export")));
    QVERIFY(!button(QStringLiteral("Release 400.00 GBP")));
}

QTEST_MAIN(TestShortcutSheet)
#include "tst_shortcutsheet.moc"
