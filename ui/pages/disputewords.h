#pragma once

#include "models/disputelistmodel.h"

// Words of disputes, chosen from the meaning that their model gives.
namespace projective::words {

[[nodiscard]] QString disputeState(DisputeRecord::State state);
/// Who opened it and for which side: "Mara Okafor for Northwind Ltd".
[[nodiscard]] QString disputeOpener(const DisputeRecord &dispute);
[[nodiscard]] QString disputeClaim(const DisputeRecord &dispute);
/// How much the offer would release, and what goes back.
[[nodiscard]] QString offerRelease(const DisputeOffer &offer);
[[nodiscard]] QString offerRefund(const DisputeOffer &offer, const Money &disputed);
/// Empty while the offer stands.
[[nodiscard]] QString offerStatus(const QString &status);
/// Who is to answer by when; empty where nobody is asked any more.
[[nodiscard]] QString disputeDeadline(const DisputeRecord &dispute, const QDateTime &now);
/// What comes next of a live one. `decisionFrom`: when the sides may ask for a decision.
[[nodiscard]] QString disputeNext(const DisputeRecord &dispute, const QDateTime &decisionFrom, const QDateTime &now);
/// How one that has ended did so.
[[nodiscard]] QString disputeOutcome(const DisputeRecord &dispute);

} // namespace projective::words
