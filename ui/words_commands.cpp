// What each command is called.
#include "ui/words.h"
#include "ui/wordtable.h"

#include <QCoreApplication>

namespace projective::words {

namespace {

/// The commands of db/commands/99_catalog.sql.
constexpr Word commands[] = {
    {"create_project", QT_TRANSLATE_NOOP("Commands", "Create project")},
    {"activate_project", QT_TRANSLATE_NOOP("Commands", "Activate project")},
    {"create_stage", QT_TRANSLATE_NOOP("Commands", "Add stage")},
    {"assign_stage", QT_TRANSLATE_NOOP("Commands", "Assign stage")},
    {"accept_assignment", QT_TRANSLATE_NOOP("Commands", "Accept offer")},
    {"decline_assignment", QT_TRANSLATE_NOOP("Commands", "Decline offer")},
    {"withdraw_assignment", QT_TRANSLATE_NOOP("Commands", "Withdraw offer")},
    {"fund_stages", QT_TRANSLATE_NOOP("Commands", "Fund stage")},
    {"start_stage", QT_TRANSLATE_NOOP("Commands", "Start work")},
    {"submit_stage", QT_TRANSLATE_NOOP("Commands", "Submit work")},
    {"request_revision", QT_TRANSLATE_NOOP("Commands", "Request changes")},
    {"answer_revision", QT_TRANSLATE_NOOP("Commands", "Answer change request")},
    {"approve_stage", QT_TRANSLATE_NOOP("Commands", "Approve stage")},
    {"release_stage", QT_TRANSLATE_NOOP("Commands", "Release payment")},
    {"send_message", QT_TRANSLATE_NOOP("Commands", "Send message")},
    {"edit_message", QT_TRANSLATE_NOOP("Commands", "Edit message")},
    {"delete_message", QT_TRANSLATE_NOOP("Commands", "Delete message")},
    {"mark_read", QT_TRANSLATE_NOOP("Commands", "Mark as read")},
    {"top_up_wallet", QT_TRANSLATE_NOOP("Commands", "Top up wallet")},
    {"switch_workspace", QT_TRANSLATE_NOOP("Commands", "Switch workspace")},
    {"cancel_stage", QT_TRANSLATE_NOOP("Commands", "Cancel stage")},
    {"update_notification_prefs", QT_TRANSLATE_NOOP("Commands", "Change notifications")},
    {"mark_notification_read", QT_TRANSLATE_NOOP("Commands", "Mark as read")},
    {"archive_notification", QT_TRANSLATE_NOOP("Commands", "Archive")},
    {"snooze_notification", QT_TRANSLATE_NOOP("Commands", "Snooze")},
    {"hold_project", QT_TRANSLATE_NOOP("Commands", "Put project on hold")},
    {"resume_project", QT_TRANSLATE_NOOP("Commands", "Resume project")},
    {"cancel_project", QT_TRANSLATE_NOOP("Commands", "Cancel project")},
    {"complete_project", QT_TRANSLATE_NOOP("Commands", "Complete project")},
    {"open_dispute", QT_TRANSLATE_NOOP("Commands", "Open dispute")},
    {"dispute_message", QT_TRANSLATE_NOOP("Commands", "Write in dispute")},
    {"make_offer", QT_TRANSLATE_NOOP("Commands", "Offer settlement")},
    {"accept_offer", QT_TRANSLATE_NOOP("Commands", "Accept settlement")},
    {"withdraw_dispute", QT_TRANSLATE_NOOP("Commands", "Withdraw dispute")},
    {"escalate_dispute", QT_TRANSLATE_NOOP("Commands", "Ask for a decision")},
    {"decide_dispute", QT_TRANSLATE_NOOP("Commands", "Decide dispute")},
    {"propose_contract", QT_TRANSLATE_NOOP("Commands", "Propose maintenance contract")},
    {"activate_contract", QT_TRANSLATE_NOOP("Commands", "Agree to maintenance contract")},
    {"rate", QT_TRANSLATE_NOOP("Commands", "Rate")},
    {"create_asset", QT_TRANSLATE_NOOP("Commands", "Add asset")},
    {"publish_asset", QT_TRANSLATE_NOOP("Commands", "Publish asset")},
    {"purchase_asset", QT_TRANSLATE_NOOP("Commands", "Buy asset")},
    {"create_freelancer_profile", QT_TRANSLATE_NOOP("Commands", "Set up freelancer profile")},
    {"create_business", QT_TRANSLATE_NOOP("Commands", "Set up business")},
    {"create_team", QT_TRANSLATE_NOOP("Commands", "Set up team")},
    {"add_team_member", QT_TRANSLATE_NOOP("Commands", "Invite to team")},
    {"join_team", QT_TRANSLATE_NOOP("Commands", "Join team")},
    {"add_business_member", QT_TRANSLATE_NOOP("Commands", "Invite to business")},
    {"join_business", QT_TRANSLATE_NOOP("Commands", "Join business")},
    {"set_split", QT_TRANSLATE_NOOP("Commands", "Set payout split")},
    {"consent_split", QT_TRANSLATE_NOOP("Commands", "Agree to payout split")},
};

} // namespace

QString command(const QString &name)
{
    if (const Word *known = find(commands, name))
        return QCoreApplication::translate("Commands", known->text);
    const QString readable = QString(name).replace(u'_', u' ');
    return readable.left(1).toUpper() + readable.mid(1);
}

QStringList commandNames()
{
    return namesOf(commands);
}

} // namespace projective::words
