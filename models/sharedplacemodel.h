#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

namespace projective {

/// Where the acting workspace meets somebody.
struct SharedPlaceRecord {
    enum class Kind { Project, Stage, Channel };
    QUuid id;
    Kind kind = Kind::Project;
    QString name;
    QUuid project;
    QString projectTitle; ///< of a stage or channel
    QString status; ///< of a project or stage
};

/// The projects in which a person, business or team has a part too, the stages that they do or did, and the channels
/// that they read: what is theirs by themselves, and by the businesses and teams that they are in.
class SharedPlaceModel : public RecordModel<SharedPlaceRecord>
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, KindRole, NameRole, ProjectRole, ProjectTitleRole, StatusRole };
    static constexpr int mostRows = 100;

    explicit SharedPlaceModel(query::Source &source, QObject *parent = nullptr);
    void showShared(const Viewer &viewer, const QUuid &profile);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] SharedPlaceRecord read(const query::Row &row) const override;
};

} // namespace projective
