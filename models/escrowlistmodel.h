#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

#include <QDateTime>

namespace projective {

struct EscrowRecord {
    EscrowId id;
    StageId stage;
    ProjectId project;
    QString stageName;
    QString projectTitle;
    QString payeeName;
    QString payerName;
    QString status; ///< funded, released, refunded, disputed
    QString currency;
    qint64 amountCents = 0;
    qint64 releasedCents = 0;
    qint64 refundedCents = 0;
    bool extra = false; ///< for a major revision
    QDateTime createdAt;
    QDateTime settledAt;

    [[nodiscard]] qint64 remainingCents() const { return amountCents - releasedCents - refundedCents; }
};

/// Money held for hires: of one stage, or of all that the acting workspace pays for or is paid from.
class EscrowListModel : public RecordModel<EscrowRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        StageRole,
        StageNameRole,
        ProjectTitleRole,
        PayeeNameRole,
        PayerNameRole,
        StatusRole,
        CurrencyRole,
        AmountCentsRole,
        ReleasedCentsRole,
        RefundedCentsRole,
        RemainingCentsRole,
        CreatedAtRole,
    };
    explicit EscrowListModel(query::Source &source, QObject *parent = nullptr);
    void showStage(StageId stage);
    /// Those that still hold money.
    void showLiveOf(const Workspace &workspace);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] EscrowRecord read(const query::Row &row) const override;
};

} // namespace projective
