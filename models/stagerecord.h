#pragma once

#include "models/stagestate.h"
#include "models/viewer.h"
#include "sync/base/money.h"
#include "sync/query/query.h"

#include <QDateTime>

namespace projective {

/// What the acting workspace may be to a stage. Rights come from the roles in business and team, as the server's do.
struct Standing {
    bool hires = false; ///< buyer side: assigns, asks for revisions, approves
    bool funds = false; ///< buyer side: moves its money
    bool works = false; ///< the assignee, or a member of its team who may submit
    bool answers = false; ///< binds the assignee: the freelancer, or a lead of the team
    friend bool operator==(const Standing &, const Standing &) = default;
};

/// Whether a row is touched by commands of this installation.
enum class PendingState { None, Waiting, Refused };

/// All that a screen says about one stage: the stage, its price, its hire, its money, its open revision, and what the
/// viewer may do. Statuses are the server's words (projects.*.status).
struct StageRecord {
    StageId id;
    ProjectId project;
    QString projectTitle;
    QString projectStatus;
    QString businessName;
    QString name;
    QString description;
    QString status;
    qint64 order = 0;
    QString type;
    QString ipMode;
    QDateTime dueDate;
    QDateTime completedAt;
    QDateTime autoApproveAt;
    QDateTime closedAt;
    QString closedReason;

    QString budgetType; ///< fixed, cap, free; empty when the viewer may not see it
    Money price;
    QString budgetNotes;

    AssignmentId assignment; ///< the live one, else the latest
    bool assignmentLive = false;
    QString assignmentStatus;
    QString assigneeType;
    QUuid assigneeId; ///< freelancer profile or team
    QString assigneeName;
    QString termsHash;
    QDateTime expiresAt;

    qint64 escrowedCents = 0; ///< all that was ever funded
    qint64 releasedCents = 0;
    qint64 refundedCents = 0;
    qint64 disputedCents = 0; ///< held by disputed escrows
    qint64 coveredCents = 0; ///< of the price itself, without extras for major revisions
    bool funded = false; ///< as the deal says, also to those who see no escrow

    RevisionRequestId revision; ///< the open one
    QString revisionType;
    QString revisionAnswer;
    QDateTime revisionAnswerBy;
    qint64 revisionExtraCents = 0; ///< what its changes cost more and is not in escrow yet, to those who see escrows
    int minorRounds = 0;
    SubmissionId submission; ///< the latest
    int submissionVersion = 0;
    QDateTime submittedAt;

    QString hirerNames; ///< people of the buyer who may hire; empty to outsiders
    QString funderNames; ///< and who may fund
    QString leadNames; ///< leads of the assigned team
    bool releaseOnApprove = false;
    Standing standing;
    PendingState pending = PendingState::None;

    [[nodiscard]] StageState state() const;
    /// Who works on it, or did; empty when that is nobody, or not for the viewer to see: a deal is its two sides' own.
    [[nodiscard]] QString worker() const;
    [[nodiscard]] bool isWorkerHidden() const;
    [[nodiscard]] bool isClosed() const { return closedAt.isValid(); }
    [[nodiscard]] bool isFree() const { return budgetType == QLatin1String("free"); }
    [[nodiscard]] Money held() const; ///< in escrow now, disputed included
    [[nodiscard]] Money
    missing() const; ///< to be funded before work may start, or before changes that cost more are handed in
};

/// The query for stages that fulfil `condition` (SQL over the aliases k, s, p, a; parameters from ?3 on). Invitations
/// whose stage the viewer can't see yet are among them, with what their terms say. `held` is asked first, of
/// project_stages alone: it keeps the work in proportion to what is shown.
[[nodiscard]] query::Query stageQuery(const Viewer &viewer, const QString &held, const QString &condition,
    const QVariantList &params, const QString &order = QStringLiteral("s.\"order\", k.id"));
[[nodiscard]] StageRecord readStage(const query::Row &row);

} // namespace projective

Q_DECLARE_METATYPE(projective::StageRecord)
