#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

namespace projective {

struct CandidateRecord {
    QUuid id; ///< freelancer profile or team
    bool team = false;
    QString name;
    QString headline;
    QString country;
    QString skills; ///< separated by commas
    qint64 ratingSum = 0;
    qint64 ratingCount = 0;
    int hires = 0; ///< how often this business hired them before
};

/// Who can be offered a stage: the freelancers and teams that the mirror holds, without those that the buying business
/// employs (no self-hire), former hires first.
class CandidateModel : public RecordModel<CandidateRecord>
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        TeamRole,
        NameRole,
        HeadlineRole,
        CountryRole,
        SkillsRole,
        RatingSumRole,
        RatingCountRole,
        HiresRole,
    };
    explicit CandidateModel(query::Source &source, QObject *parent = nullptr);
    void showFor(BusinessId business);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] CandidateRecord read(const query::Row &row) const override;
};

} // namespace projective
