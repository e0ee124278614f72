#include "ui/pages/stagesteps.h"

#include "sync/commands/start_stage.h"
#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/funddialog.h"
#include "ui/dialogs/offerdialog.h"
#include "ui/dialogs/releasedialog.h"
#include "ui/dialogs/revisionanswerdialog.h"
#include "ui/dialogs/revisiondialog.h"
#include "ui/dialogs/submitdialog.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"
#include "ui/words.h"

#include <QPointer>

namespace projective {

namespace {

template <typename Dialog, typename... Arguments>
FormDialog *openOver(QWidget *over, PageContext &context, Arguments &&...arguments)
{
    auto *dialog = new Dialog(context, std::forward<Arguments>(arguments)..., over ? over->window() : nullptr);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

} // namespace

StageSteps::StageSteps(PageContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_rules(context.source())
{
    connect(&m_rules, &CommandRules::changed, this, &StageSteps::changed);
    connect(&context, &PageContext::onlineChanged, this, &StageSteps::changed);
    connect(&context, &PageContext::actingChanged, this, &StageSteps::changed);
    connect(&context.held(), &HeldCommand::changed, this, &StageSteps::changed);
}

Circumstances StageSteps::now() const
{
    return {m_context.isOnline(), QDateTime::currentDateTimeUtc(), m_context.held().subjects()};
}

NextStep StageSteps::next(const StageRecord &stage) const
{
    return nextStep(stage, m_rules, now());
}

NextStep StageSteps::judge(Step step, const StageRecord &stage) const
{
    return projective::judge(step, stage, m_rules, now());
}

void StageSteps::take(const NextStep &next, const StageRecord &stage, QWidget *over)
{
    if (!next.isEnabled()) {
        m_context.say(words::blocker(next));
        return;
    }
    if (next.step == Step::Start) {
        start(stage);
        return;
    }
    FormDialog *dialog = open(next.step, stage, over);
    if (!dialog)
        return;
    // The dialog is the window's, and so may outlive the page and these steps.
    dialog->watch(stage, [steps = QPointer<const StageSteps>(this), step = next.step](const StageRecord &now) {
        return steps ? steps->movedOn(step, now) : QString();
    });
}

QString StageSteps::movedOn(Step step, const StageRecord &now) const
{
    const NextStep next = judge(step, now);
    if (next.isEnabled() || next.blocker == Blocker::Offline)
        return {};
    if (next.blocker != Blocker::NotLegal)
        return words::blocker(next);
    return words::refusal(QStringLiteral("wrong_status"), {},
        {{QStringLiteral("entity"), QStringLiteral("stage")}, {QStringLiteral("status"), now.status}});
}

FormDialog *StageSteps::open(Step step, const StageRecord &stage, QWidget *over)
{
    switch (step) {
    case Step::Assign:
        return openOver<AssignDialog>(over, m_context, stage, m_rules);
    case Step::Accept:
        return openOver<OfferDialog>(over, m_context, OfferDialog::Answer::Accept, stage);
    case Step::Decline:
        return openOver<OfferDialog>(over, m_context, OfferDialog::Answer::Decline, stage);
    case Step::Fund:
        return openOver<FundDialog>(over, m_context, QList<StageRecord>{stage}, QList<StageRecord>());
    case Step::Submit:
        return openOver<SubmitDialog>(over, m_context, stage, m_rules);
    case Step::RequestRevision:
        return openOver<RevisionDialog>(over, m_context, stage, m_rules);
    case Step::AnswerRevision:
        return openOver<RevisionAnswerDialog>(over, m_context, stage);
    case Step::Approve:
    case Step::ApproveAndRelease:
    case Step::Release:
        return openOver<ReleaseDialog>(over, m_context, step, stage, m_rules);
    case Step::Start:
    case Step::None:
        break;
    }
    return nullptr;
}

void StageSteps::fund(const QList<StageRecord> &stages, const QList<StageRecord> &candidates, QWidget *over)
{
    openOver<FundDialog>(over, m_context, stages, candidates);
}

void StageSteps::start(const StageRecord &stage)
{
    StartStage start;
    start.stage = stage.id;
    const EntryId entry = m_context.submit(start.command(m_context.acting()));
    CommandSink &commands = m_context.commands();
    m_context.say(tr("Started %1").arg(stage.name), [&commands, entry] { commands.withdraw(entry); });
}

} // namespace projective
