#include "ui/dialogs/revisiondialog.h"

#include "models/commandrules.h"
#include "sync/commands/request_revision.h"
#include "ui/pages/pagecontext.h"
#include "ui/widgets/textlabel.h"

#include <QPlainTextEdit>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace projective {

namespace {

/// Where the server takes no answer, the work simply goes on.
QString whatMajorMeans(const StageRecord &stage, const CommandRules &rules)
{
    if (!rules.knows(QStringLiteral("answer_revision")))
        return RevisionDialog::tr(
            "They don't count against the included rounds. %1 hands in a new version once they are done.")
            .arg(stage.assigneeName);
    return RevisionDialog::tr("%1 has %Ln days to accept them, to ask for more money, or to decline.", nullptr,
        rules.number(QStringLiteral("major_revision_answer_days"), 5))
        .arg(stage.assigneeName);
}

} // namespace

RevisionDialog::RevisionDialog(
    PageContext &context, const StageRecord &stage, const CommandRules &rules, QWidget *parent)
    : FormDialog(context, tr("Request changes to %1").arg(stage.name), false, parent)
    , m_stage(stage)
    , m_minor(new QRadioButton(this))
    , m_major(new QRadioButton(tr("Major changes"), this))
    , m_reason(new QPlainTextEdit(this))
{
    const int rounds = rules.includedRounds();
    const bool used = stage.minorRounds >= rounds;
    m_minor->setText(tr("Minor changes (%1 of %2 rounds used)")
                         .arg(QLocale().toString(stage.minorRounds), QLocale().toString(rounds)));
    m_minor->setEnabled(!used);
    const QString why = used ? tr("The included rounds are used up. Major changes are still possible.") : QString();
    m_minor->setToolTip(why);
    m_minor->setAccessibleDescription(why);
    (used ? m_major : m_minor)->setChecked(true);
    const QString aboutMajor = whatMajorMeans(stage, rules);
    m_major->setAccessibleDescription(aboutMajor);
    auto *hint = new TextLabel(theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    hint->setFit(TextLabel::Fit::Wrap);
    hint->setText(used ? why + QLatin1Char(' ') + aboutMajor : aboutMajor);
    m_reason->setTabChangesFocus(true);
    m_reason->setMinimumHeight(120);
    m_reason->setPlaceholderText(tr("What should change, and why"));
    auto *kinds = new QVBoxLayout;
    kinds->setSpacing(Theme::halfGrid);
    kinds->addWidget(m_minor);
    kinds->addWidget(m_major);
    // Under the words of the choice that it is about.
    auto *indented = new QHBoxLayout;
    indented->addSpacing(style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
        + style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing));
    indented->addWidget(hint, 1);
    kinds->addLayout(indented);
    body()->addLayout(kinds);
    body()->addSpacing(Theme::grid);
    m_reason->setAccessibleName(tr("Reason"));
    body()->addWidget(m_reason, 1);
    setVerb(tr("Request changes as %1").arg(context.actingName()));
    connect(m_reason, &QPlainTextEdit::textChanged, this, &RevisionDialog::check);
    m_reason->setFocus();
    check();
}

FormProblem RevisionDialog::problem() const
{
    return m_reason->toPlainText().trimmed().isEmpty() ? tr("Say what should change.") : QString();
}

void RevisionDialog::submit()
{
    RequestRevision request;
    request.request = RevisionRequestId(newUuid());
    request.stage = m_stage.id;
    request.type = m_major->isChecked() ? QStringLiteral("major") : QStringLiteral("minor");
    request.reason = m_reason->toPlainText().trimmed();
    const EntryId entry = context().submit(request.command(context().acting()));
    CommandSink &commands = context().commands();
    context().say(tr("Asked for changes to %1").arg(m_stage.name), [&commands, entry] { commands.withdraw(entry); });
}

} // namespace projective
