// How Qt's own widgets look in our style, and figures in columns.
#include "shellworld.h"
#include "ui/widgets/tabletextmodel.h"

#include <QDateEdit>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStyle>
#include <QTest>
#include <QToolButton>

using namespace projective;
using namespace projective::test;

class TestStyle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_world.theme.install(); }
    void buttonsOfDialogs_haveNoIconsOfTheirOwn();
    void messageWithoutAnIcon_keepsNoRoomForOne();
    void fields_areEquallyHigh();
    void floatingButton_coversWhatIsBehindIt();
    void figures_standUnderEachOtherInBothDirections();

private:
    ShellWorld m_world;
};

void TestStyle::buttonsOfDialogs_haveNoIconsOfTheirOwn()
{
    const QDialogButtonBox box(QDialogButtonBox::Close | QDialogButtonBox::Cancel);
    for (const QAbstractButton *button : box.buttons())
        QVERIFY2(button->icon().isNull(), qPrintable(button->text()));
}

void TestStyle::messageWithoutAnIcon_keepsNoRoomForOne()
{
    QMessageBox box(QMessageBox::NoIcon, QString(), QStringLiteral("Discard what you entered?"), QMessageBox::Cancel);
    box.show();
    const auto *text = box.findChild<QLabel *>(QStringLiteral("qt_msgbox_label"));
    const int left = text->mapTo(&box, QPoint()).x();
    QVERIFY2(left <= 2 * Theme::grid, qPrintable(QString::number(left)));
}

void TestStyle::fields_areEquallyHigh()
{
    QDateEdit date;
    date.setCalendarPopup(true);
    QCOMPARE(date.sizeHint().height(), QLineEdit().sizeHint().height());
}

void TestStyle::floatingButton_coversWhatIsBehindIt()
{
    QWidget page;
    QPalette red;
    red.setColor(QPalette::Window, Qt::red);
    page.setPalette(red);
    QToolButton button(&page);
    button.setProperty("floating", true);
    button.resize(36, 36);
    page.resize(36, 36);
    page.show();
    const QImage seen = page.grab().toImage();
    QCOMPARE(seen.pixelColor(18, 6), m_world.theme.color(Theme::Token::Raised));
    QCOMPARE(seen.pixelColor(18, 0), m_world.theme.color(Theme::Token::Edge));
}

void TestStyle::figures_standUnderEachOtherInBothDirections()
{
    QStandardItemModel source(1, 1);
    const TableTextModel table(source,
        {{QStringLiteral("Amount"), [](const QModelIndex &) { return QString(); }, true}},
        m_world.theme.font(Theme::TextStyle::Figures));
    const Qt::Alignment cell(table.index(0, 0).data(Qt::TextAlignmentRole).toInt());
    QVERIFY(QStyle::visualAlignment(Qt::RightToLeft, cell) & Qt::AlignRight);
    QVERIFY(QStyle::visualAlignment(Qt::LeftToRight, cell) & Qt::AlignRight);
    QCOMPARE(table.headerData(0, Qt::Horizontal, Qt::TextAlignmentRole).toInt(), int(cell));
}

QTEST_MAIN(TestStyle)
#include "tst_style.moc"
