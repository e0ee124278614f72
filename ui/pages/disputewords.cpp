#include "ui/pages/disputewords.h"

#include "ui/pages/stagewords.h"
#include "ui/words.h"

#include <QCoreApplication>

namespace projective::words {

namespace {

struct DisputeWords {
    Q_DECLARE_TR_FUNCTIONS(DisputeWords)
};

QString sideOf(const DisputeRecord &dispute, bool buyer)
{
    return isolated(buyer ? dispute.buyerName : dispute.payeeName);
}

/// Where all of it went.
QString division(const DisputeRecord &dispute)
{
    if (dispute.refunded.cents <= 0)
        return DisputeWords::tr("%1 went to %2.").arg(formatMoney(dispute.released), sideOf(dispute, false));
    if (dispute.released.cents <= 0)
        return DisputeWords::tr("%1 went back to %2.").arg(formatMoney(dispute.refunded), sideOf(dispute, true));
    return DisputeWords::tr("%1 went to %2, and %3 back to %4.")
        .arg(formatMoney(dispute.released), sideOf(dispute, false), formatMoney(dispute.refunded),
            sideOf(dispute, true));
}

} // namespace

QString disputeState(DisputeRecord::State state)
{
    switch (state) {
    case DisputeRecord::State::Open:
        return DisputeWords::tr("Open", "dispute");
    case DisputeRecord::State::UnderReview:
        return DisputeWords::tr("Under review", "dispute");
    case DisputeRecord::State::Decided:
        return DisputeWords::tr("Decided", "dispute");
    case DisputeRecord::State::Agreed:
        return DisputeWords::tr("Settled", "dispute");
    case DisputeRecord::State::Unanswered:
        return DisputeWords::tr("Not answered", "dispute");
    case DisputeRecord::State::Withdrawn:
        return DisputeWords::tr("Withdrawn", "dispute");
    }
    return {};
}

QString disputeOpener(const DisputeRecord &dispute)
{
    const QString side = sideOf(dispute, dispute.openedByBuyer);
    if (dispute.openerName.isEmpty() || isolated(dispute.openerName) == side)
        return side;
    //: a person and the business or team that they act for
    return DisputeWords::tr("%1 for %2").arg(isolated(dispute.openerName), side);
}

QString disputeClaim(const DisputeRecord &dispute)
{
    const QString claim = formatMoney(dispute.claim);
    const QString payee = sideOf(dispute, false);
    return dispute.isLive()
        ? DisputeWords::tr("Asks that %1 of %2 go to %3").arg(claim, formatMoney(dispute.disputed), payee)
        : DisputeWords::tr("Asked that %1 go to %2").arg(claim, payee);
}

QString offerRelease(const DisputeOffer &offer)
{
    return offer.made ? DisputeWords::tr("%1 released").arg(formatMoney(offer.release))
                      : DisputeWords::tr("Nothing yet");
}

QString offerRefund(const DisputeOffer &offer, const Money &disputed)
{
    const Money rest{disputed.cents - offer.release.cents, offer.release.currency};
    return offer.made && disputed.cents > 0 ? DisputeWords::tr("%1 back").arg(formatMoney(rest)) : QString();
}

QString offerStatus(const QString &status)
{
    if (status == QLatin1String("accepted"))
        return DisputeWords::tr("Accepted", "offer in a dispute");
    if (status == QLatin1String("withdrawn"))
        return DisputeWords::tr("Withdrawn", "offer in a dispute");
    return status == QLatin1String("superseded") ? DisputeWords::tr("Stands no longer", "offer in a dispute")
                                                 : QString();
}

QString disputeDeadline(const DisputeRecord &dispute, const QDateTime &now)
{
    if (dispute.state != DisputeRecord::State::Open)
        return {};
    const QString side = sideOf(dispute, !dispute.openedByBuyer);
    if (dispute.isAnswered())
        return DisputeWords::tr("%1 had until %2 to answer, and made an offer")
            .arg(side, shortDate(dispute.respondBy, now));
    //: %2 is a date such as "12 Dec (in 3 d)"
    return DisputeWords::tr("%1 is to answer by %2").arg(side, dueDate(dispute.respondBy, now));
}

QString disputeNext(const DisputeRecord &dispute, const QDateTime &decisionFrom, const QDateTime &now)
{
    if (dispute.state == DisputeRecord::State::UnderReview)
        return DisputeWords::tr(
            "A moderator decides how it is divided. Until then both sides can still agree on an offer.");
    if (!dispute.isLive())
        return {};
    if (decisionFrom <= now)
        return DisputeWords::tr(
            "The money stays in escrow until one side accepts an offer of the other, or a moderator decides. Either "
            "side may ask for that decision now.");
    //: %1 is a time such as "tomorrow 14:00" or "in 3 d"
    return DisputeWords::tr(
        "The money stays in escrow until one side accepts an offer of the other, or a moderator decides. Either side "
        "may ask for that decision %1.")
        .arg(relativeTime(decisionFrom, now));
}

QString disputeOutcome(const DisputeRecord &dispute)
{
    switch (dispute.state) {
    case DisputeRecord::State::Open:
    case DisputeRecord::State::UnderReview:
        return {};
    case DisputeRecord::State::Decided:
        return division(dispute);
    case DisputeRecord::State::Agreed:
        return DisputeWords::tr("Both sides agreed. %1").arg(division(dispute));
    case DisputeRecord::State::Unanswered:
        return DisputeWords::tr("%1 did not answer in time, so the claim stood. %2")
            .arg(sideOf(dispute, !dispute.openedByBuyer), division(dispute));
    case DisputeRecord::State::Withdrawn:
        return DisputeWords::tr("%1 gave it up, and the money stayed in escrow.")
            .arg(sideOf(dispute, dispute.openedByBuyer));
    }
    return {};
}

} // namespace projective::words
