#pragma once

#include "models/recordmodel.h"
#include "sync/base/ids.h"

namespace projective {

struct PersonRow {
    UserId user;
    QString name;
    bool isSelf = false;
};

/// The people whom one can mention in a channel, by name, the reader himself last: the buyer's side, who works in the
/// project, who has written.
class PeopleModel : public RecordModel<PersonRow>
{
    Q_OBJECT
public:
    enum Role { UserRole = Qt::UserRole + 1, NameRole };
    explicit PeopleModel(query::Source &source, QObject *parent = nullptr);
    void setChannel(UserId self, ChannelId channel);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] PersonRow read(const query::Row &row) const override;
};

} // namespace projective
