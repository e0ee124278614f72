// What the inspector says about its stage.
#include "ui/pages/stageinspector.h"

#include "ui/pages/pagecontext.h"
#include "ui/pages/stagesteps.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/stagebadge.h"
#include "ui/widgets/stagestepper.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QAction>
#include <QFormLayout>
#include <QLayout>
#include <QLocale>
#include <QPushButton>
#include <QStyle>

namespace projective {

namespace {

constexpr int shownActivities = 12;

/// By the window's direction: a label aligns by that of its text, which would scatter Latin names in an Arabic window.
void alignLeading(QLabel *label)
{
    label->setAlignment(
        QStyle::visualAlignment(label->layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignTop);
}

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide(); // at once: deletion waits for the event loop
            widget->deleteLater();
        }
        if (QLayout *inner = item->layout())
            clear(inner);
        delete item;
    }
}

} // namespace

void StageInspector::fill()
{
    const StageRecord *stage = current();
    widget()->setVisible(stage != nullptr);
    if (!stage) {
        m_next->setVisible(false);
        m_back->setVisible(false);
        return;
    }
    m_name->setText(stage->name);
    m_project->setText(QString(stage->projectTitle).replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_project->setVisible(m_withProject);
    m_badge->setState(stage->state());
    m_stepper->setStage(stageState(stage->status), stage->state());
    m_pending->setText(words::pending(stage->pending));
    m_pending->setToken(stage->pending == PendingState::Refused ? Theme::Token::Bad : Theme::Token::Muted);
    m_pending->setVisible(stage->pending != PendingState::None);
    fillSteps(*stage);
    fillClock(*stage);
    fillMoney(*stage);
    fillFacts(*stage);
    fillSplit(*stage);
    for (TextLabel *label : {m_reason, m_clock, m_escrowWords, m_description, m_pending})
        alignLeading(label);
}

void StageInspector::fillSteps(const StageRecord &stage)
{
    const NextStep next = m_steps.next(stage);
    const QString reason = words::blocker(next);
    m_primary->setVisible(next.step != Step::None);
    m_verb = words::stepVerb(next, m_context.actingName());
    wrapVerb();
    m_primary->setBlocked(reason);
    m_next->setText(m_verb);
    m_next->setEnabled(reason.isEmpty());
    m_next->setToolTip(reason);
    m_next->setVisible(next.step != Step::None);
    m_reason->setText(stage.isClosed() ? tr("The stage is closed.") : reason);
    m_reason->setVisible(!m_reason->text().isEmpty());
    // Beside the step forward, the one that goes back: ask for changes, or decline.
    m_backStep = next.step == Step::Accept ? Step::Decline : Step::RequestRevision;
    const NextStep second = m_steps.judge(m_backStep, stage);
    const QString verb = words::stepVerb(second, m_context.actingName());
    m_second->setText(QString(verb).replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_back->setText(verb);
    m_second->setEnabled(second.isEnabled());
    m_back->setEnabled(second.isEnabled());
    m_second->setToolTip(words::blocker(second));
    m_back->setToolTip(words::blocker(second));
    m_second->setVisible(waitsForViewer(second));
    m_back->setVisible(waitsForViewer(second));
}

void StageInspector::fillClock(const StageRecord &stage)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QString words;
    QDateTime exact;
    if (stage.autoApproveAt.isValid() && stage.state() == StageState::Submitted) {
        exact = stage.autoApproveAt;
        words = tr("Approves itself %1").arg(words::relativeTime(exact, now));
    } else if (stage.revisionAnswerBy.isValid() && stage.revisionAnswer.isEmpty()
        && stage.state() == StageState::Revisions) {
        exact = stage.revisionAnswerBy;
        words = tr("%1 should answer the change request by %2").arg(stage.assigneeName, words::dueDate(exact, now));
    } else if (stage.expiresAt.isValid() && stage.assignmentLive) {
        exact = stage.expiresAt;
        words = tr("The offer lapses %1").arg(words::relativeTime(exact, now));
    }
    m_clock->setVisible(!words.isEmpty());
    m_clock->setText(words);
    m_clock->setToolTip(words::exactTime(exact));
    m_clock->setToken(exact.isValid() && exact < now.addDays(2) ? Theme::Token::Warn : Theme::Token::Muted);
}

void StageInspector::fillMoney(const StageRecord &stage)
{
    const qint64 held = stage.held().cents;
    const qint64 missing = stage.missing().cents;
    m_moneyBox->setVisible(stage.escrowedCents > 0 || missing > 0);
    const auto money = [&](qint64 cents) { return formatMoney({cents, stage.price.currency}); };
    QStringList parts;
    if (held > stage.disputedCents)
        parts.append(tr("%1 in escrow").arg(money(held - stage.disputedCents)));
    if (stage.disputedCents > 0)
        parts.append(tr("%1 in dispute").arg(money(stage.disputedCents)));
    if (stage.releasedCents > 0)
        parts.append(tr("%1 released").arg(money(stage.releasedCents)));
    if (stage.refundedCents > 0)
        parts.append(tr("%1 refunded").arg(money(stage.refundedCents)));
    if (missing > 0)
        parts.append(tr("%1 to be funded").arg(money(missing)));
    const QString words = parts.join(QStringLiteral(" · "));
    m_escrowWords->setText(words);
    m_escrow->setParts(
        {stage.releasedCents, stage.refundedCents, stage.disputedCents, held - stage.disputedCents, missing}, words);
}

void StageInspector::addFact(const QString &label, const QString &value, const QString &toolTip)
{
    if (value.isEmpty())
        return;
    auto *name = new TextLabel(m_context.theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, widget());
    name->setText(label);
    name->setMinimumWidth(72);
    name->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    auto *fact = new TextLabel(m_context.theme(), Theme::TextStyle::Body, Theme::Token::Text, widget());
    fact->setFit(TextLabel::Fit::Wrap);
    fact->setText(value);
    fact->setToolTip(toolTip);
    alignLeading(fact);
    fact->setAccessibleName(tr("%1: %2").arg(label, value));
    m_facts->addRow(name, fact);
}

void StageInspector::fillFacts(const StageRecord &stage)
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString hire = words::assignmentStatus(stage);
    addFact(tr("Assignee"),
        stage.assigneeName.isEmpty()
            ? words::assignee(stage)
            : tr("%1 · %2", "assignee and status").arg(words::isolated(stage.assigneeName), hire));
    const StageState state = stage.state();
    const bool done = state == StageState::Approved || state == StageState::Paid || state == StageState::Closed;
    // Nothing that is done is late.
    addFact(tr("Due"), done ? words::shortDate(stage.dueDate, now) : words::dueDate(stage.dueDate, now),
        words::exactTime(stage.dueDate));
    addFact(tr("Price"), words::price(stage));
    addFact(tr("Remarks"), stage.budgetNotes);
    addFact(tr("Rights"), words::ipMode(stage.ipMode));
    addFact(tr("Kind"), words::stageType(stage.type));
    addFact(tr("Buyer"), stage.businessName);
    m_description->setText(stage.description);
    m_description->setVisible(!stage.description.isEmpty());
}

void StageInspector::fillSplit(const StageRecord &stage)
{
    m_splits.showAssignment(stage.assignment);
    clear(m_splitBox);
    m_splitHead->setVisible(m_splits.rowCount() > 0);
    for (const SplitRecord &split : m_splits.records()) {
        const QString share = QLocale().toString(split.basisPoints / 100.0, 'f', split.basisPoints % 100 ? 2 : 0);
        addEntry(m_splitBox, split.memberName, tr("%1 %").arg(share), {});
    }
}

void StageInspector::addEntry(
    QVBoxLayout *layout, const QString &head, const QString &about, const QString &text, bool pending)
{
    auto *name = new TextLabel(m_context.theme(), Theme::TextStyle::Strong, Theme::Token::Text, widget());
    name->setFit(TextLabel::Fit::Wrap);
    name->setText(head);
    alignLeading(name);
    auto *line = new QHBoxLayout;
    line->setSpacing(Theme::grid);
    line->addWidget(name, 1);
    if (pending) {
        auto *clock = new QLabel(widget());
        clock->setPixmap(m_context.theme()
                             .icon(QStringLiteral("clock"))
                             .pixmap(QSize(Theme::iconSize, Theme::iconSize), devicePixelRatioF()));
        clock->setAccessibleName(words::pending(PendingState::Waiting));
        clock->setToolTip(words::pending(PendingState::Waiting));
        line->addWidget(clock);
    }
    auto *entry = new QVBoxLayout;
    entry->setSpacing(2);
    entry->addLayout(line);
    for (const auto &[words, style, token] : {std::tuple(about, Theme::TextStyle::Secondary, Theme::Token::Muted),
             std::tuple(text, Theme::TextStyle::Body, Theme::Token::Text)}) {
        if (words.isEmpty())
            continue;
        auto *label = new TextLabel(m_context.theme(), style, token, widget());
        label->setFit(TextLabel::Fit::Wrap);
        label->setText(words);
        alignLeading(label);
        entry->addWidget(label);
    }
    layout->addLayout(entry);
}

void StageInspector::fillSubmissions()
{
    clear(m_submissionBox);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_submissionHead->setVisible(m_submissions.rowCount() > 0);
    m_submissionHead->setCount(m_submissions.rowCount());
    for (const SubmissionRecord &submission : m_submissions.records()) {
        const QString head = submission.version > 0
            ? tr("Version %1 · %2")
                  .arg(QLocale().toString(submission.version), words::submissionDecision(submission.decision))
            : tr("New version");
        QString text = submission.notes;
        if (!submission.fileNames.isEmpty())
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + submission.fileNames;
        const QString when = words::relativeTime(submission.createdAt, now);
        addEntry(m_submissionBox, head,
            when.isEmpty() ? submission.submitterName : tr("%1, %2").arg(submission.submitterName, when), text,
            submission.pending);
    }
}

void StageInspector::fillRevisions()
{
    clear(m_revisionBox);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_revisionHead->setVisible(m_revisions.rowCount() > 0);
    int minor = 0;
    for (const RevisionRecord &request : m_revisions.records())
        minor += request.type == QLatin1String("minor") ? 1 : 0;
    m_revisionHead->setTitle(tr("Change requests · %1 of %2 rounds used")
                                 .arg(QLocale().toString(minor), QLocale().toString(m_steps.rules().includedRounds())));
    for (const RevisionRecord &request : m_revisions.records()) {
        const QString head
            = tr("%1 · %2", "kind of change request and its state")
                  .arg(words::revisionType(request.type), words::revisionStatus(request.status, request.answer));
        const QString when = words::relativeTime(request.createdAt, now);
        addEntry(m_revisionBox, head,
            when.isEmpty() ? request.requesterName : tr("%1, %2").arg(request.requesterName, when), request.reason,
            request.pending);
    }
}

void StageInspector::fillActivity()
{
    clear(m_activityBox);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_activityHead->setVisible(m_activity.rowCount() > 0);
    for (int row = 0; row < qMin(shownActivities, m_activity.rowCount()); ++row) {
        const ActivityRecord &activity = m_activity.record(row);
        auto *label = new TextLabel(m_context.theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, widget());
        label->setFit(TextLabel::Fit::Wrap);
        label->setText(tr("%1 · %2", "what happened and when")
                           .arg(words::activity(activity.kind, activity.actorName, activity.payload),
                               words::relativeTime(activity.createdAt, now)));
        label->setToolTip(words::exactTime(activity.createdAt));
        alignLeading(label);
        m_activityBox->addWidget(label);
    }
}

} // namespace projective
