#pragma once

#include "models/commandrules.h"
#include "models/escrowlistmodel.h"
#include "models/transactionmodel.h"
#include "models/walletmodel.h"
#include "models/walletmonthmodel.h"
#include "ui/pages/page.h"

QT_BEGIN_NAMESPACE
class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QStackedWidget;
class QTabWidget;
QT_END_NAMESPACE

namespace projective {

class EmptyState;
class MonthChart;
class TextTable;
class WalletCard;

/// The money of the acting workspace: a card for each currency, twelve months, the statement, escrows.
class MoneyPage : public Page
{
    Q_OBJECT
public:
    explicit MoneyPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override { return tr("Money"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QAction *primaryAction() const override;
    [[nodiscard]] QWidget *focusTarget() override;

private:
    QWidget *buildContent();
    QWidget *buildStatement();
    QWidget *buildEscrows();
    void reopen();
    void showCards();
    void showEmpty();
    void chooseCurrency(const QString &currency);
    void judgeTopUp();
    void topUp();
    void exportStatement();
    void writeStatement(const QString &path, const QList<TransactionRecord> &transactions);

    CommandRules m_rules;
    WalletModel m_wallets;
    WalletMonthModel m_months;
    TransactionModel m_transactions;
    EscrowListModel m_escrows;
    QString m_currency; ///< of the chosen card
    QAction *m_topUp = nullptr;
    QAction *m_export = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_content = nullptr;
    QWidget *m_skeleton = nullptr;
    QHBoxLayout *m_cardRow = nullptr;
    QButtonGroup *m_cardGroup = nullptr;
    QList<WalletCard *> m_cards;
    MonthChart *m_chart = nullptr;
    QComboBox *m_filter = nullptr;
    TextTable *m_statement = nullptr;
};

} // namespace projective
