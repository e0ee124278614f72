#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

#include <QDateTime>
#include <QJsonObject>

namespace projective {

struct InboxRecord {
    QUuid subject; ///< what it is about: a stage, channel, project or other row
    QUuid latest; ///< the newest notification about it
    QString type; ///< its event
    QJsonObject params;
    int count = 0; ///< how many events the newest stands for
    bool deadline = false;
    QDateTime at;
    Workspace workspace; ///< for which workspace it matters; null: for the person
    QString workspaceName;
    QUuid project;
    QUuid stage;
    QUuid channel;
    QString subjectName; ///< the project that it belongs to: what happened names the stage or channel itself
    int unread = 0;
    int total = 0;
    QList<QUuid> unreadIds; ///< to be marked as read
};

/// Notifications, one row a subject with the newest on top. Windowed.
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

    explicit InboxModel(query::Source &source, QObject *parent = nullptr);
    /// `onlyFor` null: of all workspaces.
    void showOf(UserId user, const Workspace &onlyFor = {});
    /// In days of the local calendar; "this week" are the six days before today.
    [[nodiscard]] static Section sectionOf(const QDateTime &at, const QDateTime &now);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] InboxRecord read(const query::Row &row) const override;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::InboxRecord)
