#include "ui/dialogs/releasedialog.h"

#include "models/commandrules.h"
#include "sync/commands/approve_stage.h"
#include "sync/commands/release_stage.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QStyle>

namespace projective {

namespace {

QString titleOf(Step step, const StageRecord &stage)
{
    return ReleaseDialog::tr("%1: %2", "verb and stage").arg(words::stepName(step), stage.name);
}

} // namespace

ReleaseDialog::ReleaseDialog(
    PageContext &context, Step step, const StageRecord &stage, const CommandRules &rules, QWidget *parent)
    : FormDialog(context, titleOf(step, stage), true, parent)
    , m_step(step)
    , m_stage(stage)
{
    setMinimumWidth(480);
    if (movesMoney())
        addFact(tr("Amount"), formatMoney(stage.held()));
    addFact(movesMoney() ? tr("Payee") : tr("Work of"), stage.assigneeName);
    addFact(tr("As"), context.actingName());
    if (stage.submissionVersion > 0)
        addFact(tr("Version"), QLocale().toString(stage.submissionVersion));
    switch (step) {
    case Step::Approve:
        setIntroduction(stage.isFree() || stage.held().cents <= 0
                ? tr("The stage is done with this. It can't be taken back.")
                : tr("It can't be taken back. The money stays in escrow until it is released: %1 can do that.")
                      .arg(stage.funderNames.isEmpty() ? stage.businessName : stage.funderNames));
        break;
    case Step::ApproveAndRelease:
        setIntroduction(tr("The work is approved and the money leaves escrow. It can't be taken back."));
        addPart(rules.number(QStringLiteral("refund_answer_days"), 7));
        break;
    default:
        setIntroduction(tr("The money leaves escrow. It can't be taken back."));
        break;
    }
    showVerb();
}

void ReleaseDialog::addFact(const QString &label, const QString &value)
{
    auto *fact = new TextLabel(theme(), Theme::TextStyle::Strong, Theme::Token::Text, this);
    fact->setFit(TextLabel::Fit::Wrap);
    fact->setText(value);
    fact->setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignTop);
    addField(label, fact);
    fact->setAccessibleName(value);
}

void ReleaseDialog::addPart(int answerDays)
{
    m_partly = new QCheckBox(tr("Release only a part"), this);
    m_partly->setToolTip(
        tr("The rest becomes a refund request, which the payee can contest within %Ln days.", nullptr, answerDays));
    m_part = new MoneyEdit(this);
    m_part->setMoney(m_stage.held());
    m_part->setEnabled(false);
    m_part->setAccessibleName(tr("Part to release"));
    m_partly->setMinimumHeight(m_part->sizeHint().height()); // in line with it
    form()->addRow(m_partly, m_part);
    connect(m_partly, &QCheckBox::toggled, m_part, &QWidget::setEnabled);
    connect(m_partly, &QCheckBox::toggled, this, &ReleaseDialog::showVerb);
    connect(m_part, &QLineEdit::textChanged, this, &ReleaseDialog::showVerb);
}

std::optional<Money> ReleaseDialog::amount() const
{
    return m_partly && m_partly->isChecked() ? m_part->money() : std::optional<Money>(m_stage.held());
}

void ReleaseDialog::showVerb()
{
    NextStep next;
    next.step = m_step;
    next.money = movesMoney() ? amount().value_or(Money()) : Money();
    setVerb(words::stepVerb(next, context().actingName()));
    check();
}

FormProblem ReleaseDialog::problem() const
{
    const std::optional<Money> money = amount();
    if (!money)
        return m_part->isWrong() ? FormProblem(m_part->complaint(), true) : tr("Say how much.");
    if (money->cents > m_stage.held().cents)
        return {tr("Only %1 are in escrow.").arg(formatMoney(m_stage.held())), true};
    return {};
}

void ReleaseDialog::submit()
{
    const Workspace acting = context().acting();
    Command command;
    if (m_step == Step::Release) {
        ReleaseStage release;
        release.stage = m_stage.id;
        command = release.command(acting);
    } else {
        ApproveStage approve;
        approve.stage = m_stage.id;
        approve.expectedStatus = m_stage.status;
        approve.release = movesMoney();
        if (m_partly && m_partly->isChecked() && amount()->cents < m_stage.held().cents)
            approve.releaseCents = amount()->cents;
        command = approve.command(acting);
    }
    const QString as = context().actingName();
    if (movesMoney()) {
        const QString sum = formatMoney(amount().value_or(Money()));
        context().hold(tr("Releasing %1 to %2 as %3").arg(sum, m_stage.assigneeName, as), command,
            tr("%1 went to %2").arg(sum, m_stage.assigneeName));
    } else {
        context().hold(tr("Approving %1 as %2").arg(m_stage.name, as), command, tr("%1 is approved").arg(m_stage.name));
    }
}

} // namespace projective
