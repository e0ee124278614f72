#include "models/splitmodel.h"

#include "models/fields.h"

namespace projective {

SplitModel::SplitModel(query::Source &source, QObject *parent)
    : RecordModel(source, 1, parent)
{
}

void SplitModel::showAssignment(AssignmentId assignment)
{
    setQuery({QStringLiteral(R"(
select s.id, u.display_name, s.bp from assignment_splits s
  left join freelancer_profiles f on f.id = s.member_profile
  left join users_public u on u.user_id = f.user_id
where s.assignment_id = ? order by s.bp desc, u.display_name, s.id)"),
        {assignment.bytes()}, 1});
}

SplitRecord SplitModel::read(const query::Row &row) const
{
    Fields fields(row);
    SplitRecord split;
    split.id = fields.uuid();
    split.memberName = fields.text();
    split.basisPoints = fields.count();
    return split;
}

QVariant SplitModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SplitRecord &split = record(index.row());
    switch (role) {
    case IdRole:
        return split.id;
    case Qt::DisplayRole:
    case MemberRole:
        return split.memberName;
    case BasisPointsRole:
        return split.basisPoints;
    default:
        return {};
    }
}

QHash<int, QByteArray> SplitModel::roleNames() const
{
    return {{IdRole, "id"}, {MemberRole, "member"}, {BasisPointsRole, "basisPoints"}};
}

} // namespace projective
