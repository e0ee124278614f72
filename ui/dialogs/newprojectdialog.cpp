#include "ui/dialogs/newprojectdialog.h"

#include "sync/commands/create_project.h"
#include "ui/pages/pagecontext.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace projective {

NewProjectDialog::NewProjectDialog(PageContext &context, QWidget *parent)
    : FormDialog(context, tr("New project of %1").arg(context.actingName()), false, parent)
    , m_name(new QLineEdit(this))
    , m_description(new QPlainTextEdit(this))
    , m_visibility(new QComboBox(this))
{
    setIntroduction(tr("It begins as a draft: add stages, then activate it. It gets a channel #general."));
    m_name->setMaxLength(200);
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(96);
    m_visibility->addItem(tr("Only people you invite"), QStringLiteral("invite_only"));
    m_visibility->addItem(tr("Shown in the market"), QStringLiteral("public"));
    addField(tr("Title"), m_name);
    addField(tr("Description"), m_description);
    addField(tr("Visible to"), m_visibility);
    setVerb(tr("Create project"));
    connect(m_name, &QLineEdit::textChanged, this, &NewProjectDialog::check);
    check();
}

QString NewProjectDialog::blocker(const PageContext &context)
{
    if (context.acting().isNull() || context.acting().kind != WorkspaceKind::Business)
        return tr("Businesses start projects. Switch to one of yours.");
    return context.rights().hires
        ? QString()
        : tr("The owner, administrators and hiring managers of %1 start its projects.").arg(context.actingName());
}

FormProblem NewProjectDialog::problem() const
{
    return m_name->text().trimmed().isEmpty() ? tr("Give it a title.") : QString();
}

void NewProjectDialog::submit()
{
    CreateProject create;
    create.project = ProjectId(newUuid());
    create.channel = ChannelId(newUuid());
    create.title = m_name->text().trimmed();
    create.description = m_description->toPlainText().trimmed();
    create.visibility = m_visibility->currentData().toString();
    const EntryId entry = context().submit(create.command(context().acting()));
    CommandSink &commands = context().commands();
    context().say(tr("Created %1").arg(create.title), [&commands, entry] { commands.withdraw(entry); });
    Q_EMIT created(create.project);
}

} // namespace projective
