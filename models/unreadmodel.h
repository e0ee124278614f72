#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

#include <QHash>

namespace projective {

/// A channel with messages that its reader has not seen.
struct UnreadChannel {
    QUuid channel;
    int count = 0; ///< messages of others after the read mark
    bool exact = true; ///< false: at least so many
    friend bool operator==(const UnreadChannel &, const UnreadChannel &) = default;
};

/// What one login has not read in the channels of projects. A query apart from the lists that show it: every message
/// has it run again, and neither names nor order of channels change with that.
class UnreadModel : public RecordModel<UnreadChannel>
{
    Q_OBJECT
public:
    explicit UnreadModel(query::Source &source, QObject *parent = nullptr);
    void setUser(const UserId &user);
    /// Zero, exactly, where nothing is unread.
    [[nodiscard]] UnreadChannel of(const QUuid &channel) const { return m_channels.value(channel); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// What of() says of these is another now.
    void channelsChanged(const QList<QUuid> &channels);

private:
    [[nodiscard]] UnreadChannel read(const query::Row &row) const override;
    void group();

    QHash<QUuid, UnreadChannel> m_channels;
};

} // namespace projective
