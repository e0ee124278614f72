#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

#include <QDateTime>

namespace projective {

struct FoundMessage {
    MessageId id;
    qint64 seq = 0; ///< 0: not sent yet
    QString senderName;
    QDateTime time;
    QString snippet; ///< a part of the body around what was found
};

/// The messages of one channel that have words which begin like those that were typed, the newest first. Looks at what
/// is on this device: reach() says how far back that is.
class MessageSearchModel : public RecordModel<FoundMessage>
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, SeqRole, SenderNameRole, TimeRole, SnippetRole };
    static constexpr int mostRows = 100;

    explicit MessageSearchModel(query::Source &source, QObject *parent = nullptr);
    ~MessageSearchModel() override;

    /// Nothing typed finds nothing.
    void search(ChannelId channel, const QString &typed);
    /// The time of the oldest message that is looked at; invalid: all that was ever said is.
    [[nodiscard]] QDateTime reach() const { return m_reach; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void reachChanged();

private:
    [[nodiscard]] FoundMessage read(const query::Row &row) const override;
    void followReach(ChannelId channel);

    query::Source &m_source;
    ChannelId m_channel;
    QDateTime m_reach;
    std::unique_ptr<query::Subscription> m_oldest;
};

} // namespace projective
