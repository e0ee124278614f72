#pragma once

#include "models/nextstep.h"
#include "models/stagefiltermodel.h"

// Words of the pages about stages and money, chosen from the meaning that models give.
namespace projective::words {

/// The verb on a button. Steps that move money name the amount and the workspace: "Release 1,200.00 GBP as Northwind
/// Ltd"; those that open a dialog end in an ellipsis.
[[nodiscard]] QString stepVerb(const NextStep &next, const QString &actingName);
/// The verb alone, for menus, headings and the board.
[[nodiscard]] QString stepName(Step step);
/// Why it can't be done now and who can: "Needs 300.00 GBP in escrow. Mara can fund it". Empty when it can.
[[nodiscard]] QString blocker(const NextStep &next);
/// A heading of My work: "To review".
[[nodiscard]] QString workSection(Step step);
/// What a date of My work means: "Approves itself in 9 d".
[[nodiscard]] QString workDate(Step step, const QDateTime &date, const QDateTime &now);

[[nodiscard]] QString price(const StageRecord &stage);
[[nodiscard]] QString stageType(const QString &type);
[[nodiscard]] QString ipMode(const QString &mode);
[[nodiscard]] QString budgetType(const QString &type);
[[nodiscard]] QString assignmentStatus(const StageRecord &stage);
/// Who works on it, or that nobody does, or that it is not for this viewer to see.
[[nodiscard]] QString assignee(const StageRecord &stage);
[[nodiscard]] QString submissionDecision(const QString &decision);
[[nodiscard]] QString revisionType(const QString &type);
[[nodiscard]] QString revisionStatus(const QString &status, const QString &answer);
[[nodiscard]] QString escrowStatus(const QString &status);
[[nodiscard]] QString transactionReason(const QString &reason);
[[nodiscard]] QString groupName(StageFilterModel::Key key);
/// "12 Dec (in 20 d)"; empty without a date.
[[nodiscard]] QString dueDate(const QDateTime &due, const QDateTime &now);
/// "12 Dec", with the year where it is another.
[[nodiscard]] QString shortDate(const QDateTime &time, const QDateTime &now);
/// Empty for None; else what the small clock or red mark beside a row means.
[[nodiscard]] QString pending(PendingState state);

} // namespace projective::words
