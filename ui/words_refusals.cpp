// Why something was refused, and what each command is called.
#include "ui/words.h"

#include "sync/base/money.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringBuilder>

#include <algorithm>
#include <iterator>

namespace projective::words {

namespace {

struct Entry {
    const char *code;
    const char *text;
};

QString translated(const char *text)
{
    return QCoreApplication::translate("Refusals", text);
}

/// Codes of db/commands/README.md. "{name}" stands for a parameter; a sentence ends with what can be done.
constexpr Entry refusals[] = {
    {"not_allowed",
        QT_TRANSLATE_NOOP("Refusals", "You may not do this in this workspace. Ask its owner, or switch workspace.")},
    {"not_found", QT_TRANSLATE_NOOP("Refusals", "It is no longer there, or you can no longer see it.")},
    {"wrong_status",
        QT_TRANSLATE_NOOP(
            "Refusals", "It has moved on since: it is now “{status}”. Look at it again and choose the next step.")},
    {"insufficient_funds",
        QT_TRANSLATE_NOOP("Refusals",
            "The wallet doesn't hold enough: {needed_cents} are needed, {balance_cents} are there. Top it up and try "
            "again.")},
    {"self_hire",
        QT_TRANSLATE_NOOP("Refusals", "Members of the hiring business can't be hired by it. Choose someone else.")},
    {"stage_frozen",
        QT_TRANSLATE_NOOP("Refusals", "The stage is closed or in dispute, so nothing moves until that is settled.")},
    {"project_on_hold", QT_TRANSLATE_NOOP("Refusals", "The project is on hold. The buyer can resume it.")},
    {"project_closed", QT_TRANSLATE_NOOP("Refusals", "The project is closed, so it can't change any more.")},
    {"terms_changed",
        QT_TRANSLATE_NOOP("Refusals", "The terms changed after you read them. Read them again before you accept.")},
    {"changed",
        QT_TRANSLATE_NOOP("Refusals", "Someone changed it at the same time. Compare both versions and decide.")},
    {"needs_funding",
        QT_TRANSLATE_NOOP(
            "Refusals", "The stage isn't fully funded yet. Someone with finance rights at the business can fund it.")},
    {"needs_stage", QT_TRANSLATE_NOOP("Refusals", "The project needs at least one stage with a budget first.")},
    {"needs_split",
        QT_TRANSLATE_NOOP("Refusals", "The team has no payout split yet. A lead can set it in the team's page.")},
    {"needs_file", QT_TRANSLATE_NOOP("Refusals", "This stage is delivered as files. Attach at least one.")},
    {"plan_limit",
        QT_TRANSLATE_NOOP("Refusals", "Your plan allows {limit} open projects. Close one or change the plan.")},
    {"invitation_over", QT_TRANSLATE_NOOP("Refusals", "The offer is no longer open. Ask the buyer to make it again.")},
    {"amount_too_large",
        QT_TRANSLATE_NOOP("Refusals", "That is more than what is left in escrow ({remaining_cents}). Enter less.")},
    {"already_assigned", QT_TRANSLATE_NOOP("Refusals", "Someone is already assigned or invited to this stage.")},
    {"already_member", QT_TRANSLATE_NOOP("Refusals", "This person is already a member.")},
    {"already_rated", QT_TRANSLATE_NOOP("Refusals", "You have already rated this.")},
    {"already_funded", QT_TRANSLATE_NOOP("Refusals", "The stage is already funded.")},
    {"dispute_open", QT_TRANSLATE_NOOP("Refusals", "A dispute about this payment is already open.")},
    {"name_taken", QT_TRANSLATE_NOOP("Refusals", "That name is taken here. Choose another.")},
    {"id_taken",
        QT_TRANSLATE_NOOP("Refusals", "It was saved before under the same id. Copy the text and make it anew.")},
    {"profile_exists", QT_TRANSLATE_NOOP("Refusals", "You already have a freelancer profile.")},
    {"body_too_long",
        QT_TRANSLATE_NOOP("Refusals", "The message is longer than 16 kB. Shorten it or send it as a file.")},
    {"empty_body", QT_TRANSLATE_NOOP("Refusals", "The message is empty.")},
    {"edit_window_over",
        QT_TRANSLATE_NOOP("Refusals", "Messages can be changed for 24 hours. Send a new one instead.")},
    {"blocked", QT_TRANSLATE_NOOP("Refusals", "This person doesn't take messages from you.")},
    {"review_over", QT_TRANSLATE_NOOP("Refusals", "The time for review is over, so the stage was approved by itself.")},
    {"revision_rounds_used",
        QT_TRANSLATE_NOOP("Refusals", "Both included minor rounds are used. Ask for a major revision instead.")},
    {"currency_mismatch",
        QT_TRANSLATE_NOOP(
            "Refusals", "The wallet and the price are in different currencies. Choose a wallet in the same one.")},
    {"price_changed", QT_TRANSLATE_NOOP("Refusals", "The price changed. Look at it again before you buy.")},
    {"invalid_argument", QT_TRANSLATE_NOOP("Refusals", "Something in it can't be accepted. Check it and try again.")},
    {"unknown_command",
        QT_TRANSLATE_NOOP("Refusals", "The server doesn't know this yet. Ask its operator to update it.")},
    {"command_reused",
        QT_TRANSLATE_NOOP("Refusals",
            "It may have been sent from a copy of this profile. Check whether it is there before you try again.")},
    {"ambiguous",
        QT_TRANSLATE_NOOP("Refusals",
            "It may have been sent from a copy of this profile. Check whether it is there before you try again.")},
    {"depends_on_refused",
        QT_TRANSLATE_NOOP("Refusals", "It builds on something that was refused. Deal with that first.")},
    {"internal",
        QT_TRANSLATE_NOOP(
            "Refusals", "The server failed at it several times. What you wrote is kept; try again later.")},
};

constexpr Entry fields[] = {
    {"title", QT_TRANSLATE_NOOP("Refusals", "title")},
    {"name", QT_TRANSLATE_NOOP("Refusals", "name")},
    {"body", QT_TRANSLATE_NOOP("Refusals", "message")},
    {"notes", QT_TRANSLATE_NOOP("Refusals", "notes")},
    {"reason", QT_TRANSLATE_NOOP("Refusals", "reason")},
    {"due_date", QT_TRANSLATE_NOOP("Refusals", "due date")},
    {"amount_cents", QT_TRANSLATE_NOOP("Refusals", "amount")},
    {"budget.amount_cents", QT_TRANSLATE_NOOP("Refusals", "amount")},
    {"budget.amount_currency", QT_TRANSLATE_NOOP("Refusals", "currency")},
    {"release_cents", QT_TRANSLATE_NOOP("Refusals", "amount to release")},
};

constexpr Entry commands[] = {
    {"create_project", QT_TRANSLATE_NOOP("Refusals", "Create project")},
    {"activate_project", QT_TRANSLATE_NOOP("Refusals", "Activate project")},
    {"create_stage", QT_TRANSLATE_NOOP("Refusals", "Add stage")},
    {"assign_stage", QT_TRANSLATE_NOOP("Refusals", "Assign stage")},
    {"accept_assignment", QT_TRANSLATE_NOOP("Refusals", "Accept offer")},
    {"decline_assignment", QT_TRANSLATE_NOOP("Refusals", "Decline offer")},
    {"withdraw_assignment", QT_TRANSLATE_NOOP("Refusals", "Withdraw offer")},
    {"fund_stages", QT_TRANSLATE_NOOP("Refusals", "Fund stage")},
    {"start_stage", QT_TRANSLATE_NOOP("Refusals", "Start work")},
    {"submit_stage", QT_TRANSLATE_NOOP("Refusals", "Submit work")},
    {"request_revision", QT_TRANSLATE_NOOP("Refusals", "Request revision")},
    {"approve_stage", QT_TRANSLATE_NOOP("Refusals", "Approve stage")},
    {"release_stage", QT_TRANSLATE_NOOP("Refusals", "Release payment")},
    {"send_message", QT_TRANSLATE_NOOP("Refusals", "Send message")},
    {"edit_message", QT_TRANSLATE_NOOP("Refusals", "Edit message")},
    {"delete_message", QT_TRANSLATE_NOOP("Refusals", "Delete message")},
    {"mark_read", QT_TRANSLATE_NOOP("Refusals", "Mark as read")},
    {"top_up_wallet", QT_TRANSLATE_NOOP("Refusals", "Top up wallet")},
    {"switch_workspace", QT_TRANSLATE_NOOP("Refusals", "Switch workspace")},
};

template <size_t Size>
const char *find(const Entry (&table)[Size], const QString &code)
{
    const auto found = std::find_if(
        std::begin(table), std::end(table), [&code](const Entry &entry) { return code == QLatin1String(entry.code); });
    return found == std::end(table) ? nullptr : found->text;
}

/// A parameter as people read it: cents as money, a status by its word, else the value itself.
QString parameter(const QString &key, const QJsonObject &params)
{
    const QJsonValue value = params.value(key);
    if (key.endsWith(u"_cents"))
        return formatMoney({static_cast<qint64>(value.toDouble()), params.value(u"currency").toString()});
    if (key == u"status") {
        const QString status = value.toString();
        return params.value(u"entity").toString() == u"project" ? projectStatus(status)
                                                                : stageState(projective::stageState(status));
    }
    return value.isDouble() ? QLocale().toString(static_cast<qint64>(value.toDouble())) : value.toString();
}

/// Parameters are figures and statuses, never texts of people, so a value can't hold another placeholder.
QString filled(QString sentence, const QJsonObject &params)
{
    for (const QString &key : params.keys())
        sentence.replace(u'{' % key % u'}', parameter(key, params));
    return sentence;
}

} // namespace

QString refusal(const QString &code, const QString &field, const QJsonObject &params)
{
    if (code == u"invalid_argument") {
        if (const char *word = find(fields, field))
            return QCoreApplication::translate("Refusals", "The %1 can't be accepted. Check it and try again.")
                .arg(translated(word));
    }
    const char *text = find(refusals, code);
    if (!text)
        return QCoreApplication::translate("Refusals", "The server refused it (%1). What you entered is kept.")
            .arg(code);
    const QString sentence = filled(translated(text), params);
    // A server may leave a parameter out: better no figure than a hole in the sentence.
    if (!sentence.contains(u'{'))
        return sentence;
    if (code == u"wrong_status")
        return QCoreApplication::translate(
            "Refusals", "It has moved on since. Look at it again and choose the next step.");
    if (code == u"insufficient_funds")
        return QCoreApplication::translate("Refusals", "The wallet doesn't hold enough. Top it up and try again.");
    if (code == u"amount_too_large")
        return QCoreApplication::translate("Refusals", "That is more than is possible here. Enter less.");
    return QCoreApplication::translate("Refusals", "Your plan's limit is reached. Close something or change the plan.");
}

QString command(const QString &name)
{
    if (const char *text = find(commands, name))
        return translated(text);
    QString readable = QString(name).replace(u'_', u' ');
    return readable.isEmpty() ? readable : readable.left(1).toUpper() % readable.mid(1);
}

QString failure(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Internal:
    case ErrorCode::ProtocolError:
    case ErrorCode::InvalidArgument:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "Something went wrong in the program. What you wrote is kept."));
    case ErrorCode::NotFound:
        return translated(QT_TRANSLATE_NOOP("Refusals", "It is no longer there."));
    case ErrorCode::NotAllowed:
        return translated(QT_TRANSLATE_NOOP("Refusals", "You may not do this."));
    case ErrorCode::Unauthorized:
        return translated(QT_TRANSLATE_NOOP("Refusals", "Your sign-in has ended. Sign in again; nothing is lost."));
    case ErrorCode::WrongCredentials:
        return translated(QT_TRANSLATE_NOOP("Refusals", "E-mail and password don't match."));
    case ErrorCode::Offline:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "The server can't be reached. Check the address and your connection."));
    case ErrorCode::ServerUnavailable:
        return translated(QT_TRANSLATE_NOOP("Refusals", "The server can't answer now. It is tried again by itself."));
    case ErrorCode::UnsupportedVersion:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "This version is too old or too new for the server. Update it."));
    case ErrorCode::ForeignClient:
        return translated(QT_TRANSLATE_NOOP(
            "Refusals", "This profile belongs to another person. Sign in as that person or use another profile."));
    case ErrorCode::TooManyRequests:
        return translated(QT_TRANSLATE_NOOP("Refusals", "That was too much at once. Wait a moment and try again."));
    case ErrorCode::TooSlow:
        return translated(QT_TRANSLATE_NOOP("Refusals", "The connection is slow; it goes on from where it was."));
    case ErrorCode::TooLarge:
        return translated(QT_TRANSLATE_NOOP("Refusals", "It is too large."));
    case ErrorCode::Storage:
    case ErrorCode::Database:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "It could not be stored. Try again; if it happens again, restart."));
    case ErrorCode::StorageFull:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "The disk is full. Free some space; nothing sent or saved is lost."));
    case ErrorCode::StorageReadOnly:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "The profile's folder can't be written. Check its permissions."));
    case ErrorCode::StorageCorrupt:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "The local copy was damaged. It is put aside and fetched again."));
    case ErrorCode::ProfileInUse:
        return translated(QT_TRANSLATE_NOOP("Refusals", "Projective already runs with this profile."));
    case ErrorCode::NoKeychain:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "There is no system keychain, so you stay signed in only until you quit."));
    case ErrorCode::Cancelled:
        return translated(QT_TRANSLATE_NOOP("Refusals", "Cancelled."));
    }
    Q_UNREACHABLE();
}

} // namespace projective::words
