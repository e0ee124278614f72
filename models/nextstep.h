#pragma once

#include "models/stagerecord.h"

#include <QSet>

namespace projective {

class CommandRules;

/// What can be done with a stage: the verbs of commands, and approving with the release of its money in one act.
enum class Step {
    None,
    Assign,
    Accept,
    Decline,
    Fund,
    Start,
    Submit,
    RequestRevision,
    AnswerRevision,
    Approve,
    ApproveAndRelease,
    Release,
};

/// Why a step can't be taken now.
enum class Blocker {
    None,
    NotLegal, ///< the stage's status does not lead there
    Closed,
    Frozen, ///< disputed money
    NotYours, ///< others can: see `who`
    ProjectDraft,
    ProjectOnHold,
    ProjectClosed,
    NeedsFunding, ///< see `money` and `who`
    InvitationOver, ///< it lapsed
    ReviewOver, ///< the review time ran out: it approves itself
    Held, ///< one of its steps was confirmed and is about to be sent
    Offline,
};

struct NextStep {
    Step step = Step::None;
    Blocker blocker = Blocker::None;
    QString who; ///< names of those who can, or of their workspace; empty: nobody in particular
    Money money; ///< what the step moves, or what is missing
    [[nodiscard]] bool isEnabled() const { return step != Step::None && blocker == Blocker::None; }
    friend bool operator==(const NextStep &, const NextStep &) = default;
};

/// What the answer depends on besides the stage.
struct Circumstances {
    bool online = false;
    QDateTime now;
    QSet<QUuid> held = {}; ///< stages with a step that is about to be sent
};

/// The command of a step, "approve_stage"; empty for None.
[[nodiscard]] QString commandOf(Step step);

/// Whether `step` can be taken with the stage now, and if not, why and who can. Pure.
[[nodiscard]] NextStep judge(Step step, const StageRecord &stage, const CommandRules &rules, const Circumstances &now);
/// The one step that this viewer's screen offers: what the stage waits for, from where they stand. Pure.
[[nodiscard]] NextStep nextStep(const StageRecord &stage, const CommandRules &rules, const Circumstances &now);
/// Whether the step is the viewer's to take, though it may have to wait: for the connection, or for one under way.
[[nodiscard]] bool waitsForViewer(const NextStep &next);
/// What moving a stage to the board's column of another status means. Pure.
[[nodiscard]] NextStep stepTowards(
    const QString &status, const StageRecord &stage, const CommandRules &rules, const Circumstances &now);

} // namespace projective

Q_DECLARE_METATYPE(projective::NextStep)
