#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

namespace projective {

struct WorkspaceRow {
    Workspace workspace;
    QString name;
    QString role; ///< self, owner, or the membership's
    WorkspaceRights rights;
    int unread = 0; ///< notifications that concern it
    bool isDefault = false; ///< what the person chose last, on whatever device
};

/// The workspaces in which a login may act, in a stable order: freelancer, businesses, teams, each by name.
class WorkspaceListModel : public RecordModel<WorkspaceRow>
{
    Q_OBJECT
public:
    enum Role { WorkspaceRole = Qt::UserRole + 1, NameRole, RoleRole, UnreadRole, HiresRole, FundsRole, SeesMoneyRole };
    explicit WorkspaceListModel(query::Source &source, QObject *parent = nullptr);
    void setUser(UserId user);
    [[nodiscard]] int rowOf(const Workspace &workspace) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] WorkspaceRow read(const query::Row &row) const override;
};

} // namespace projective
