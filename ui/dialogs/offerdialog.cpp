#include "ui/dialogs/offerdialog.h"

#include "sync/commands/accept_assignment.h"
#include "sync/commands/decline_assignment.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/textlabel.h"

#include <QPlainTextEdit>
#include <QStyle>

namespace projective {

OfferDialog::OfferDialog(PageContext &context, Answer answer, const StageRecord &stage, QWidget *parent)
    : FormDialog(context, answer == Answer::Accept ? tr("Accept %1").arg(stage.name) : tr("Decline %1").arg(stage.name),
        false, parent)
    , m_answer(answer)
    , m_stage(stage)
{
    setMinimumWidth(480);
    if (answer == Answer::Accept) {
        setIntroduction(
            tr("You agree to these terms with %1. Work starts once the price is in escrow.").arg(stage.businessName));
        addTerm(tr("Price"), words::price(stage));
        addTerm(tr("Due"), words::dueDate(stage.dueDate, QDateTime::currentDateTimeUtc()));
        addTerm(tr("Rights"), words::ipMode(stage.ipMode));
        addTerm(tr("Kind"), words::stageType(stage.type));
        addTerm(tr("To deliver"), stage.description);
        addTerm(tr("Remarks"), stage.budgetNotes);
        setVerb(tr("Accept as %1").arg(context.actingName()));
    } else {
        m_reason = new QPlainTextEdit(this);
        m_reason->setTabChangesFocus(true);
        m_reason->setFixedHeight(96);
        m_reason->setPlaceholderText(tr("Optional; %1 reads it").arg(stage.businessName));
        addField(tr("Reason"), m_reason);
        limit(m_reason, 2000);
        setVerb(tr("Decline as %1").arg(context.actingName()));
    }
    check();
}

void OfferDialog::addTerm(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *term = new TextLabel(theme(), Theme::TextStyle::Body, Theme::Token::Text, this);
    term->setFit(TextLabel::Fit::Wrap);
    term->setText(value);
    term->setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignTop);
    addField(label, term);
    term->setAccessibleName(value);
}

void OfferDialog::submit()
{
    Command command;
    if (m_answer == Answer::Accept) {
        AcceptAssignment accept;
        accept.assignment = m_stage.assignment;
        accept.termsHash = m_stage.termsHash;
        command = accept.command(context().acting());
    } else {
        DeclineAssignment decline;
        decline.assignment = m_stage.assignment;
        decline.reason = m_reason->toPlainText().trimmed();
        decline.expectedStatus = m_stage.assignmentStatus;
        command = decline.command(context().acting());
    }
    const EntryId entry = context().submit(command);
    CommandSink &commands = context().commands();
    context().say(
        m_answer == Answer::Accept ? tr("Accepted %1").arg(m_stage.name) : tr("Declined %1").arg(m_stage.name),
        [&commands, entry] { commands.withdraw(entry); });
}

} // namespace projective
