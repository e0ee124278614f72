#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"
#include "sync/base/money.h"

#include <QDateTime>

namespace projective {

struct WalletRecord {
    QString currency;
    WalletId wallet; ///< null: nothing was ever booked, but escrows in this currency exist
    qint64 balanceCents = 0;
    qint64 heldCents = 0; ///< of the balance, credited but not yet free
    QDateTime heldUntil; ///< when the last of it is free
    qint64 escrowCents = 0; ///< paid in (buyer) or to come (payee), not part of the balance

    [[nodiscard]] qint64 availableCents() const { return balanceCents - heldCents; }
};

/// The purses of the acting workspace, one row a currency.
class WalletModel : public RecordModel<WalletRecord>
{
    Q_OBJECT
public:
    enum Role {
        CurrencyRole = Qt::UserRole,
        WalletRole,
        BalanceCentsRole,
        AvailableCentsRole,
        HeldCentsRole,
        HeldUntilRole,
        EscrowCentsRole,
    };
    explicit WalletModel(query::Source &source, QObject *parent = nullptr);
    /// What is on hold depends on the time: call again as it passes.
    void showOf(const Viewer &viewer, const QDateTime &now);
    /// Null when the workspace has none in the currency.
    [[nodiscard]] const WalletRecord *inCurrency(const QString &currency) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] WalletRecord read(const query::Row &row) const override;
};

} // namespace projective
