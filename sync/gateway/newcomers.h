#pragma once

#include <QByteArray>
#include <QHash>

#include <memory>

namespace projective::gateway {

/// The WebSockets whose user is not known yet, by address: a stranger gets a bounded number of them, so that he can't
/// take the descriptors and the memory that those who sign in need. io thread.
class Newcomers
{
public:
    explicit Newcomers(int perAddress);

    /// Counts for as long as it lives.
    class Place
    {
    public:
        Place(Newcomers &newcomers, const QByteArray &address);
        ~Place();
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;

    private:
        Newcomers &m_newcomers;
        QByteArray m_address;
    };
    /// Null when the address has all that it gets.
    [[nodiscard]] std::unique_ptr<Place> enter(const QByteArray &address);

private:
    int m_perAddress;
    QHash<QByteArray, int> m_places;
};

} // namespace projective::gateway
