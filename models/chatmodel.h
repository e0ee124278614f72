#pragma once

#include "models/channelrightsmodel.h"
#include "models/recordmodel.h"
#include "models/viewer.h"
#include "sync/base/ids.h"

#include <QDateTime>

namespace projective {

/// How far a message got.
enum class MessageState {
    Sent,
    Pending, ///< it, an edit of it or its deletion waits to be sent
    Refused, ///< not accepted by the server; `entry` is in Needs attention
};

/// Why a message can't be changed, or not be deleted.
enum class MessageBlocker {
    None,
    NotThere, ///< deleted already, or never accepted
    NotYours,
    TooLate,
    InDispute,
};

struct MessageRow {
    MessageId id; ///< null: refused
    EntryId entry; ///< of a refused one
    qint64 seq = 0; ///< 0: none yet
    UserId sender;
    QString senderName;
    QString body;
    QDateTime time;
    QDateTime editedAt;
    bool deleted = false;
    MessageState state = MessageState::Sent;
    bool mentionsMe = false;
};

/// The newest messages of one channel, oldest first: a window that grows at its top. Pending and refused ones last.
class ChatModel : public RecordModel<MessageRow>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        EntryRole,
        SeqRole,
        SenderRole,
        SenderNameRole,
        BodyRole,
        TimeRole,
        EditedAtRole,
        DeletedRole,
        StateRole,
        MentionsMeRole,
        MineRole,
        StartsDayRole, ///< the first of its (local) day
        StartsGroupRole, ///< not in one run with the message above: another sender, day, or five minutes later
        StartsUnreadRole, ///< the line "new" stands above it
        UnreadAboveRole, ///< of the row below that line: unreadAbove()
        EditBlockerRole,
        DeleteBlockerRole,
    };
    static constexpr int page = 60;
    static constexpr int mostUnread = 500; ///< so many are loaded for the line's sake, no more

    /// Shows the channel's newest page, and with it all that is unread and here. The line of unread ones stands above
    /// the first message of others after `lastReadSeq`, and stays there while one reads. `newestSeq`: as far as known.
    ChatModel(query::Source &source, const Viewer &viewer, ChannelId channel, qint64 lastReadSeq, qint64 newestSeq = 0,
        QObject *parent = nullptr);

    [[nodiscard]] ChannelId channel() const { return m_channel; }
    /// One page more at the top, or all that is unread there. Emits olderWanted() when the mirror has no more of them
    /// but the channel has.
    void loadOlder();
    /// Whether there is anything above the first row, mirrored or not.
    [[nodiscard]] bool hasOlder() const;
    /// What the reader may do here; until it is known, everything.
    void setRights(const ChannelRights &rights);
    [[nodiscard]] const ChannelRights &rights() const { return m_rights; }
    /// Shows at least the messages from `seq` on.
    void showFrom(qint64 seq);
    [[nodiscard]] qint64 newestSeq() const;
    /// Row of the line of unread ones, -1: none.
    [[nodiscard]] int firstUnread() const;
    /// How many messages after the read mark stand above the first row, where they are not loaded.
    [[nodiscard]] int unreadAbove() const;
    [[nodiscard]] int rowOf(MessageId message) const;

    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    /// The older rows must come from the server: relation project_messages, scope "channel:<uuid>".
    void olderWanted(const QString &scope, int rows);

private:
    [[nodiscard]] MessageRow read(const query::Row &row) const override;
    [[nodiscard]] MessageBlocker editBlocker(const MessageRow &message) const;
    [[nodiscard]] MessageBlocker deleteBlocker(const MessageRow &message) const;
    [[nodiscard]] bool startsDay(int row) const;
    [[nodiscard]] bool startsGroup(int row) const;
    void ask();
    void neighbourChanged(int row);

    const Viewer m_viewer;
    const ChannelId m_channel;
    const qint64 m_readBefore;
    ChannelRights m_rights;
    int m_limit;
    int m_askedAt = -1; ///< rows that were there when the server was asked, so that one end asks once
};

} // namespace projective
