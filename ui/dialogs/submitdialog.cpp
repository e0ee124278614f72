#include "ui/dialogs/submitdialog.h"

#include "models/commandrules.h"
#include "sync/commands/submit_stage.h"
#include "ui/pages/pagecontext.h"

#include <QPlainTextEdit>

namespace projective {

SubmitDialog::SubmitDialog(PageContext &context, const StageRecord &stage, const CommandRules &rules, QWidget *parent)
    : FormDialog(context, tr("Submit %1").arg(stage.name), false, parent)
    , m_stage(stage)
    , m_notes(new QPlainTextEdit(this))
{
    const int days = rules.number(QStringLiteral("auto_approve_days"), 14);
    setIntroduction(
        tr("This becomes version %1. %2 then has %Ln days to review it; after that it is approved by itself.", nullptr,
            days)
            .arg(QLocale().toString(stage.submissionVersion + 1), stage.businessName));
    m_notes->setTabChangesFocus(true);
    m_notes->setMinimumHeight(144);
    m_notes->setPlaceholderText(tr("What is done, and where to look first"));
    addField(tr("Notes"), m_notes);
    setVerb(tr("Submit as %1").arg(context.actingName()));
    check();
}

FormProblem SubmitDialog::problem() const
{
    return m_notes->toPlainText().trimmed().isEmpty() ? tr("Say in a line what you hand in.") : QString();
}

void SubmitDialog::submit()
{
    SubmitStage submission;
    submission.submission = SubmissionId(newUuid());
    submission.stage = m_stage.id;
    submission.notes = m_notes->toPlainText().trimmed();
    submission.expectedStatus = m_stage.status;
    const EntryId entry = context().submit(submission.command(context().acting()));
    CommandSink &commands = context().commands();
    context().say(tr("Submitted %1").arg(m_stage.name), [&commands, entry] { commands.withdraw(entry); });
}

} // namespace projective
