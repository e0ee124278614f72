#pragma once

#include "models/activitymodel.h"
#include "models/nextstep.h"
#include "models/revisionlistmodel.h"
#include "models/splitmodel.h"
#include "models/stagelistmodel.h"
#include "models/submissionlistmodel.h"

#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QAction;
class QFormLayout;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class DisputePanel;
class EscrowBar;
class PageContext;
class PrimaryButton;
class SectionHeader;
class StageBadge;
class StageSteps;
class StageStepper;
class TextLabel;

/// Everything about one stage: where it stands, the one next step, the clock, its money, terms, hire, submissions,
/// revisions and history.
class StageInspector : public QScrollArea
{
    Q_OBJECT
public:
    StageInspector(PageContext &context, StageSteps &steps, QWidget *parent = nullptr);

    /// Null shows nothing.
    void showStage(StageId stage);
    [[nodiscard]] StageId stage() const { return m_id; }
    /// The one step forward, as its button says it, and the one back beside it (ask for changes, or decline). Hidden
    /// where there is none.
    [[nodiscard]] QAction *nextAction() const { return m_next; }
    [[nodiscard]] QAction *backAction() const { return m_back; }
    /// Shows the name of the project too: where the stage stands outside of it.
    void setWithProject(bool with) { m_withProject = with; }

Q_SIGNALS:
    void closeRequested();
    void projectRequested(const QUuid &project);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void wrapVerb();
    void build();
    void buildHead(QVBoxLayout *layout);
    void buildMoney(QVBoxLayout *layout);
    [[nodiscard]] QVBoxLayout *addSection(QVBoxLayout *layout, SectionHeader *&header, const QString &title);
    void reopen();
    void fill();
    void fillSteps(const StageRecord &stage);
    void fillClock(const StageRecord &stage);
    void fillMoney(const StageRecord &stage);
    void fillFacts(const StageRecord &stage);
    void fillSplit(const StageRecord &stage);
    void fillSubmissions();
    void fillRevisions();
    void fillActivity();
    void addFact(const QString &label, const QString &value, const QString &toolTip = {});
    /// A heading line, a muted line and a text, stacked; empty ones are left out.
    void addEntry(
        QVBoxLayout *layout, const QString &head, const QString &about, const QString &text, bool pending = false);
    [[nodiscard]] const StageRecord *current() const;

    PageContext &m_context;
    StageSteps &m_steps;
    StageId m_id;
    bool m_withProject = false;
    QString m_verb; ///< of the primary button, in one line
    QAction *m_next = nullptr;
    QAction *m_back = nullptr;
    Step m_backStep = Step::None;
    StageListModel m_stage;
    SplitModel m_splits;
    SubmissionListModel m_submissions;
    RevisionListModel m_revisions;
    ActivityModel m_activity;

    TextLabel *m_name = nullptr;
    QPushButton *m_project = nullptr;
    StageBadge *m_badge = nullptr;
    StageStepper *m_stepper = nullptr;
    PrimaryButton *m_primary = nullptr;
    TextLabel *m_reason = nullptr;
    QPushButton *m_second = nullptr;
    TextLabel *m_clock = nullptr;
    TextLabel *m_pending = nullptr;
    QWidget *m_moneyBox = nullptr;
    EscrowBar *m_escrow = nullptr;
    TextLabel *m_escrowWords = nullptr;
    DisputePanel *m_disputes = nullptr;
    QFormLayout *m_facts = nullptr;
    TextLabel *m_description = nullptr;
    SectionHeader *m_splitHead = nullptr;
    SectionHeader *m_submissionHead = nullptr;
    SectionHeader *m_revisionHead = nullptr;
    SectionHeader *m_activityHead = nullptr;
    QVBoxLayout *m_splitBox = nullptr;
    QVBoxLayout *m_submissionBox = nullptr;
    QVBoxLayout *m_revisionBox = nullptr;
    QVBoxLayout *m_activityBox = nullptr;
};

} // namespace projective
