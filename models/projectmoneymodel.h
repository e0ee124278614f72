#pragma once

#include "models/recordmodel.h"
#include "models/stagestate.h"
#include "sync/base/ids.h"

namespace projective {

struct ProjectMoneyRecord {
    StageId stage; ///< null in totals
    QString currency; ///< empty: free, or nothing known to the viewer
    QString name;
    StageState state = StageState::Open;
    qint64 priceCents = 0;
    qint64 fundedCents = 0; ///< all that was ever put into escrow
    qint64 releasedCents = 0;
    qint64 refundedCents = 0;
    qint64 disputedCents = 0;
    qint64 remainingCents = 0; ///< held now, disputed included
};

/// The money of a project, one row a stage (and currency, should a stage have escrows in several).
class ProjectMoneyModel : public RecordModel<ProjectMoneyRecord>
{
    Q_OBJECT
public:
    enum Column {
        StageColumn,
        PriceColumn,
        FundedColumn,
        ReleasedColumn,
        RefundedColumn,
        DisputedColumn,
        RemainingColumn,
        ColumnCount
    };
    enum Role {
        IdRole = Qt::UserRole,
        NameRole,
        StateRole,
        CurrencyRole,
        PriceCentsRole,
        FundedCentsRole,
        ReleasedCentsRole,
        RefundedCentsRole,
        DisputedCentsRole,
        RemainingCentsRole,
        CentsRole, ///< the amount of the index's column
    };
    explicit ProjectMoneyModel(query::Source &source, QObject *parent = nullptr);
    void showProject(ProjectId project);
    /// Sums, one for each currency, in their order.
    [[nodiscard]] QList<ProjectMoneyRecord> totals() const;
    /// Of StageColumn: 0.
    [[nodiscard]] static qint64 cents(const ProjectMoneyRecord &money, int column);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] ProjectMoneyRecord read(const query::Row &row) const override;
};

} // namespace projective
