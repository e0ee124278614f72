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
    if (--m_newcomers.m_places[m_address] == 0)
        m_newcomers.m_places.remove(m_address);
}

std::unique_ptr<Newcomers::Place> Newcomers::enter(const QByteArray &address)
{
    const QByteArray network = networkOf(address);
    if (m_places.value(network) >= m_perAddress)
        return nullptr;
    return std::make_unique<Place>(*this, network);
}

} // namespace projective::gateway
