// What the details of a stage say about a dispute over its money.
#include "shellworld.h"
#include "ui/pages/disputepanel.h"
#include "ui/pages/stagesteps.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QApplication>
#include <QTest>

using namespace projective;
using namespace projective::test;

namespace {
/// Amounts do not break over two lines; here they are written as they read.
QString plain(QString text)
{
    return text.replace(QChar::Nbsp, u' ');
}
} // namespace

class TestDisputePanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { QApplication::setLayoutDirection(Qt::LeftToRight); }
    void live_saysClaimOffersAndDeadline();
    void offers_standSideBySide_data();
    void offers_standSideBySide();
    void decision_canBeAskedForWhenTheServerAllowsIt();
    void decided_saysWhoAndWhy();
    void undisputed_isHidden();

private:
    struct Panel {
        Panel()
            : steps(world.context)
            , panel(world.context, steps)
        {
            panel.resize(320, 600);
            panel.showStage(StageId(SqliteSource::id(QStringLiteral("seo"))));
            world.settle();
        }
        [[nodiscard]] const TextLabel *label(const QString &words) const
        {
            for (const TextLabel *one : panel.findChildren<TextLabel *>()) {
                if (one->isVisibleTo(&panel) && plain(one->text()).contains(words))
                    return one;
            }
            return nullptr;
        }
        void change(const QString &sql)
        {
            world.execute(sql);
            world.settle();
        }
        ShellWorld world;
        StageSteps steps;
        DisputePanel panel;
    };
};

void TestDisputePanel::live_saysClaimOffersAndDeadline()
{
    Panel panel;
    QVERIFY(!panel.panel.isHidden());
    for (const char *words : {"Dispute · Open", "Asks that 100.00 GBP of 400.00 GBP go to Dmitri Volkov",
             "Mara Okafor for Northwind Ltd", "The audit lists pages that are not ours.", "Northwind Ltd offers",
             "Nothing yet", "Dmitri Volkov offers", "300.00 GBP released", "100.00 GBP back",
             "All of them are linked from your sitemap.", "Dispute · Withdrawn", "Dmitri Volkov gave it up"})
        QVERIFY2(panel.label(QString::fromUtf8(words)), words);
    QVERIFY(panel.label(QStringLiteral("Dmitri Volkov had until 25 Nov to answer, and made an offer")));
    panel.change(QStringLiteral("delete from dispute_offers"));
    const TextLabel *deadline = panel.label(QStringLiteral("Dmitri Volkov is to answer by"));
    QVERIFY(deadline != nullptr);
    const QDateTime by = QDateTime::fromString(QStringLiteral("2026-11-25T09:00:00Z"), Qt::ISODate);
    QCOMPARE(deadline->toolTip(), words::exactTime(by));
}

void TestDisputePanel::offers_standSideBySide_data()
{
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("left to right") << Qt::LeftToRight;
    QTest::newRow("right to left") << Qt::RightToLeft;
}

void TestDisputePanel::offers_standSideBySide()
{
    QFETCH(Qt::LayoutDirection, direction);
    QApplication::setLayoutDirection(direction);
    Panel panel;
    panel.panel.show();
    panel.world.settle();
    const QRect buyer = panel.label(QStringLiteral("Northwind Ltd offers"))->geometry();
    const QRect payee = panel.label(QStringLiteral("Dmitri Volkov offers"))->geometry();
    QCOMPARE(buyer.top(), payee.top());
    QVERIFY(direction == Qt::LeftToRight ? buyer.right() < payee.left() : payee.right() < buyer.left());
}

void TestDisputePanel::decision_canBeAskedForWhenTheServerAllowsIt()
{
    Panel panel;
    const auto openedAt = [&](const QDateTime &time) {
        panel.change(QStringLiteral("update disputes set created_at = %1 where id = id('d:seo')")
                         .arg(time.toMSecsSinceEpoch() * 1000));
    };
    const QDateTime now = QDateTime::currentDateTimeUtc();
    panel.change(QStringLiteral("delete from dispute_offers"));
    openedAt(now.addSecs(-50LL * 3600)); // 72 hours where the server says nothing else
    QVERIFY(panel.label(QStringLiteral("may ask for that decision")));
    QVERIFY(!panel.label(QStringLiteral("decision now")));
    QVERIFY(panel.label(QStringLiteral("is to answer by")));
    panel.change(
        QStringLiteral("insert into settings (id, key, value) values (id('s8'), 'dispute_escalation_hours', '48')"));
    QVERIFY(panel.label(QStringLiteral("decision now")));
    panel.change(QStringLiteral("update disputes set status = 'under_review' where id = id('d:seo')"));
    QVERIFY(panel.label(QStringLiteral("A moderator decides")));
    QVERIFY(!panel.label(QStringLiteral("is to answer by")));
}

void TestDisputePanel::decided_saysWhoAndWhy()
{
    Panel panel;
    panel.change(QStringLiteral("update disputes set status = 'refunded', decision_release_cents = 30000, "
                                "decision_refund_cents = 10000, decided_by = id('lea'), resolution_notes = 'A quarter "
                                "of it is of no use.', decided_at = at('2026-11-22T09:00:00') where id = id('d:seo')"));
    for (const char *words : {"Dispute · Decided", "300.00 GBP went to Dmitri Volkov, and 100.00 GBP back to Northwind",
             "Léa Fontaine", "A quarter of it is of no use."})
        QVERIFY2(panel.label(QString::fromUtf8(words)), words);
    QVERIFY(!panel.label(QStringLiteral("may ask for that decision")));
}

void TestDisputePanel::undisputed_isHidden()
{
    Panel panel;
    QVERIFY(!panel.panel.isHidden());
    panel.panel.showStage(StageId(SqliteSource::id(QStringLiteral("ui"))));
    QVERIFY(panel.panel.isHidden()); // also before the answer is in
    panel.world.settle();
    QVERIFY(panel.panel.isHidden());
}

QTEST_MAIN(TestDisputePanel)
#include "tst_disputepanel.moc"
