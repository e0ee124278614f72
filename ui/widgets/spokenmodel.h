#pragma once

#include <QIdentityProxyModel>

#include <functional>

namespace projective {

/// Adds to a model what a screen reader says of its rows, since models hold no words for people.
class SpokenModel : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using Speaker = std::function<QString(const QModelIndex &index)>;
    explicit SpokenModel(Speaker speaker, QObject *parent = nullptr);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    Speaker m_speaker;
};

} // namespace projective
