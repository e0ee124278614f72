#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"
#include "sync/base/ids.h"

#include <QDateTime>

namespace projective {

/// A channel with what was last said in it.
struct ChannelRow {
    ChannelId id;
    QString name; ///< without the "#" that may stand before it
    ProjectId project;
    QString projectTitle;
    StageId stage; ///< null: not a stage's room
    bool isPrivate = false;
    int unread = 0;
    bool unreadIsExact = true;
    bool muted = false;
    int mentions = 0; ///< of the reader, unread
    qint64 lastReadSeq = 0;
    qint64 lastSeq = 0; ///< newest that is mirrored
    QDateTime lastTime; ///< invalid: nothing was said yet
    QString lastSender;
    QString lastBody;
};

/// The channels of the acting workspace, the liveliest first.
class ChannelListModel : public RecordModel<ChannelRow>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        NameRole,
        ProjectRole,
        ProjectTitleRole,
        StageRole,
        IsPrivateRole,
        UnreadRole,
        UnreadIsExactRole,
        MutedRole,
        MentionsRole,
        LastTimeRole,
        LastSenderRole,
        LastBodyRole,
    };
    explicit ChannelListModel(query::Source &source, QObject *parent = nullptr);
    void setViewer(const Viewer &viewer);
    /// -1 when it is not there.
    [[nodiscard]] int rowOf(ChannelId channel) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] ChannelRow read(const query::Row &row) const override;
};

} // namespace projective
