#include "ui/dialogs/funddialog.h"

#include "sync/commands/fund_stages.h"
#include "ui/pages/pagecontext.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace projective {

FundDialog::FundDialog(
    PageContext &context, const QList<StageRecord> &chosen, const QList<StageRecord> &candidates, QWidget *parent)
    : FormDialog(context, tr("Fund as %1").arg(context.actingName()), true, parent)
    , m_currency(chosen.isEmpty() ? QString() : chosen.first().price.currency)
    , m_wallets(context.source())
    , m_wallet(new TextLabel(context.theme(), Theme::TextStyle::Figures, Theme::Token::Muted, this))
{
    setMinimumWidth(520);
    setIntroduction(tr("The money goes into escrow. It is paid out only when you release it, and comes back if the "
                       "work is cancelled."));
    const auto wasChosen = [&](const StageRecord &stage) {
        return std::any_of(
            chosen.begin(), chosen.end(), [&](const StageRecord &other) { return other.id == stage.id; });
    };
    for (const StageRecord &stage : chosen)
        addStage(stage, true);
    for (const StageRecord &stage : candidates) {
        if (!wasChosen(stage) && stage.price.currency == m_currency)
            addStage(stage, false);
    }
    body()->addSpacing(Theme::grid);
    m_wallet->setFit(TextLabel::Fit::Wrap);
    body()->addWidget(m_wallet);
    connect(&m_wallets, &QueryModel::updated, this, &FundDialog::showSum);
    m_wallets.showOf({context.user(), context.acting()}, QDateTime::currentDateTimeUtc());
    showSum();
}

void FundDialog::addStage(const StageRecord &stage, bool checked)
{
    auto *box = new QCheckBox(this);
    box->setText(QString(stage.name).replace(QLatin1Char('&'), QStringLiteral("&&")));
    box->setChecked(checked);
    box->setAccessibleDescription(tr("%1 for %2").arg(formatMoney(stage.missing()), stage.assigneeName));
    auto *payee = new TextLabel(theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    payee->setText(tr("for %1").arg(stage.assigneeName));
    payee->setFit(TextLabel::Fit::Elide);
    auto *amount = new TextLabel(theme(), Theme::TextStyle::Figures, Theme::Token::Text, this);
    amount->setText(formatMoney(stage.missing()));
    auto *row = new QHBoxLayout;
    row->addWidget(box);
    row->addWidget(payee, 1);
    row->addWidget(amount);
    body()->addLayout(row);
    m_lines.append({stage, box});
    connect(box, &QCheckBox::toggled, this, &FundDialog::showSum);
}

QList<StageRecord> FundDialog::checkedStages() const
{
    QList<StageRecord> stages;
    for (const Line &line : m_lines) {
        if (line.box->isChecked())
            stages.append(line.stage);
    }
    return stages;
}

Money FundDialog::sum() const
{
    Money money{0, m_currency};
    const QList<StageRecord> stages = checkedStages();
    for (const StageRecord &stage : stages)
        money.cents += stage.missing().cents;
    return money;
}

void FundDialog::showSum()
{
    const WalletRecord *wallet = m_wallets.inCurrency(m_currency);
    const Money held{wallet ? wallet->balanceCents : 0, m_currency};
    const Money left{held.cents - sum().cents, m_currency};
    m_wallet->setText(left.cents >= 0 ? tr("Wallet: %1, after this %2").arg(formatMoney(held), formatMoney(left))
                                      : tr("Wallet: %1").arg(formatMoney(held)));
    setVerb(tr("Fund %1 as %2").arg(formatMoney(sum()), context().actingName()));
    check();
}

FormProblem FundDialog::problem() const
{
    if (checkedStages().isEmpty())
        return tr("Choose at least one stage.");
    if (!m_wallets.isLoaded())
        return tr("The wallet is being read.");
    const WalletRecord *wallet = m_wallets.inCurrency(m_currency);
    const qint64 missing = sum().cents - (wallet ? wallet->balanceCents : 0);
    if (missing > 0)
        return {tr("%1 are missing in the wallet. Top it up first.").arg(formatMoney({missing, m_currency})), true};
    return {};
}

void FundDialog::submit()
{
    const QList<StageRecord> stages = checkedStages();
    FundStages fund;
    for (const StageRecord &stage : stages)
        fund.stages.append(stage.id);
    if (const WalletRecord *wallet = m_wallets.inCurrency(m_currency))
        fund.wallet = wallet->wallet;
    const QString amount = formatMoney(sum());
    context().hold(tr("Funding %1 as %2").arg(amount, context().actingName()), fund.command(context().acting()),
        tr("%1 are in escrow").arg(amount));
}

} // namespace projective
