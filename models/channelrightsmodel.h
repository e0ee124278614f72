#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

#include <QDateTime>

namespace projective {

/// Why one can't write in a channel, by the same rules as the server's.
enum class PostBlocker {
    None,
    Viewer, ///< their role only reads
    NotHiring, ///< on the buyer's side this channel is for those who hire
    TeamRole, ///< their role in the team does not write to clients
    WorkEnded, ///< it was paid or closed: the channel is their record
    NotAtWork, ///< an offer that is not accepted yet
};

/// What somebody may do in a channel. What the mirror can't know is allowed: the server has the last word.
struct ChannelRights {
    ChannelId channel;
    PostBlocker post = PostBlocker::None;
    bool moderates = false; ///< deletes messages of others
    bool inDispute = false; ///< its stage: what was said stays as it is
    int editHours = 24;
    friend bool operator==(const ChannelRights &, const ChannelRights &) = default;
};

/// The rights of a workspace's member in one channel: one row. A query apart from the list of channels, which every
/// message has run again.
class ChannelRightsModel : public RecordModel<ChannelRights>
{
    Q_OBJECT
public:
    explicit ChannelRightsModel(query::Source &source, QObject *parent = nullptr);
    void setChannel(const Viewer &viewer, ChannelId channel);
    /// Everything is allowed while this is not known.
    [[nodiscard]] ChannelRights of(ChannelId channel) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] ChannelRights read(const query::Row &row) const override;
};

} // namespace projective
