#include "models/escrowlistmodel.h"
#include "models/transactionmodel.h"
#include "models/walletmodel.h"
#include "models/walletmonthmodel.h"
#include "worldtest.h"

using namespace projective;
using test::World;

class TestMoneyModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWalletsOfABusiness()
    {
        World world;
        WalletModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOf(World::business(), World::noon());
        world.source.deliver();
        COMPARE_GOLDEN(model, "walletmodel_business");
    }
    void whatIsOnHoldBecomesFreeWithTime()
    {
        World world;
        WalletModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOf(World::ines(), World::noon());
        world.source.deliver();
        COMPARE_GOLDEN(model, "walletmodel_freelancer");
        model.showOf(World::ines(), World::noon().addDays(4));
        world.source.deliver();
        QCOMPARE(model.record(0).availableCents(), 102500);
    }
    void showsAStatementWithItsBalance()
    {
        World world;
        TransactionModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOf(WalletId(World::id("w:gbp")));
        world.source.deliver();
        COMPARE_GOLDEN(model, "transactionmodel");
        // Each line's balance is the one before it, moved by its amount.
        for (int row = 0; row + 1 < model.rowCount(); ++row) {
            const TransactionRecord &entry = model.record(row);
            const qint64 moved = entry.credit ? entry.amountCents : -entry.amountCents;
            QCOMPARE(entry.balanceAfterCents, model.record(row + 1).balanceAfterCents + moved);
        }
        model.showOf(WalletId(World::id("w:gbp")), TransactionModel::Filter::In);
        world.source.deliver();
        QCOMPARE(model.rowCount(), 3);
    }
    void showsTwelveMonths()
    {
        World world;
        WalletMonthModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showOf(WalletId(World::id("w:gbp")), QDate(2026, 11, 22));
        world.source.deliver();
        COMPARE_GOLDEN(model, "walletmonthmodel");
    }
    void listsEscrowsThatHoldMoney()
    {
        World world;
        EscrowListModel model(world.source);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.showLiveOf(World::business().workspace);
        world.source.deliver();
        COMPARE_GOLDEN(model, "escrowlistmodel");
        model.showStage(StageId(World::id("research")));
        world.source.deliver();
        QCOMPARE(model.rowCount(), 1);
    }
};

QTEST_GUILESS_MAIN(TestMoneyModels)
#include "tst_moneymodels.moc"
