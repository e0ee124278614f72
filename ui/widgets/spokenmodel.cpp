#include "ui/widgets/spokenmodel.h"

namespace projective {

SpokenModel::SpokenModel(Speaker speaker, QObject *parent)
    : QIdentityProxyModel(parent)
    , m_speaker(std::move(speaker))
{
}

QVariant SpokenModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return m_speaker(mapToSource(index));
    return QIdentityProxyModel::data(index, role);
}

} // namespace projective
