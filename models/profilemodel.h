#pragma once

#include "models/recordmodel.h"
#include "models/viewer.h"

namespace projective {

/// A person, a business or a team, as much of them as the mirror holds.
struct ProfileRecord {
    enum class Kind { Person, Business, Team };
    QUuid id;
    Kind kind = Kind::Person;
    QString name;
    QString headline; ///< what a person says they do, a team's description
    QString country; ///< two letters, or empty
    QString skills; ///< separated by commas
    qint64 ratingSum = 0;
    qint64 ratingCount = 0;
    QString partOf; ///< of a person: the businesses and teams they are in; of these: their people
    bool isSelf = false; ///< the person who reads
};

/// One profile by its id: no row where the mirror holds nothing of it.
class ProfileModel : public RecordModel<ProfileRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        KindRole,
        NameRole,
        HeadlineRole,
        CountryRole,
        SkillsRole,
        RatingSumRole,
        RatingCountRole,
        PartOfRole,
        SelfRole,
    };
    explicit ProfileModel(query::Source &source, QObject *parent = nullptr);
    void showProfile(UserId reader, const QUuid &profile);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] ProfileRecord read(const query::Row &row) const override;
};

} // namespace projective
