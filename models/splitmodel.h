#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

namespace projective {

struct SplitRecord {
    QUuid id;
    QString memberName;
    int basisPoints = 0; ///< of 10,000
};

/// How a team shares what an assignment pays, frozen when it accepted; empty to everyone outside the team.
class SplitModel : public RecordModel<SplitRecord>
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, MemberRole, BasisPointsRole };
    explicit SplitModel(query::Source &source, QObject *parent = nullptr);
    void showAssignment(AssignmentId assignment);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] SplitRecord read(const query::Row &row) const override;
};

} // namespace projective
