#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"
#include "sync/base/money.h"

#include <QDateTime>

namespace projective {

struct TransactionRecord {
    QUuid id;
    qint64 seq = 0;
    bool credit = false;
    qint64 amountCents = 0; ///< always above zero
    QString currency;
    QString reason; ///< top_up, escrow_fund, escrow_release, escrow_refund, team_split, platform_fee, payout, …
    qint64 balanceAfterCents = 0;
    QDateTime availableAt; ///< credits: free from then on; invalid: at once
    QDateTime createdAt;
    QString stageName;
    QString projectTitle;
    QUuid stage;
    QUuid project;
};

/// The statement of a wallet with its running balance, newest first. Grows as one scrolls, within what is mirrored.
class TransactionModel : public RecordModel<TransactionRecord>
{
    Q_OBJECT
public:
    enum Column { DateColumn, ReasonColumn, SubjectColumn, AmountColumn, BalanceColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole,
        SeqRole,
        AmountCentsRole, ///< signed: negative goes out
        CurrencyRole,
        ReasonRole,
        BalanceAfterCentsRole,
        AvailableAtRole,
        CreatedAtRole,
        StageNameRole,
        ProjectTitleRole,
    };
    enum class Filter { All, In, Out };

    explicit TransactionModel(query::Source &source, QObject *parent = nullptr);
    void showOf(WalletId wallet, Filter filter = Filter::All);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] TransactionRecord read(const query::Row &row) const override;
};

} // namespace projective
