#include "ui/pages/stagewords.h"

#include "ui/pages/pagecontext.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace projective::words {

namespace {

struct StageWords {
    Q_DECLARE_TR_FUNCTIONS(StageWords)
};

/// A code of a closed set and its word; the code itself where a newer server has another.
struct CodeWord {
    const char *code;
    const char *word;
};

template <size_t Size>
QString wordOf(const CodeWord (&table)[Size], const QString &code)
{
    for (const CodeWord &row : table) {
        if (code == QLatin1String(row.code))
            return StageWords::tr(row.word);
    }
    return QString(code).replace(QLatin1Char('_'), QLatin1Char(' '));
}

constexpr CodeWord stageTypes[] = {
    {"file_based", QT_TRANSLATE_NOOP("StageWords", "Files")},
    {"session", QT_TRANSLATE_NOOP("StageWords", "Session")},
    {"group_session", QT_TRANSLATE_NOOP("StageWords", "Group session")},
    {"management", QT_TRANSLATE_NOOP("StageWords", "Management")},
    {"maintenance", QT_TRANSLATE_NOOP("StageWords", "Maintenance")},
};
constexpr CodeWord ipModes[] = {
    {"exclusive_transfer", QT_TRANSLATE_NOOP("StageWords", "All rights are transferred")},
    {"licensed_use", QT_TRANSLATE_NOOP("StageWords", "Licensed use")},
    {"template_only", QT_TRANSLATE_NOOP("StageWords", "Template only")},
    {"internal_only", QT_TRANSLATE_NOOP("StageWords", "Internal use only")},
};
constexpr CodeWord budgetTypes[] = {
    {"fixed", QT_TRANSLATE_NOOP("StageWords", "Fixed price")},
    {"cap", QT_TRANSLATE_NOOP("StageWords", "Up to a cap")},
    {"free", QT_TRANSLATE_NOOP("StageWords", "Free of charge")},
};
constexpr CodeWord decisions[] = {
    {"approved", QT_TRANSLATE_NOOP("StageWords", "Approved")},
    {"revisions", QT_TRANSLATE_NOOP("StageWords", "Changes requested")},
    {"withdrawn", QT_TRANSLATE_NOOP("StageWords", "Withdrawn")},
};
constexpr CodeWord escrowStates[] = {
    {"funded", QT_TRANSLATE_NOOP("StageWords", "Held")},
    {"released", QT_TRANSLATE_NOOP("StageWords", "Released")},
    {"refunded", QT_TRANSLATE_NOOP("StageWords", "Refunded")},
    {"disputed", QT_TRANSLATE_NOOP("StageWords", "In dispute")},
};
constexpr CodeWord reasons[] = {
    {"top_up", QT_TRANSLATE_NOOP("StageWords", "Top-up")},
    {"escrow_fund", QT_TRANSLATE_NOOP("StageWords", "Into escrow")},
    {"escrow_release", QT_TRANSLATE_NOOP("StageWords", "Payment")},
    {"escrow_refund", QT_TRANSLATE_NOOP("StageWords", "Refund")},
    {"team_split", QT_TRANSLATE_NOOP("StageWords", "Team share")},
    {"platform_fee", QT_TRANSLATE_NOOP("StageWords", "Platform fee")},
    {"payout", QT_TRANSLATE_NOOP("StageWords", "Payout")},
    {"payout_reversal", QT_TRANSLATE_NOOP("StageWords", "Payout returned")},
    {"asset_purchase", QT_TRANSLATE_NOOP("StageWords", "Asset bought")},
    {"asset_sale", QT_TRANSLATE_NOOP("StageWords", "Asset sold")},
};

QString whoCan(const QString &who, const QString &withName, const QString &withoutName)
{
    return who.isEmpty() ? withoutName : withName.arg(isolated(who));
}

QString notYours(const NextStep &next)
{
    const QString nobody = StageWords::tr("This is for others to do.");
    switch (next.step) {
    case Step::Assign:
        return whoCan(next.who, StageWords::tr("%1 can assign it."), nobody);
    case Step::Accept:
    case Step::Decline:
        return whoCan(next.who, StageWords::tr("Waits for the answer of %1."), nobody);
    case Step::Fund:
        return whoCan(next.who, StageWords::tr("%1 can fund it."), nobody);
    case Step::Start:
        return whoCan(next.who, StageWords::tr("%1 can start the work."), nobody);
    case Step::Submit:
        return whoCan(next.who, StageWords::tr("%1 can submit it."), nobody);
    case Step::RequestRevision:
        return whoCan(next.who, StageWords::tr("%1 can request changes."), nobody);
    case Step::AnswerRevision:
        return whoCan(next.who, StageWords::tr("Waits for the answer of %1."), nobody);
    case Step::Approve:
    case Step::ApproveAndRelease:
        return whoCan(next.who, StageWords::tr("%1 can approve it."), nobody);
    case Step::Release:
        return whoCan(next.who, StageWords::tr("%1 can release the money."), nobody);
    case Step::None:
        break;
    }
    return nobody;
}

} // namespace

QString stepName(Step step)
{
    switch (step) {
    case Step::Assign:
        return StageWords::tr("Assign");
    case Step::Accept:
        return StageWords::tr("Accept");
    case Step::Decline:
        return StageWords::tr("Decline");
    case Step::Fund:
        return StageWords::tr("Fund");
    case Step::Start:
        return StageWords::tr("Start work");
    case Step::Submit:
        return StageWords::tr("Submit");
    case Step::RequestRevision:
        return StageWords::tr("Request changes");
    case Step::AnswerRevision:
        return StageWords::tr("Answer the change request");
    case Step::Approve:
        return StageWords::tr("Approve");
    case Step::ApproveAndRelease:
        return StageWords::tr("Approve and release");
    case Step::Release:
        return StageWords::tr("Release");
    case Step::None:
        break;
    }
    return {};
}

QString stepVerb(const NextStep &next, const QString &actingName)
{
    const bool others = next.blocker == Blocker::NotYours || next.money.cents <= 0;
    switch (next.step) {
    case Step::Fund:
        return others ? stepName(next.step) : StageWords::tr("Fund %1 as %2").arg(formatMoney(next.money), actingName);
    case Step::ApproveAndRelease:
        return others ? stepName(next.step)
                      : StageWords::tr("Approve and release %1 as %2").arg(formatMoney(next.money), actingName);
    case Step::Release:
        return others ? stepName(next.step)
                      : StageWords::tr("Release %1 as %2").arg(formatMoney(next.money), actingName);
    case Step::Assign:
    case Step::Submit:
    case Step::RequestRevision:
    case Step::AnswerRevision:
        return StageWords::tr("%1…").arg(stepName(next.step));
    default:
        return stepName(next.step);
    }
}

QString blocker(const NextStep &next)
{
    switch (next.blocker) {
    case Blocker::None:
        return {};
    case Blocker::NotLegal:
        return StageWords::tr("The stage's state does not lead there.");
    case Blocker::Closed:
        return StageWords::tr("The stage is closed.");
    case Blocker::Frozen:
        return StageWords::tr("Money of this stage is in dispute. It moves again once that is decided.");
    case Blocker::NotYours:
        return notYours(next);
    case Blocker::ProjectDraft:
        return StageWords::tr("The project is a draft. Its buyer has to activate it first.");
    case Blocker::ProjectOnHold:
        return StageWords::tr("The project is on hold. Its buyer can resume it.");
    case Blocker::ProjectClosed:
        return StageWords::tr("The project is closed.");
    case Blocker::NeedsFunding:
        return whoCan(next.who, StageWords::tr("Needs %1 in escrow. %2 can fund it.").arg(formatMoney(next.money)),
            StageWords::tr("Needs %1 in escrow.").arg(formatMoney(next.money)));
    case Blocker::InvitationOver:
        return StageWords::tr("The offer has lapsed. Its buyer can send a new one.");
    case Blocker::ReviewOver:
        return StageWords::tr("The time for review is over; the stage approves itself.");
    case Blocker::Held:
        return StageWords::tr("A step of this stage is about to be sent. Undo that first to do something else.");
    case Blocker::Offline:
        return PageContext::offlineReason();
    }
    return {};
}

QString workSection(Step step)
{
    switch (step) {
    case Step::Approve:
    case Step::ApproveAndRelease:
        return StageWords::tr("To review");
    case Step::AnswerRevision:
        return StageWords::tr("To answer");
    case Step::Release:
        return StageWords::tr("To release");
    case Step::Fund:
        return StageWords::tr("To fund");
    case Step::Accept:
        return StageWords::tr("Offers to you");
    case Step::Start:
        return StageWords::tr("To start");
    case Step::Submit:
        return StageWords::tr("To submit");
    default:
        return stepName(step);
    }
}

QString workDate(Step step, const QDateTime &date, const QDateTime &now)
{
    if (!date.isValid())
        return {};
    const QString when = relativeTime(date, now);
    switch (step) {
    case Step::Approve:
    case Step::ApproveAndRelease:
        //: %1 is a time such as "in 9 d"
        return StageWords::tr("Approves itself %1").arg(when);
    case Step::AnswerRevision:
        return StageWords::tr("Answer %1").arg(when);
    case Step::Accept:
        return StageWords::tr("Lapses %1").arg(when);
    default:
        return date < now ? StageWords::tr("Was due %1").arg(when) : StageWords::tr("Due %1").arg(when);
    }
}

QString price(const StageRecord &stage)
{
    if (stage.isFree())
        return StageWords::tr("Free");
    if (stage.price.cents <= 0)
        return {};
    const QString amount = formatMoney(stage.price);
    return stage.budgetType == QLatin1String("cap") ? StageWords::tr("up to %1").arg(amount) : amount;
}

QString stageType(const QString &type)
{
    return wordOf(stageTypes, type);
}

QString ipMode(const QString &mode)
{
    return mode.isEmpty() ? QString() : wordOf(ipModes, mode);
}

QString budgetType(const QString &type)
{
    return wordOf(budgetTypes, type);
}

QString assignmentStatus(const StageRecord &stage)
{
    if (stage.assignment.isNull())
        return StageWords::tr("Nobody yet");
    if (!stage.assignmentLive) {
        return stage.state() == StageState::Paid ? StageWords::tr("Done", "assignment")
                                                 : StageWords::tr("Declined", "assignment");
    }
    if (stage.assignmentStatus == QLatin1String("invited"))
        return StageWords::tr("Invited", "assignment");
    return stage.assignmentStatus == QLatin1String("accepted") ? StageWords::tr("Accepted", "assignment")
                                                               : StageWords::tr("At work", "assignment");
}

QString assignee(const StageRecord &stage)
{
    if (const QString name = stage.worker(); !name.isEmpty())
        return name;
    return stage.isWorkerHidden() ? StageWords::tr("Someone else") : assignmentStatus({});
}

QString submissionDecision(const QString &decision)
{
    return decision.isEmpty() ? StageWords::tr("In review") : wordOf(decisions, decision);
}

QString revisionType(const QString &type)
{
    return type == QLatin1String("major") ? StageWords::tr("Major changes") : StageWords::tr("Minor changes");
}

QString revisionStatus(const QString &status, const QString &answer)
{
    if (answer == QLatin1String("declined"))
        return StageWords::tr("Declined", "change request");
    if (status == QLatin1String("resolved"))
        return StageWords::tr("Done", "change request");
    return status == QLatin1String("in_progress") ? StageWords::tr("In progress", "change request")
                                                  : StageWords::tr("Open", "change request");
}

QString escrowStatus(const QString &status)
{
    return wordOf(escrowStates, status);
}

QString transactionReason(const QString &reason)
{
    return wordOf(reasons, reason);
}

QString groupName(StageFilterModel::Key key)
{
    switch (key) {
    case StageFilterModel::Key::Order:
        return StageWords::tr("Order");
    case StageFilterModel::Key::Name:
        return StageWords::tr("Name");
    case StageFilterModel::Key::State:
        return StageWords::tr("State");
    case StageFilterModel::Key::DueDate:
        return StageWords::tr("Due date");
    case StageFilterModel::Key::Price:
        return StageWords::tr("Price");
    case StageFilterModel::Key::Assignee:
        return StageWords::tr("Assignee");
    }
    return {};
}

QString shortDate(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const QDate date = time.toLocalTime().date();
    // The year only where day and month could be mistaken for a nearer one.
    const bool thisYear = qAbs(date.daysTo(now.toLocalTime().date())) < 300;
    return unbroken(QLocale().toString(date, thisYear ? StageWords::tr("d MMM") : StageWords::tr("d MMM yyyy")));
}

QString dueDate(const QDateTime &due, const QDateTime &now)
{
    if (!due.isValid())
        return {};
    const qint64 days = now.toLocalTime().date().daysTo(due.toLocalTime().date());
    QString text = StageWords::tr("%1 (today)");
    if (days < 0)
        text = StageWords::tr("%1 (%Ln d late)", nullptr, static_cast<int>(-days));
    else if (days > 0)
        text = StageWords::tr("%1 (in %Ln d)", nullptr, static_cast<int>(days));
    // In a narrow column what stands in brackets may go onto the next line.
    return unbroken(text.arg(shortDate(due, now))).replace(QStringLiteral("\u00a0("), QStringLiteral(" ("));
}

QString pending(PendingState state)
{
    switch (state) {
    case PendingState::None:
        return {};
    case PendingState::Waiting:
        return StageWords::tr("Saved here, waits to be sent");
    case PendingState::Refused:
        return StageWords::tr("Refused: see Needs attention");
    }
    return {};
}

} // namespace projective::words
