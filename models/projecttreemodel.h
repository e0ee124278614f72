#pragma once

#include "models/recordmodel.h"
#include "models/unreadmodel.h"
#include "models/viewer.h"
#include "sync/base/ids.h"

namespace projective {

/// The projects of the acting workspace with their channels, as one flat list in reading order: the tree of the
/// sidebar. Closed projects come last.
struct ProjectTreeRow {
    QUuid id; ///< of the project or the channel
    bool isChannel = false;
    ProjectId project;
    QString title; ///< of a channel: its name without the "#" that may stand before it
    QString status; ///< of the project
    bool isPrivate = false; ///< a channel of owner and assignees
    bool muted = false;
    bool pending = false;
};

class ProjectTreeModel : public RecordModel<ProjectTreeRow>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        IsChannelRole,
        ProjectRole,
        TitleRole,
        StatusRole,
        IsPrivateRole,
        UnreadRole,
        UnreadIsExactRole,
        MutedRole,
        PendingRole,
    };
    explicit ProjectTreeModel(query::Source &source, QObject *parent = nullptr);
    void setViewer(const Viewer &viewer);
    /// Counts what is unread from now on; zero before. Apart, since it reads a page or two a channel: names come first.
    void countUnread();
    /// Unread messages in all channels that are not muted.
    [[nodiscard]] int unread() const;
    /// -1 when it is not there.
    [[nodiscard]] int rowOf(const QUuid &id) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void unreadChanged();

private:
    [[nodiscard]] ProjectTreeRow read(const query::Row &row) const override;
    void showUnread(const QList<QUuid> &channels);

    UnreadModel m_unread;
    UserId m_user;
    bool m_counts = false;
};

} // namespace projective
