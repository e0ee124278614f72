#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

namespace projective {

/// Something that the palette can lead to.
struct SearchRow {
    enum class Kind { Project, Stage, Channel, Person, Business, Team, StageOfPerson };
    QUuid id; ///< of a person the login's
    Kind kind = Kind::Project;
    QString text;
    QString
        context; ///< the project of a stage or channel, what a person or team does; of StageOfPerson, who works on it
    QUuid project; ///< null for people
};

/// What in the mirror has words that begin with, or contain, what was typed. The best first, at most a screenful.
class SearchModel : public RecordModel<SearchRow>
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, KindRole, TextRole, ContextRole, ProjectRole };
    static constexpr int mostRows = 30;

    explicit SearchModel(query::Source &source, QObject *parent = nullptr);
    void search(const Viewer &viewer, const QString &typed);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] SearchRow read(const query::Row &row) const override;
};

} // namespace projective
