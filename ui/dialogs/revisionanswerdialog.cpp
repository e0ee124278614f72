#include "ui/dialogs/revisionanswerdialog.h"

#include "sync/commands/answer_revision.h"
#include "ui/pages/pagecontext.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace projective {

RevisionAnswerDialog::RevisionAnswerDialog(PageContext &context, const StageRecord &stage, QWidget *parent)
    : FormDialog(context, tr("Answer the change request on %1").arg(stage.name), false, parent)
    , m_stage(stage)
    , m_requests(context.source())
    , m_accept(new QRadioButton(tr("Make the changes"), this))
    , m_dearer(new QRadioButton(tr("Make them for more money:"), this))
    , m_decline(new QRadioButton(tr("Decline them"), this))
    , m_extra(new MoneyEdit(this))
{
    setMinimumWidth(480);
    setIntroduction(tr("%1 asks for major changes.").arg(stage.businessName));
    m_accept->setChecked(true);
    m_extra->setCurrency(stage.price.currency);
    m_extra->setAccessibleName(tr("What the changes cost more"));
    m_extra->setEnabled(false);
    m_dearer->setVisible(!stage.isFree());
    m_extra->setVisible(!stage.isFree());
    addChoices();
    for (QRadioButton *choice : {m_accept, m_dearer, m_decline})
        connect(choice, &QRadioButton::toggled, this, &RevisionAnswerDialog::showVerb);
    connect(m_dearer, &QRadioButton::toggled, m_extra, &QWidget::setEnabled);
    connect(m_extra, &QLineEdit::textChanged, this, &RevisionAnswerDialog::check);
    connect(&m_requests, &QueryModel::updated, this, &RevisionAnswerDialog::showRequest);
    m_requests.showStage(stage.id);
    showVerb();
}

void RevisionAnswerDialog::addChoices()
{
    const QString dearer
        = tr("%1 has to put it into escrow before the work can be submitted.").arg(m_stage.businessName);
    const QString declining
        = tr("%1 can then approve the work as it is, and either side can open a dispute.").arg(m_stage.businessName);
    m_dearer->setAccessibleDescription(dearer);
    m_decline->setAccessibleDescription(declining);
    auto *money = new QHBoxLayout;
    money->addWidget(m_dearer);
    money->addWidget(m_extra, 1);
    auto *choices = new QVBoxLayout;
    choices->setSpacing(Theme::halfGrid);
    const auto explain = [&](const QString &words) {
        auto *hint = new TextLabel(theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this);
        hint->setFit(TextLabel::Fit::Wrap);
        hint->setText(words);
        auto *indented = new QHBoxLayout; // under the words of the choice that it is about
        indented->addSpacing(style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
            + style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing));
        indented->addWidget(hint, 1);
        choices->addLayout(indented);
        choices->addSpacing(Theme::halfGrid);
    };
    choices->addWidget(m_accept);
    choices->addLayout(money);
    if (!m_stage.isFree())
        explain(dearer);
    choices->addWidget(m_decline);
    explain(declining);
    body()->addLayout(choices);
}

void RevisionAnswerDialog::showRequest()
{
    for (const RevisionRecord &request : m_requests.records()) {
        if (request.id == m_stage.revision)
            setIntroduction(tr("%1 asks for major changes: %2").arg(m_stage.businessName, request.reason));
    }
    check(); // a long reason needs more room
}

void RevisionAnswerDialog::showVerb()
{
    const QString as = context().actingName();
    setVerb(m_decline->isChecked() ? tr("Decline as %1").arg(as) : tr("Accept as %1").arg(as));
    check();
}

FormProblem RevisionAnswerDialog::problem() const
{
    if (!m_dearer->isChecked() || m_extra->money())
        return {};
    return m_extra->isWrong() ? FormProblem(m_extra->complaint(), true) : tr("Say how much more.");
}

void RevisionAnswerDialog::submit()
{
    AnswerRevision answer;
    answer.request = m_stage.revision;
    answer.accepts = !m_decline->isChecked();
    if (m_dearer->isChecked())
        answer.extraCents = m_extra->money()->cents;
    const EntryId entry = context().submit(answer.command(context().acting()));
    CommandSink &commands = context().commands();
    context().say(
        tr("Answered the change request on %1").arg(m_stage.name), [&commands, entry] { commands.withdraw(entry); });
}

} // namespace projective
