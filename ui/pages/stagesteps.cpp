#include "ui/pages/stagesteps.h"

#include "sync/commands/start_stage.h"
#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/funddialog.h"
#include "ui/dialogs/offerdialog.h"
#include "ui/dialogs/releasedialog.h"
#include "ui/dialogs/revisiondialog.h"
#include "ui/dialogs/submitdialog.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"

namespace projective {

namespace {

template <typename Dialog, typename... Arguments>
void openOver(QWidget *over, PageContext &context, Arguments &&...arguments)
{
    auto *dialog = new Dialog(context, std::forward<Arguments>(arguments)..., over ? over->window() : nullptr);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
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
}

Circumstances StageSteps::now() const
{
    return {m_context.isOnline(), QDateTime::currentDateTimeUtc()};
}

NextStep StageSteps::next(const StageRecord &stage) const
{
    return nextStep(stage, m_rules, now());
}

NextStep StageSteps::judge(Step step, const StageRecord &stage) const
{
    return projective::judge(step, stage, m_rules, now());
}

int StageSteps::includedRounds() const
{
    return m_rules.setting(QStringLiteral("minor_revision_rounds")).toInt(2);
}

void StageSteps::take(const NextStep &next, const StageRecord &stage, QWidget *over)
{
    if (!next.isEnabled()) {
        m_context.say(words::blocker(next));
        return;
    }
    switch (next.step) {
    case Step::Assign:
        openOver<AssignDialog>(over, m_context, stage);
        return;
    case Step::Accept:
        openOver<OfferDialog>(over, m_context, OfferDialog::Answer::Accept, stage);
        return;
    case Step::Decline:
        openOver<OfferDialog>(over, m_context, OfferDialog::Answer::Decline, stage);
        return;
    case Step::Fund:
        fund({stage}, {}, over);
        return;
    case Step::Start:
        start(stage);
        return;
    case Step::Submit:
        openOver<SubmitDialog>(over, m_context, stage);
        return;
    case Step::RequestRevision:
        openOver<RevisionDialog>(over, m_context, stage, includedRounds());
        return;
    case Step::Approve:
    case Step::ApproveAndRelease:
    case Step::Release:
        openOver<ReleaseDialog>(over, m_context, next.step, stage);
        return;
    case Step::AnswerRevision:
    case Step::None:
        return;
    }
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
