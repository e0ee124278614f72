#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"
#include "sync/base/money.h"

#include <QDateTime>

namespace projective {

using DisputeId = Id<struct DisputeTag>;

/// How a side would divide what is disputed; the rest goes back to the buyer.
struct DisputeOffer {
    bool made = false;
    Money release; ///< to the payee
    QString status; ///< open, accepted, superseded, withdrawn
    QDateTime createdAt;
    friend bool operator==(const DisputeOffer &, const DisputeOffer &) = default;
};

struct DisputeRecord {
    /// Open: between the sides. UnderReview: before a moderator. The rest is how it ended: by a moderator, an accepted
    /// offer, the claim that nobody answered, or given up.
    enum class State { Open, UnderReview, Decided, Agreed, Unanswered, Withdrawn };

    DisputeId id;
    State state = State::Open;
    bool openedByBuyer = false;
    QString openerName; ///< the person
    QString buyerName;
    QString payeeName;
    QString reason;
    Money claim; ///< to be released, says who opened it
    Money disputed; ///< all that it is about; zero where it was given up
    QDateTime createdAt;
    QDateTime respondBy;
    QDateTime escalatedAt;
    QDateTime endedAt;
    QString deciderName; ///< empty: not to be seen, or no moderator decided
    QString notes; ///< of the decision
    Money released; ///< by its end
    Money refunded;
    DisputeOffer buyerOffer; ///< the latest
    DisputeOffer payeeOffer;

    /// The side that did not open it has made an offer.
    [[nodiscard]] bool isAnswered() const { return (openedByBuyer ? payeeOffer : buyerOffer).made; }
    [[nodiscard]] bool isLive() const { return state == State::Open || state == State::UnderReview; }
};

/// The disputes about the money of a stage, the newest first. Who does not see the money sees none.
class DisputeListModel : public RecordModel<DisputeRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        StateRole,
        OpenedByBuyerRole,
        OpenerRole,
        BuyerRole,
        PayeeRole,
        ReasonRole,
        ClaimCentsRole,
        DisputedCentsRole,
        CurrencyRole,
        CreatedAtRole,
        RespondByRole,
        EndedAtRole,
        DeciderRole,
        NotesRole,
        ReleasedCentsRole,
        RefundedCentsRole,
        BuyerOfferCentsRole, ///< invalid: none made
        PayeeOfferCentsRole,
    };
    explicit DisputeListModel(query::Source &source, QObject *parent = nullptr);
    void showStage(StageId stage);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] DisputeRecord read(const query::Row &row) const override;
};

} // namespace projective
