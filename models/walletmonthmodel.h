#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

#include <QDate>

namespace projective {

struct WalletMonthRecord {
    QDate month; ///< its first day
    qint64 creditCents = 0;
    qint64 debitCents = 0;
};

/// What went in and out of a wallet in each of twelve calendar months (UTC), oldest first; months without movement are
/// rows of zeros.
class WalletMonthModel : public RecordModel<WalletMonthRecord>
{
    Q_OBJECT
public:
    enum Role { MonthRole = Qt::UserRole, CreditCentsRole, DebitCentsRole };
    explicit WalletMonthModel(query::Source &source, QObject *parent = nullptr);
    /// `lastMonth` is any day of the newest month.
    void showOf(WalletId wallet, QDate lastMonth);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] WalletMonthRecord read(const query::Row &row) const override;
};

} // namespace projective
