#include "models/sectionedmodel.h"
#include "ui/delegates/rowdelegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/textlabel.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolTip>

using namespace projective;

namespace {

class PlainDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override
    {
        write(painter, cells.rest, index.data().toString(), Theme::TextStyle::Body, Theme::Token::Text);
    }
};

} // namespace

/// Six rows, of which the first and the fourth are headings: "a", 1, 2, "b", 4, 5.
class TestRowList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_list.reset(); }
    void moving_selectsTheCurrentRow();
    void marks_stayWhileMoving();
    void mark_isToggled();
    void shift_extends_data();
    void shift_extends();
    void click_endsMarking();
    void singleSelection_isNeverMarked();
    void screenReader_choosesTheRowThatEnterOpens();
    void cutRow_isToldWholeByItsToolTip();
    void focus_choosesNothing();
    void focusedRow_isChosenByOpeningIt();

private:
    [[nodiscard]] QList<int> marked() const;
    void press(const char *keys);
    void goTo(int row) { m_list->setCurrentRow(m_rows.index(row, 0)); }

    Theme m_theme;
    QStandardItemModel m_rows;
    std::unique_ptr<RowList> m_list;
};

void TestRowList::init()
{
    m_rows.clear();
    for (int row = 0; row < 6; ++row) {
        auto *item = new QStandardItem(QString::number(row));
        item->setData(row % 3 == 0, SectionedModel::IsSectionRole);
        m_rows.appendRow(item);
    }
    m_list = std::make_unique<RowList>(m_theme, QStringLiteral("Rows"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setRows(&m_rows, new PlainDelegate(m_theme, 1, m_list.get()),
        [](const QModelIndex &index) { return index.data().toString(); });
    m_list->resize(300, 400);
    m_list->show();
    goTo(1);
}

QList<int> TestRowList::marked() const
{
    QList<int> rows;
    for (const QModelIndex &row : m_list->selectedRows())
        rows.append(row.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void TestRowList::press(const char *keys)
{
    QTest::keyClicks(m_list.get(), QString::fromLatin1(keys));
}

void TestRowList::moving_selectsTheCurrentRow()
{
    press("j");
    QCOMPARE(marked(), QList<int>{2});
    QVERIFY(!m_list->isMarking());
    press("j"); // over the heading
    QCOMPARE(m_list->currentRow().row(), 4);
    press("kkk"); // there is nothing above the first row
    QCOMPARE(m_list->currentRow().row(), 1);
    QCOMPARE(marked(), QList<int>{1});
}

void TestRowList::marks_stayWhileMoving()
{
    press("xjjx");
    QVERIFY(m_list->isMarking());
    QCOMPARE(marked(), (QList<int>{1, 4}));
    QTest::keyClick(m_list.get(), Qt::Key_Down);
    QCOMPARE(m_list->currentRow().row(), 5);
    QCOMPARE(marked(), (QList<int>{1, 4}));
    m_list->clearMarks();
    QVERIFY(!m_list->isMarking());
    QCOMPARE(marked(), QList<int>{5});
    press("k");
    QCOMPARE(marked(), QList<int>{4});
}

void TestRowList::mark_isToggled()
{
    QSignalSpy changed(m_list.get(), &RowList::selectedRowsChanged);
    press("x");
    // The row was selected for being the current one, so only what that means has changed.
    QVERIFY(m_list->isMarking() && !changed.isEmpty());
    press("jx");
    QCOMPARE(marked(), (QList<int>{1, 2}));
    press("x");
    QCOMPARE(marked(), QList<int>{1});
    press("kx");
    QVERIFY(marked().isEmpty() && !m_list->isMarking());
    press("j");
    QCOMPARE(marked(), QList<int>{2});
}

void TestRowList::shift_extends_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("arrow") << int(Qt::Key_Down);
    QTest::newRow("letter") << int(Qt::Key_J);
}

void TestRowList::shift_extends()
{
    QFETCH(int, key);
    goTo(2);
    QTest::keyClick(m_list.get(), static_cast<Qt::Key>(key), Qt::ShiftModifier);
    QCOMPARE(marked(), (QList<int>{2, 4}));
    QVERIFY(m_list->isMarking());
    press("j");
    QCOMPARE(marked(), (QList<int>{2, 4}));
    press("x");
    QCOMPARE(marked(), (QList<int>{2, 4, 5}));
}

void TestRowList::click_endsMarking()
{
    press("xjx");
    QVERIFY(m_list->isMarking());
    const QRect row = m_list->visualRect(m_list->model()->index(5, 0));
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, row.center());
    QVERIFY(!m_list->isMarking());
    QCOMPARE(marked(), QList<int>{5});
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, Qt::ControlModifier,
        m_list->visualRect(m_list->model()->index(1, 0)).center());
    QVERIFY(m_list->isMarking());
    QCOMPARE(marked(), (QList<int>{1, 5}));
}

void TestRowList::singleSelection_isNeverMarked()
{
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    press("xjx");
    QVERIFY(!m_list->isMarking());
    QCOMPARE(marked(), QList<int>{2});
}

void TestRowList::screenReader_choosesTheRowThatEnterOpens()
{
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    QSignalSpy opened(m_list.get(), &RowList::opened);
    QAccessibleInterface *row = QAccessible::queryAccessibleInterface(m_list.get())->child(4);
    QCOMPARE(row->text(QAccessible::Name), QStringLiteral("4"));
    row->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QTRY_COMPARE(m_list->currentRow().row(), 4);
    QTest::keyClick(m_list.get(), Qt::Key_Return);
    QCOMPARE(opened.first().first().toModelIndex().row(), 4);
}

void TestRowList::cutRow_isToldWholeByItsToolTip()
{
    const QString name = QStringLiteral("A title with <b>signs</b> ").repeated(10);
    m_rows.item(2)->setText(name);
    const auto tipOf = [this](int row) {
        QToolTip::hideText();
        const QPoint at = m_list->visualRect(m_list->model()->index(row, 0)).center();
        QHelpEvent asked(QEvent::ToolTip, at, m_list->viewport()->mapToGlobal(at));
        QApplication::sendEvent(m_list->viewport(), &asked);
        return QToolTip::text();
    };
    QCOMPARE(tipOf(2), plainToolTip(name));
    QTRY_COMPARE(tipOf(1), QString());
}

void TestRowList::focus_choosesNothing()
{
    const auto focusedByTab = [this] {
        QSignalSpy chosen(m_list.get(), &RowList::currentRowChanged);
        QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
        QApplication::sendEvent(m_list.get(), &byTab);
        return chosen.isEmpty() && marked().isEmpty() ? m_list->currentRow().row() : -1;
    };
    m_list->setCurrentIndex({});
    m_list->clearSelection();
    QCOMPARE(focusedByTab(), 1); // where the ring is; above it stands a heading
    press("j");
    QCOMPARE(marked(), QList<int>{2});
    m_list = std::make_unique<RowList>(m_theme, QStringLiteral("Never focused"));
    m_list->setRows(&m_rows, new PlainDelegate(m_theme, 1, m_list.get()),
        [](const QModelIndex &index) { return index.data().toString(); });
    QCOMPARE(focusedByTab(), 1);
    m_list->show();
    QSignalSpy chosen(m_list.get(), &RowList::currentRowChanged);
    const QPoint row = m_list->visualRect(m_list->model()->index(1, 0)).center();
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, row);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(marked(), QList<int>{1});
}

void TestRowList::focusedRow_isChosenByOpeningIt()
{
    m_list->setCurrentIndex({});
    m_list->clearSelection();
    QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
    QApplication::sendEvent(m_list.get(), &byTab);
    QSignalSpy chosen(m_list.get(), &RowList::currentRowChanged);
    QSignalSpy peeked(m_list.get(), &RowList::peeked);
    QTest::keyClick(m_list.get(), Qt::Key_Space);
    QCOMPARE(marked(), QList<int>{1});
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(peeked.size(), 1);
    QTest::keyClick(m_list.get(), Qt::Key_Return); // it is chosen already
    QCOMPARE(chosen.size(), 1);
}

QTEST_MAIN(TestRowList)
#include "tst_rowlist.moc"
