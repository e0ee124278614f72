#include "sync/gateway/newcomers.h"

#include "sync/gateway/http.h"

namespace projective::gateway {

Newcomers::Newcomers(int perAddress)
    : m_perAddress(perAddress)
{
}

Newcomers::Place::Place(Newcomers &newcomers, const QByteArray &address)
    : m_newcomers(newcomers)
    , m_address(address)
{
    ++m_newcomers.m_places[m_address];
}

Newcomers::Place::~Place()
{
    const auto place = m_newcomers.m_places.find(m_address);
    if (--*place == 0)
        m_newcomers.m_places.erase(place);
}

std::unique_ptr<Newcomers::Place> Newcomers::enter(const QByteArray &address)
{
    const QByteArray network = networkOf(address);
    if (m_places.value(network) >= m_perAddress)
        return nullptr;
    return std::make_unique<Place>(*this, network);
}

} // namespace projective::gateway
