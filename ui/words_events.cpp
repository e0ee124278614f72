// What happened: one table for the lines of a project's activity and one for notifications, by event.
#include "ui/words.h"
#include "ui/wordtable.h"

#include <QCoreApplication>
#include <QLocale>

namespace projective::words {

namespace {

struct Event {
    const char *name;
    const char *activity; ///< "{actor}" is who did it; null: not shown there
    const char *notification; ///< to the person who is told
};

constexpr Event events[] = {
    {"project.created", QT_TRANSLATE_NOOP("Events", "{actor} created the project"),
        QT_TRANSLATE_NOOP("Events", "Project {project} was created")},
    {"project.activated", QT_TRANSLATE_NOOP("Events", "{actor} activated the project"),
        QT_TRANSLATE_NOOP("Events", "Project {project} is active")},
    {"project.held", QT_TRANSLATE_NOOP("Events", "{actor} put the project on hold"),
        QT_TRANSLATE_NOOP("Events", "Project {project} is on hold")},
    {"project.resumed", QT_TRANSLATE_NOOP("Events", "{actor} resumed the project"),
        QT_TRANSLATE_NOOP("Events", "Project {project} goes on")},
    {"project.completed", QT_TRANSLATE_NOOP("Events", "The project is complete"),
        QT_TRANSLATE_NOOP("Events", "Project {project} is complete")},
    {"project.cancelled", QT_TRANSLATE_NOOP("Events", "{actor} cancelled the project"),
        QT_TRANSLATE_NOOP("Events", "Project {project} was cancelled")},
    {"stage.created", QT_TRANSLATE_NOOP("Events", "{actor} added the stage {stage}"),
        QT_TRANSLATE_NOOP("Events", "Stage {stage} was added")},
    {"stage.cancelled", QT_TRANSLATE_NOOP("Events", "{actor} cancelled {stage}"),
        QT_TRANSLATE_NOOP("Events", "Stage {stage} was cancelled")},
    {"assignment.invited", QT_TRANSLATE_NOOP("Events", "{actor} offered {stage} to {assignee}"),
        QT_TRANSLATE_NOOP("Events", "{business} offers you {stage}")},
    {"assignment.accepted", QT_TRANSLATE_NOOP("Events", "{actor} accepted {stage}"),
        QT_TRANSLATE_NOOP("Events", "{assignee} accepted {stage}")},
    {"assignment.declined", QT_TRANSLATE_NOOP("Events", "{actor} declined {stage}"),
        QT_TRANSLATE_NOOP("Events", "{assignee} declined {stage}")},
    {"assignment.withdrawn", QT_TRANSLATE_NOOP("Events", "{actor} withdrew the offer of {stage}"),
        QT_TRANSLATE_NOOP("Events", "The offer of {stage} was withdrawn")},
    {"assignment.expired", QT_TRANSLATE_NOOP("Events", "The offer of {stage} expired"),
        QT_TRANSLATE_NOOP("Events", "The offer of {stage} expired")},
    {"escrow.funded", QT_TRANSLATE_NOOP("Events", "{actor} funded {stage}"),
        QT_TRANSLATE_NOOP("Events", "{stage} is funded")},
    {"stage.started", QT_TRANSLATE_NOOP("Events", "{actor} started {stage}"),
        QT_TRANSLATE_NOOP("Events", "Work on {stage} has started")},
    {"stage.submitted", QT_TRANSLATE_NOOP("Events", "{actor} submitted {stage}"),
        QT_TRANSLATE_NOOP("Events", "{stage} was submitted for review")},
    {"stage.auto_approve_warning", nullptr, QT_TRANSLATE_NOOP("Events", "{stage} will be approved by itself soon")},
    {"stage.revision_requested", QT_TRANSLATE_NOOP("Events", "{actor} asked for changes on {stage}"),
        QT_TRANSLATE_NOOP("Events", "Changes were requested on {stage}")},
    {"stage.revision_answered", QT_TRANSLATE_NOOP("Events", "{actor} answered the change request on {stage}"),
        QT_TRANSLATE_NOOP("Events", "{assignee} answered the change request on {stage}")},
    {"stage.revision_resolved", QT_TRANSLATE_NOOP("Events", "{actor} made the changes on {stage}"),
        QT_TRANSLATE_NOOP("Events", "The requested changes on {stage} were made")},
    {"stage.approved", QT_TRANSLATE_NOOP("Events", "{actor} approved {stage}"),
        QT_TRANSLATE_NOOP("Events", "{stage} was approved")},
    {"payment.released", QT_TRANSLATE_NOOP("Events", "{actor} released the payment for {stage}"),
        QT_TRANSLATE_NOOP("Events", "Payment for {stage} was released")},
    {"payment.refunded", QT_TRANSLATE_NOOP("Events", "The payment for {stage} was refunded"),
        QT_TRANSLATE_NOOP("Events", "Payment for {stage} was refunded")},
    {"refund.requested", QT_TRANSLATE_NOOP("Events", "{actor} asked for a refund of {stage}"),
        QT_TRANSLATE_NOOP("Events", "A refund for {stage} was requested")},
    {"dispute.opened", QT_TRANSLATE_NOOP("Events", "{actor} opened a dispute about {stage}"),
        QT_TRANSLATE_NOOP("Events", "A dispute about {stage} was opened")},
    {"dispute.message", QT_TRANSLATE_NOOP("Events", "{actor} wrote in the dispute about {stage}"),
        QT_TRANSLATE_NOOP("Events", "New statement in the dispute about {stage}")},
    {"dispute.offer", QT_TRANSLATE_NOOP("Events", "{actor} made an offer in the dispute about {stage}"),
        QT_TRANSLATE_NOOP("Events", "An offer was made in the dispute about {stage}")},
    {"dispute.escalated", QT_TRANSLATE_NOOP("Events", "The dispute about {stage} is under review"),
        QT_TRANSLATE_NOOP("Events", "The dispute about {stage} is under review")},
    {"dispute.decided", QT_TRANSLATE_NOOP("Events", "The dispute about {stage} is decided"),
        QT_TRANSLATE_NOOP("Events", "The dispute about {stage} is decided")},
    {"dispute.withdrawn", QT_TRANSLATE_NOOP("Events", "{actor} withdrew the dispute about {stage}"),
        QT_TRANSLATE_NOOP("Events", "The dispute about {stage} was withdrawn")},
    {"maintenance.proposed", QT_TRANSLATE_NOOP("Events", "{actor} proposed a maintenance contract"),
        QT_TRANSLATE_NOOP("Events", "A maintenance contract was proposed for {project}")},
    {"maintenance.activated", QT_TRANSLATE_NOOP("Events", "The maintenance contract is active"),
        QT_TRANSLATE_NOOP("Events", "The maintenance contract for {project} is active")},
    {"maintenance.billed", QT_TRANSLATE_NOOP("Events", "A maintenance period was billed"),
        QT_TRANSLATE_NOOP("Events", "A maintenance period of {project} was billed")},
    {"invoice.sent", nullptr, QT_TRANSLATE_NOOP("Events", "Invoice {number} was sent")},
    {"invoice.paid", nullptr, QT_TRANSLATE_NOOP("Events", "Invoice {number} was paid")},
    {"wallet.topped_up", nullptr, QT_TRANSLATE_NOOP("Events", "The wallet was topped up")},
    {"message.new", nullptr, QT_TRANSLATE_NOOP("Events", "New messages in {channel}")},
    {"message.mention", nullptr, QT_TRANSLATE_NOOP("Events", "{sender} mentioned you in {channel}")},
    {"message.deleted", nullptr, QT_TRANSLATE_NOOP("Events", "A moderator removed your message in {channel}")},
    {"rating.given", nullptr, QT_TRANSLATE_NOOP("Events", "A rating was given")},
    {"rating.visible", QT_TRANSLATE_NOOP("Events", "A rating became visible"),
        QT_TRANSLATE_NOOP("Events", "You were rated for {project}")},
    {"asset.published", nullptr, QT_TRANSLATE_NOOP("Events", "{asset} was published")},
    {"asset.purchased", nullptr, QT_TRANSLATE_NOOP("Events", "{asset} was bought")},
    {"split.changed", nullptr, QT_TRANSLATE_NOOP("Events", "The payout split of {team} changed")},
    {"member.invited", nullptr, QT_TRANSLATE_NOOP("Events", "You are invited to join {workspace}")},
    {"member.joined", nullptr, QT_TRANSLATE_NOOP("Events", "{member} joined {workspace}")},
    {"profile.created", nullptr, QT_TRANSLATE_NOOP("Events", "A profile was created")},
    {"context.switched", nullptr, QT_TRANSLATE_NOOP("Events", "The workspace was switched")},
};

/// Fills "{key}" in one pass, so that a title which contains "{stage}" is not filled again.
QString filled(const QString &sentence, const QJsonObject &values)
{
    QString result;
    qsizetype at = 0;
    while (at < sentence.size()) {
        const qsizetype open = sentence.indexOf(u'{', at);
        const qsizetype close = open < 0 ? -1 : sentence.indexOf(u'}', open);
        if (close < 0)
            break;
        result += QStringView(sentence).mid(at, open - at);
        const QString value = values.value(sentence.mid(open + 1, close - open - 1)).toString();
        result += value.isEmpty() ? QCoreApplication::translate("Events", "(unknown)") : isolated(value);
        at = close + 1;
    }
    return result + sentence.mid(at);
}

QString unknownEvent(const QString &name)
{
    return QString(name).replace(u'.', u' ').replace(u'_', u' ');
}

} // namespace

QString activity(const QString &kind, const QString &actor, const QJsonObject &payload)
{
    const Event *event = find(events, kind);
    if (!event || !event->activity)
        return unknownEvent(kind);
    QJsonObject values = payload;
    values.insert(
        QStringLiteral("actor"), actor.isEmpty() ? QCoreApplication::translate("Events", "Projective") : actor);
    return filled(QCoreApplication::translate("Events", event->activity), values);
}

QString notification(const QString &type, const QJsonObject &data, int count)
{
    const Event *event = find(events, type);
    const QString sentence
        = event ? filled(QCoreApplication::translate("Events", event->notification), data) : unknownEvent(type);
    //: a notification and how often it came
    return count > 1 ? QCoreApplication::translate("Events", "%1 (%2)").arg(sentence, QLocale().toString(count))
                     : sentence;
}

QStringList eventNames()
{
    return namesOf(events);
}

QStringList activityKinds()
{
    QStringList kinds;
    for (const Event &event : events) {
        if (event.activity)
            kinds.append(QString::fromLatin1(event.name));
    }
    return kinds;
}

} // namespace projective::words
