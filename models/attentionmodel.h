#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"
#include "sync/base/workspace.h"

#include <QDateTime>
#include <QJsonObject>

namespace projective {

/// A command that was refused or met a newer row, as it was tried.
struct AttentionRow {
    EntryId entry;
    QString command;
    Workspace actingAs;
    QString actingName; ///< empty when it is no longer visible
    QJsonObject args;
    QJsonObject expected;
    QString outcome; ///< rejected, conflict, failed
    QString code;
    QString field;
    QJsonObject params;
    QJsonObject current; ///< the server's row, of a conflict
    QDateTime triedAt;
    QString subject; ///< the project, stage or channel that it is about, by name
};

/// What waits for the user's decision, the newest first. Nothing leaves it but by his own act.
class AttentionModel : public RecordModel<AttentionRow>
{
    Q_OBJECT
public:
    enum Role { EntryRole = Qt::UserRole + 1, CommandRole, OutcomeRole, CodeRole, TriedAtRole, SubjectRole };
    explicit AttentionModel(query::Source &source, QObject *parent = nullptr);
    [[nodiscard]] int rowOf(EntryId entry) const;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] AttentionRow read(const query::Row &row) const override;
};

} // namespace projective
