#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

#include <QDateTime>
#include <QJsonObject>

#include <memory>

namespace projective {

struct InboxRecord {
    QUuid subject; ///< what it is about: a stage, channel, project or other row
    QUuid latest; ///< the newest notification about it
    QString type; ///< its event
    QJsonObject params;
    int count = 0; ///< how many events the newest stands for
    bool deadline = false;
    QDateTime at; ///< of the newest event
    QDateTime risenAt; ///< when it came to its place: with that event, or at the end of a snooze
    QDateTime snoozedUntil; ///< also when that has passed
    Workspace workspace; ///< for which workspace it matters; null: for the person
    QString workspaceName;
    QUuid project;
    QUuid stage;
    QUuid channel;
    QString subjectName; ///< the project that it belongs to: what happened names the stage or channel itself
    int unread = 0;
    int total = 0;
    QList<QUuid> unreadIds; ///< to be marked as read
    QList<QUuid> ids; ///< all that stand here, to be put away or off
};

/// Notifications of one shelf, one row a subject with the newest on top. News of a subject brings it back from the
/// others. Windowed.
class InboxModel : public RecordModel<InboxRecord>
{
    Q_OBJECT
public:
    enum Role {
        SubjectRole = Qt::UserRole,
        TypeRole,
        ParamsRole,
        CountRole,
        DeadlineRole,
        AtRole,
        RisenAtRole,
        SnoozedUntilRole,
        WorkspaceRole,
        ProjectRole,
        StageRole,
        ChannelRole,
        SubjectNameRole,
        UnreadRole,
        TotalRole,
        RecordRole,
    };
    enum class Section { Today, ThisWeek, Earlier };
    Q_ENUM(Section)
    enum class Shelf { Inbox, Snoozed, Archived };
    Q_ENUM(Shelf)
    enum class Snooze { LaterToday, Tomorrow, NextWeek };
    Q_ENUM(Snooze)

    explicit InboxModel(query::Source &source, QObject *parent = nullptr);
    ~InboxModel() override;
    /// As it is at `now`; `onlyFor` null: of all workspaces.
    void showOf(UserId user, const QDateTime &now, const Workspace &onlyFor = {}, Shelf shelf = Shelf::Inbox);
    /// Asks again when something that was put off is back by `now`: to be called every minute or so.
    void wake(const QDateTime &now);
    /// In days of the local calendar; "this week" are the six days before today.
    [[nodiscard]] static Section sectionOf(const QDateTime &at, const QDateTime &now);
    /// By the local clock: a full hour later today, the next morning, Monday morning. Invalid: too late for today.
    [[nodiscard]] static QDateTime timeOf(Snooze snooze, const QDateTime &now);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    class Due;
    [[nodiscard]] InboxRecord read(const query::Row &row) const override;

    UserId m_user;
    Workspace m_onlyFor;
    Shelf m_shelf = Shelf::Inbox;
    std::unique_ptr<Due> m_due;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::InboxRecord)
