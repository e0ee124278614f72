// Why something was refused, or could not be done.
#include "ui/words.h"
#include "ui/wordtable.h"

#include "sync/base/money.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringBuilder>

namespace projective::words {

namespace {

struct Refusal {
    const char *name;
    const char *text; ///< "{key}" stands for a parameter; it ends with what can be done
    const char *bare; ///< for when the server left a parameter out; null where there are none
};

QString translated(const char *text)
{
    return QCoreApplication::translate("Refusals", text);
}

/// The codes of db/commands/README.md, and those of conflicts.
constexpr Refusal refusals[] = {
    {"already_agreed",
        QT_TRANSLATE_NOOP(
            "Refusals", "Your side has agreed to this contract already. It starts when the other side agrees too."),
        nullptr},
    {"already_answered", QT_TRANSLATE_NOOP("Refusals", "This change request is answered already."), nullptr},
    {"already_assigned", QT_TRANSLATE_NOOP("Refusals", "Someone is already assigned or invited to this stage."),
        nullptr},
    {"already_funded", QT_TRANSLATE_NOOP("Refusals", "The stage is already funded."), nullptr},
    {"already_member", QT_TRANSLATE_NOOP("Refusals", "This person is already a member."), nullptr},
    {"already_rated", QT_TRANSLATE_NOOP("Refusals", "You have already rated this."), nullptr},
    {"amount_too_large",
        QT_TRANSLATE_NOOP("Refusals", "That is more than what is left in escrow ({remaining_cents}). Enter less."),
        QT_TRANSLATE_NOOP("Refusals", "That is more than is possible here. Enter less.")},
    {"amounts_do_not_add_up",
        QT_TRANSLATE_NOOP("Refusals",
            "Release and refund must add up to what is left in escrow ({remaining_cents}). Correct one of them."),
        QT_TRANSLATE_NOOP(
            "Refusals", "Release and refund must add up to what is left in escrow. Correct one of them.")},
    {"body_too_long",
        QT_TRANSLATE_NOOP("Refusals", "The message is longer than 16 kB. Shorten it or send it in parts."), nullptr},
    {"changed", QT_TRANSLATE_NOOP("Refusals", "Someone changed it at the same time. Compare both versions and decide."),
        nullptr},
    {"contract_live",
        QT_TRANSLATE_NOOP("Refusals", "A maintenance contract of this project still runs. Wait until it has ended."),
        nullptr},
    {"currency_mismatch",
        QT_TRANSLATE_NOOP(
            "Refusals", "The wallet and the price are in different currencies. Choose a wallet in the same one."),
        nullptr},
    {"currency_unknown",
        QT_TRANSLATE_NOOP("Refusals", "Money in this currency isn't dealt with here. Choose another currency."),
        nullptr},
    {"did_not_work_together",
        QT_TRANSLATE_NOOP(
            "Refusals", "Only those who were paid for a stage, or paid for it, can rate each other here."),
        nullptr},
    {"dispute_open", QT_TRANSLATE_NOOP("Refusals", "A dispute about this payment is already open."), nullptr},
    {"edit_window_over",
        QT_TRANSLATE_NOOP("Refusals", "Messages can be changed for {hours} hours. Send a new one instead."),
        QT_TRANSLATE_NOOP("Refusals", "It is too late to change this message. Send a new one instead.")},
    {"escrow_live",
        QT_TRANSLATE_NOOP("Refusals", "There is still money in escrow. Release it, or have it refunded, first."),
        nullptr},
    {"file_not_clean", QT_TRANSLATE_NOOP("Refusals", "The file is still being checked. Wait a moment and try again."),
        nullptr},
    {"file_not_uploaded",
        QT_TRANSLATE_NOOP("Refusals", "A file has not arrived at the server yet. Wait until it has and try again."),
        nullptr},
    {"file_quarantined", QT_TRANSLATE_NOOP("Refusals", "The file did not pass the security check. Attach another one."),
        nullptr},
    {"id_taken",
        QT_TRANSLATE_NOOP("Refusals", "It was saved before under the same id. Copy the text and make it anew."),
        nullptr},
    {"insufficient_funds",
        QT_TRANSLATE_NOOP("Refusals",
            "The wallet doesn't hold enough: {needed_cents} are needed, {balance_cents} are there. Top it up and try "
            "again."),
        QT_TRANSLATE_NOOP("Refusals", "The wallet doesn't hold enough. Top it up and try again.")},
    {"internal",
        QT_TRANSLATE_NOOP(
            "Refusals", "The server failed at it several times. What you wrote is kept; try again later."),
        nullptr},
    {"invalid_argument", QT_TRANSLATE_NOOP("Refusals", "Something in it can't be accepted. Check it and try again."),
        nullptr},
    {"invitation_over", QT_TRANSLATE_NOOP("Refusals", "The offer is no longer open. Ask the buyer to make it again."),
        nullptr},
    {"message_deleted",
        QT_TRANSLATE_NOOP("Refusals", "The message is deleted, so it can't be changed. Send a new one instead."),
        nullptr},
    {"minor_is_included",
        QT_TRANSLATE_NOOP(
            "Refusals", "Minor changes are part of the price. Only major ones can be declined or cost more."),
        nullptr},
    {"name_taken", QT_TRANSLATE_NOOP("Refusals", "That name is taken here. Choose another."), nullptr},
    {"needs_assignee",
        QT_TRANSLATE_NOOP(
            "Refusals", "Nobody has accepted the stage yet. Offer it to someone, or wait for the answer."),
        nullptr},
    {"needs_files", QT_TRANSLATE_NOOP("Refusals", "This is delivered as files. Attach at least one."), nullptr},
    {"needs_funding",
        QT_TRANSLATE_NOOP(
            "Refusals", "The stage isn't fully funded yet. Someone with finance rights at the business can fund it."),
        nullptr},
    {"needs_split",
        QT_TRANSLATE_NOOP("Refusals", "The team hasn't agreed on a payout split yet. A lead of the team can set one."),
        nullptr},
    {"needs_stage", QT_TRANSLATE_NOOP("Refusals", "The project needs at least one stage with a budget first."),
        nullptr},
    {"not_a_member",
        QT_TRANSLATE_NOOP("Refusals",
            "A share is meant for someone outside the team. Give it to a member, or invite that person first."),
        nullptr},
    {"not_allowed",
        QT_TRANSLATE_NOOP("Refusals", "You may not do this in this workspace. Ask its owner, or switch workspace."),
        nullptr},
    {"not_available", QT_TRANSLATE_NOOP("Refusals", "This is switched off on this server. Ask its operator."), nullptr},
    {"not_found", QT_TRANSLATE_NOOP("Refusals", "It is no longer there, or you can no longer see it."), nullptr},
    {"nothing_contested",
        QT_TRANSLATE_NOOP("Refusals",
            "The whole payment was approved, so there is nothing to dispute. Release it, or ask the buyer to."),
        nullptr},
    {"own_asset", QT_TRANSLATE_NOOP("Refusals", "The asset is your own, so there is nothing to buy."), nullptr},
    {"own_offer", QT_TRANSLATE_NOOP("Refusals", "The offer is your own. The other side can accept it."), nullptr},
    {"own_work",
        QT_TRANSLATE_NOOP(
            "Refusals", "You are paid for this work, so somebody else of the business has to fund, approve or pay it."),
        nullptr},
    {"plan_limit",
        QT_TRANSLATE_NOOP("Refusals", "Your plan allows {limit} open projects. Close one or change the plan."),
        QT_TRANSLATE_NOOP("Refusals", "Your plan's limit is reached. Close something or change the plan.")},
    {"price_changed", QT_TRANSLATE_NOOP("Refusals", "The price changed. Look at it again before you buy."), nullptr},
    {"profile_exists", QT_TRANSLATE_NOOP("Refusals", "You already have a freelancer profile."), nullptr},
    {"project_closed", QT_TRANSLATE_NOOP("Refusals", "The project is closed, so it can't change any more."), nullptr},
    {"project_not_active", QT_TRANSLATE_NOOP("Refusals", "The project is still a draft. The buyer can activate it."),
        nullptr},
    {"project_on_hold", QT_TRANSLATE_NOOP("Refusals", "The project is on hold. The buyer can resume it."), nullptr},
    {"rating_window_over", QT_TRANSLATE_NOOP("Refusals", "The time for rating this project is over."), nullptr},
    {"request_open",
        QT_TRANSLATE_NOOP("Refusals", "A request about this payment is open already. Wait until it is answered."),
        nullptr},
    {"review_over", QT_TRANSLATE_NOOP("Refusals", "The time for review is over, so the stage was approved by itself."),
        nullptr},
    {"revision_declined",
        QT_TRANSLATE_NOOP("Refusals",
            "The requested changes were declined, so there is nothing to submit. The buyer can approve the work as it "
            "is, or either side can open a dispute."),
        nullptr},
    {"revision_rounds_used",
        QT_TRANSLATE_NOOP("Refusals", "All included minor rounds are used. Ask for a major revision instead."),
        nullptr},
    {"self_hire",
        QT_TRANSLATE_NOOP("Refusals", "Members of the hiring business can't be hired by it. Choose someone else."),
        nullptr},
    {"shares_do_not_add_up",
        QT_TRANSLATE_NOOP("Refusals", "The shares add up to {sum} instead of 100%. Correct them and try again."),
        QT_TRANSLATE_NOOP("Refusals", "The shares must add up to 100%. Correct them and try again.")},
    {"stage_frozen",
        QT_TRANSLATE_NOOP("Refusals", "The stage is closed or in dispute, so nothing moves until that is settled."),
        nullptr},
    {"stage_in_dispute",
        QT_TRANSLATE_NOOP(
            "Refusals", "The stage is in dispute, so its messages stay as they are until that is settled."),
        nullptr},
    {"stage_is_free",
        QT_TRANSLATE_NOOP("Refusals", "The stage has no price, so there is nothing to fund. Leave it out."), nullptr},
    {"stages_open",
        QT_TRANSLATE_NOOP("Refusals", "Some stages aren't settled yet. Have each of them paid or cancelled first."),
        nullptr},
    {"terms_changed",
        QT_TRANSLATE_NOOP("Refusals", "The terms changed after you read them. Read them again before you accept."),
        nullptr},
    {"too_early",
        QT_TRANSLATE_NOOP(
            "Refusals", "Both sides have {hours} hours to agree among themselves. Ask for a decision after that."),
        QT_TRANSLATE_NOOP(
            "Refusals", "Both sides have some time to agree among themselves. Ask for a decision after that.")},
    {"unknown_command",
        QT_TRANSLATE_NOOP("Refusals", "The server doesn't know this yet. Ask its operator to update it."), nullptr},
    {"wrong_status",
        QT_TRANSLATE_NOOP(
            "Refusals", "It has moved on since: it is now “{status}”. Look at it again and choose the next step."),
        QT_TRANSLATE_NOOP("Refusals", "It has moved on since. Look at it again and choose the next step.")},
};

/// Why there is no outcome of the server.
constexpr Word unsentCodes[] = {
    {"ambiguous",
        QT_TRANSLATE_NOOP("Refusals",
            "It may have been sent from a copy of this profile. Check whether it is there before you try again.")},
    {"command_reused",
        QT_TRANSLATE_NOOP("Refusals",
            "It may have been sent from a copy of this profile. Check whether it is there before you try again.")},
    {"out_of_order",
        QT_TRANSLATE_NOOP(
            "Refusals", "The server had lost count of what was sent. Check whether it is there before you try again.")},
    {"predecessor_refused",
        QT_TRANSLATE_NOOP("Refusals", "It builds on something that was refused. Deal with that first.")},
    {"too_large",
        QT_TRANSLATE_NOOP("Refusals", "It is longer than what can be sent. Copy the text, shorten it and do it anew.")},
};

constexpr Word fields[] = {
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

/// A parameter as people read it: cents as money, a status by its word, else the value itself.
QString parameter(const QString &key, const QJsonObject &params)
{
    const QJsonValue value = params.value(key);
    if (key.endsWith(u"_cents"))
        return formatMoney({static_cast<qint64>(value.toDouble()), params.value(u"currency").toString()});
    if (key == u"sum") // of shares, in basis points
        return QLocale().toString(value.toDouble() / 100, 'g', 5) % QLocale().percent();
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
        if (const Word *word = find(fields, field))
            return QCoreApplication::translate("Refusals", "The %1 can't be accepted. Check it and try again.")
                .arg(translated(word->text));
    }
    const Refusal *known = find(refusals, code);
    if (!known)
        return QCoreApplication::translate("Refusals", "The server refused it (%1). What you entered is kept.")
            .arg(code);
    const QString sentence = filled(translated(known->text), params);
    // A server may leave a parameter out: better no figure than a hole in the sentence.
    return known->bare && sentence.contains(u'{') ? translated(known->bare) : sentence;
}

QString unsent(const QString &code)
{
    const Word *known = find(unsentCodes, code);
    return known ? translated(known->text) : failure(errorCodeFromName(code));
}

QStringList refusalCodes()
{
    return namesOf(refusals);
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
        return translated(QT_TRANSLATE_NOOP("Refusals", "E-mail and password don't match. Check both and try again."));
    case ErrorCode::Offline:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "The server can't be reached. Check the address and your connection."));
    case ErrorCode::ServerUnavailable:
        return translated(QT_TRANSLATE_NOOP("Refusals", "The server can't answer now. It is tried again by itself."));
    case ErrorCode::UnsupportedVersion:
        return translated(QT_TRANSLATE_NOOP("Refusals",
            "Projective and the server speak different versions. Update Projective, or ask the server's operator to "
            "update it; what you do meanwhile is kept."));
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
        return translated(QT_TRANSLATE_NOOP(
            "Refusals", "The disk is full. Free some space and try again; nothing sent or saved is lost."));
    case ErrorCode::StorageReadOnly:
        return translated(QT_TRANSLATE_NOOP("Refusals",
            "Projective can't write into its folder. Check the folder's permissions and the disk, then try again."));
    case ErrorCode::StorageCorrupt:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "The local copy was damaged. It is put aside and fetched again."));
    case ErrorCode::ProfileInUse:
        return translated(QT_TRANSLATE_NOOP(
            "Refusals", "Projective already runs with this profile. Use its window, or close it and try again."));
    case ErrorCode::NoKeychain:
        return translated(
            QT_TRANSLATE_NOOP("Refusals", "There is no system keychain, so you stay signed in only until you quit."));
    case ErrorCode::Cancelled:
        return translated(QT_TRANSLATE_NOOP("Refusals", "Cancelled."));
    }
    Q_UNREACHABLE();
}

} // namespace projective::words
