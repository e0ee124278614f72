// What must hold on every page of the window: each control has a name, no label takes text for markup, and both hold
// when the window is mirrored or there is nothing to show.
#include "app/navigation.h"
#include "shellworld.h"
#include "ui/dialogs/newprojectdialog.h"
#include "ui/dialogs/shortcutsheet.h"
#include "ui/mainwindow.h"
#include "ui/pages/signinpage.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace projective;
using namespace projective::test;

namespace {

/// Parts that Qt makes inside its own controls, which speak for them.
bool isPart(const QWidget *widget)
{
    return widget->objectName().startsWith(QStringLiteral("qt_")) || widget->inherits("QScrollArea")
        || widget->inherits("QSplitterHandle") || widget->inherits("QComboBoxListView")
        || widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QHeaderView")
        || widget->inherits("QLineEditIconButton");
}

QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || isPart(widget))
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        const bool named
            = !widget->accessibleName().isEmpty() || (spoken && !spoken->text(QAccessible::Name).isEmpty());
        // What is not shown gets its text first.
        const bool empty = !widget->isVisibleTo(&root)
            && (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLabel *>(widget));
        if (!named && !empty)
            found.append(QStringLiteral("%1 in %2")
                             .arg(QString::fromLatin1(widget->metaObject()->className()),
                                 QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
    }
    return found;
}

QStringList markup(const QWidget &root)
{
    QStringList found;
    for (const QLabel *label : root.findChildren<QLabel *>()) {
        if (label->textFormat() != Qt::PlainText && !label->text().isEmpty())
            found.append(label->text());
    }
    return found;
}

} // namespace

class TestAllPages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { QApplication::setLayoutDirection(Qt::LeftToRight); }
    void pages_data();
    void pages();
    void dialogs();
};

void TestAllPages::pages_data()
{
    QTest::addColumn<bool>("filled");
    QTest::addColumn<bool>("mirrored");
    QTest::newRow("with data") << true << false;
    QTest::newRow("empty") << false << false;
    QTest::newRow("with data, mirrored") << true << true;
}

void TestAllPages::pages()
{
    QFETCH(bool, filled);
    QFETCH(bool, mirrored);
    QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
    ShellWorld world(filled);
    const QString none;
    const QList<PageEntry> entries = navigation(
        {[none] { return none; }, [none] { return none; }, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}});
    MainWindow window(world.context, world.workspaces, world.actions, entries);
    window.resize(1280, 800);
    window.show();
    (void)window.signIn();
    for (const PageEntry &entry : entries) {
        const bool project = entry.kind == Route::Kind::Project;
        const QUuid detail = project && filled ? SqliteSource::id(QStringLiteral("ui")) : QUuid();
        window.go({entry.kind, project ? SqliteSource::id(QStringLiteral("web")) : QUuid(), {}, detail});
        world.settle();
        const QList<QTabBar *> bars = window.currentPage()->findChildren<QTabBar *>();
        for (QTabBar *bar : bars) {
            for (int tab = 0; tab < bar->count(); ++tab) {
                bar->setCurrentIndex(tab);
                world.settle();
            }
        }
        QCOMPARE(nameless(window).join(u'\n'), QString());
        QCOMPARE(markup(window).join(u'\n'), QString());
        QVERIFY2(!window.windowTitle().isEmpty() && !entry.title.isEmpty(), qPrintable(entry.icon));
    }
}

void TestAllPages::dialogs()
{
    ShellWorld world;
    NewProjectDialog project(world.context, nullptr);
    ShortcutSheet sheet(world.theme, world.actions, nullptr);
    for (const QDialog *dialog : {static_cast<const QDialog *>(&project), static_cast<const QDialog *>(&sheet)}) {
        QCOMPARE(nameless(*dialog).join(u'\n'), QString());
        QCOMPARE(markup(*dialog).join(u'\n'), QString());
    }
}

QTEST_MAIN(TestAllPages)
#include "tst_allpages.moc"
