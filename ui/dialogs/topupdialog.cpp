#include "ui/dialogs/topupdialog.h"

#include "sync/commands/top_up_wallet.h"
#include "ui/pages/pagecontext.h"
#include "ui/widgets/moneyedit.h"

#include <QComboBox>
#include <QJsonArray>
#include <QJsonObject>

namespace projective {

TopUpDialog::TopUpDialog(PageContext &context, const CommandRules &rules, const QString &currency, QWidget *parent)
    : FormDialog(context, tr("Top up the wallet of %1").arg(context.actingName()), true, parent)
    , m_maxCents(rules.setting(QStringLiteral("top_up")).toObject().value(QStringLiteral("max_cents")).toInteger())
    , m_amount(new MoneyEdit(this))
    , m_currency(new QComboBox(this))
{
    const QJsonArray currencies = rules.setting(QStringLiteral("currencies")).toArray();
    for (const auto &known : currencies)
        m_currency->addItem(known.toString());
    m_currency->setCurrentIndex(qMax(0, m_currency->findText(currency)));
    m_amount->setCurrency(m_currency->currentText());
    addField(tr("Currency"), m_currency);
    addField(tr("Amount"), m_amount);
    connect(m_currency, &QComboBox::currentTextChanged, m_amount, &MoneyEdit::setCurrency);
    connect(m_amount, &QLineEdit::textChanged, this, &TopUpDialog::showVerb);
    m_amount->setFocus();
    showVerb();
}

void TopUpDialog::showVerb()
{
    const std::optional<Money> money = m_amount->money();
    setVerb(money ? tr("Top up %1 as %2").arg(formatMoney(*money), context().actingName()) : tr("Top up"));
    check();
}

FormProblem TopUpDialog::problem() const
{
    const std::optional<Money> money = m_amount->money();
    if (!money)
        return m_amount->isWrong() ? FormProblem(m_amount->complaint(), true) : tr("Say how much.");
    if (m_maxCents > 0 && money->cents > m_maxCents)
        return {tr("At most %1 at once.").arg(formatMoney({m_maxCents, money->currency})), true};
    return {};
}

void TopUpDialog::submit()
{
    TopUpWallet topUp;
    topUp.amount = m_amount->money().value_or(Money());
    const QString sum = formatMoney(topUp.amount);
    context().hold(tr("Topping up %1 as %2").arg(sum, context().actingName()), topUp.command(context().acting()),
        tr("%1 arrived in the wallet").arg(sum));
}

} // namespace projective
