#include "models/nextstep.h"

#include "models/commandrules.h"

#include <algorithm>
#include <iterator>

namespace projective {

namespace {

struct StepRow {
    Step step;
    const char *command;
    const char *entity; ///< whose status it changes; null: none that stands in the rules
    const char *to; ///< the status that it leads to
};

constexpr StepRow steps[] = {
    {Step::Assign, "assign_stage", "stage", "assigned"},
    {Step::Accept, "accept_assignment", "assignment", "accepted"},
    {Step::Decline, "decline_assignment", "stage", "open"},
    {Step::Fund, "fund_stages", "escrow", "funded"},
    {Step::Start, "start_stage", "stage", "in_progress"},
    {Step::Submit, "submit_stage", "stage", "submitted"},
    {Step::RequestRevision, "request_revision", "stage", "revisions"},
    {Step::AnswerRevision, "answer_revision", nullptr, nullptr},
    {Step::Approve, "approve_stage", "stage", "approved"},
    {Step::ApproveAndRelease, "approve_stage", "stage", "approved"},
    {Step::Release, "release_stage", "stage", "paid"},
};

const StepRow *rowOf(Step step)
{
    const auto row = std::find_if(std::begin(steps), std::end(steps), [&](const StepRow &r) { return r.step == step; });
    return row == std::end(steps) ? nullptr : row;
}

enum class Side { Hirer, Funder, Answerer, Worker };

Side sideOf(Step step)
{
    switch (step) {
    case Step::Accept:
    case Step::Decline:
    case Step::AnswerRevision:
        return Side::Answerer;
    case Step::Start:
    case Step::Submit:
        return Side::Worker;
    case Step::Fund:
    case Step::Release:
        return Side::Funder;
    default:
        return Side::Hirer;
    }
}

QString whoCan(Side side, const StageRecord &stage)
{
    const auto orElse
        = [](const QString &names, const QString &workspace) { return names.isEmpty() ? workspace : names; };
    switch (side) {
    case Side::Hirer:
        return orElse(stage.hirerNames, stage.businessName);
    case Side::Funder:
        return orElse(stage.funderNames, stage.businessName);
    case Side::Answerer:
        return orElse(stage.leadNames, stage.assigneeName);
    case Side::Worker:
        return stage.assigneeName;
    }
    return {};
}

bool mayAct(Step step, const StageRecord &stage)
{
    const Standing &standing = stage.standing;
    switch (sideOf(step)) {
    case Side::Hirer:
        return standing.hires && (step != Step::ApproveAndRelease || standing.funds || stage.releaseOnApprove);
    case Side::Funder:
        return standing.funds;
    case Side::Answerer:
        return standing.answers;
    case Side::Worker:
        return standing.works;
    }
    return false;
}

QString statusBefore(Step step, const StageRecord &stage)
{
    if (step == Step::Fund)
        return {}; // an escrow comes into being
    return step == Step::Accept ? stage.assignmentStatus : stage.status;
}

bool isLegal(const StepRow &row, const StageRecord &stage, const CommandRules &rules)
{
    const QLatin1String command(row.command);
    return row.entity
        ? rules.isLegal({QLatin1String(row.entity), statusBefore(row.step, stage), QLatin1String(row.to), command, {}})
        : rules.knows(command);
}

/// Hold and end block staffing, funding and starting; never submitting, approving or paying (api.check_running).
Blocker projectBlocker(Step step, const StageRecord &stage)
{
    if (step != Step::Assign && step != Step::Fund && step != Step::Start)
        return Blocker::None;
    if (stage.projectStatus == QLatin1String("on_hold"))
        return Blocker::ProjectOnHold;
    if (stage.projectStatus == QLatin1String("completed") || stage.projectStatus == QLatin1String("cancelled"))
        return Blocker::ProjectClosed;
    if (stage.projectStatus == QLatin1String("draft") && step == Step::Start)
        return Blocker::ProjectDraft;
    return Blocker::None;
}

bool wereDeclined(const StageRecord &stage)
{
    return stage.revisionAnswer == QLatin1String("declined");
}

/// The buyer may take the work as it is (api.give_up_changes): a no, silence past the date, or a price not paid.
bool areChangesGivenUp(const StageRecord &stage, const Circumstances &now)
{
    const bool silent
        = stage.revisionAnswer.isEmpty() && stage.revisionAnswerBy.isValid() && stage.revisionAnswerBy <= now.now;
    return wereDeclined(stage) || silent || stage.revisionExtraCents > 0;
}

Step approval(const StageRecord &stage)
{
    return stage.held().cents > 0 && (stage.standing.funds || stage.releaseOnApprove) ? Step::ApproveAndRelease
                                                                                      : Step::Approve;
}

/// What a stage waits for whose changes were requested.
Step awaitedOfChanges(const StageRecord &stage, const Circumstances &now)
{
    if (wereDeclined(stage))
        return approval(stage);
    if (stage.revisionType == QLatin1String("major") && stage.revisionAnswer.isEmpty())
        return stage.standing.hires && areChangesGivenUp(stage, now) ? approval(stage) : Step::AnswerRevision;
    return stage.missing().cents > 0 && !stage.standing.works ? Step::Fund : Step::Submit;
}

bool isPossible(Step step, const StageRecord &stage, const CommandRules &rules, const Circumstances &now)
{
    const StepRow *row = rowOf(step);
    if (!row || !isLegal(*row, stage, rules))
        return false;
    const bool changing = stage.status == QLatin1String("revisions");
    switch (step) {
    case Step::Fund:
        return (changing
                   || (stage.status == QLatin1String("assigned")
                       && stage.assignmentStatus == QLatin1String("accepted")))
            && stage.missing().cents > 0;
    case Step::Submit:
        return !changing || !wereDeclined(stage);
    case Step::Approve:
    case Step::ApproveAndRelease:
        return !changing || areChangesGivenUp(stage, now);
    case Step::Start:
        return stage.assignmentStatus == QLatin1String("accepted");
    case Step::AnswerRevision:
        return !stage.revision.isNull() && stage.revisionAnswer.isEmpty();
    case Step::Accept:
    case Step::Decline:
        return stage.assignmentLive;
    case Step::Release:
        return stage.held().cents > 0 || !stage.standing.funds;
    default:
        return true;
    }
}

Blocker blockerOf(Step step, const StageRecord &stage, const CommandRules &rules, const Circumstances &now)
{
    if (stage.isClosed())
        return Blocker::Closed;
    if (stage.disputedCents > 0)
        return Blocker::Frozen;
    if (!isPossible(step, stage, rules, now))
        return Blocker::NotLegal;
    const bool expired = stage.expiresAt.isValid() && stage.expiresAt <= now.now;
    if (expired && (step == Step::Accept || step == Step::Decline))
        return Blocker::InvitationOver;
    if (step == Step::RequestRevision && stage.autoApproveAt.isValid() && stage.autoApproveAt <= now.now)
        return Blocker::ReviewOver;
    if (!mayAct(step, stage))
        return Blocker::NotYours;
    if (const Blocker project = projectBlocker(step, stage); project != Blocker::None)
        return project;
    if ((step == Step::Start || step == Step::Submit) && stage.missing().cents > 0)
        return Blocker::NeedsFunding;
    if (now.held.contains(stage.id.uuid()))
        return Blocker::Held;
    return rules.needsServer(commandOf(step)) && !now.online ? Blocker::Offline : Blocker::None;
}

/// What the stage waits for, whoever has to do it.
Step awaited(const StageRecord &stage, const Circumstances &now)
{
    if (stage.isClosed())
        return Step::None;
    switch (stageState(stage.status)) {
    case StageState::Open:
        return Step::Assign;
    case StageState::Assigned:
        if (stage.assignmentStatus == QLatin1String("invited"))
            return Step::Accept;
        // The assignee sees Start with what it lacks; the buyer's side sees what would supply it.
        return stage.missing().cents > 0 && !stage.standing.works ? Step::Fund : Step::Start;
    case StageState::InProgress:
        return Step::Submit;
    case StageState::Revisions:
        return awaitedOfChanges(stage, now);
    case StageState::Submitted:
        return approval(stage);
    case StageState::Approved:
        return stage.isFree() || (stage.standing.funds && stage.held().cents <= 0) ? Step::None : Step::Release;
    default:
        return Step::None;
    }
}

} // namespace

QString commandOf(Step step)
{
    const StepRow *row = rowOf(step);
    return row ? QString(QLatin1String(row->command)) : QString();
}

NextStep judge(Step step, const StageRecord &stage, const CommandRules &rules, const Circumstances &now)
{
    NextStep next;
    next.step = step;
    if (step == Step::None)
        return next;
    next.blocker = blockerOf(step, stage, rules, now);
    next.who = next.blocker == Blocker::NeedsFunding ? whoCan(Side::Funder, stage) : whoCan(sideOf(step), stage);
    if (step == Step::Fund || next.blocker == Blocker::NeedsFunding)
        next.money = stage.missing();
    else if (step == Step::ApproveAndRelease || step == Step::Release)
        next.money = stage.held();
    return next;
}

NextStep nextStep(const StageRecord &stage, const CommandRules &rules, const Circumstances &now)
{
    const Step step = awaited(stage, now);
    // A server whose rules can't answer revisions takes the new version as the answer.
    if (step == Step::AnswerRevision && !isPossible(step, stage, rules, now))
        return judge(Step::Submit, stage, rules, now);
    return judge(step, stage, rules, now);
}

bool waitsForViewer(const NextStep &next)
{
    const bool yours
        = next.blocker == Blocker::None || next.blocker == Blocker::Held || next.blocker == Blocker::Offline;
    return next.step != Step::None && yours;
}

NextStep stepTowards(
    const QString &status, const StageRecord &stage, const CommandRules &rules, const Circumstances &now)
{
    // Approved money may go out in the same act: the column Paid then means approve and release.
    if (status == QLatin1String("paid") && stage.status == QLatin1String("submitted"))
        return judge(Step::ApproveAndRelease, stage, rules, now);
    for (const StepRow &row : steps) {
        const bool leadsThere = row.entity && row.to && status == QLatin1String(row.to)
            && QLatin1String(row.entity) == QLatin1String("stage");
        if (!leadsThere || !isLegal(row, stage, rules))
            continue;
        // An unfunded start is stopped by the money that it lacks, and the buyer can supply that in the same place.
        const bool lacksMoney = row.step == Step::Start && stage.standing.funds && stage.missing().cents > 0;
        return judge(lacksMoney ? Step::Fund : row.step, stage, rules, now);
    }
    NextStep refused;
    refused.blocker = stage.isClosed() ? Blocker::Closed
        : stage.disputedCents > 0      ? Blocker::Frozen
                                       : Blocker::NotLegal;
    return refused;
}

} // namespace projective
